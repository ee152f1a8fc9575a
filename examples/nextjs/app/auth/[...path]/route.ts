import { latchkey } from '../../../latchkey'

const handle = (request: Request) => latchkey().fetch(request)
export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT }
