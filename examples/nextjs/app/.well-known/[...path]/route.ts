export { GET } from '../../auth/[...path]/route'
