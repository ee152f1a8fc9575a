import { fileURLToPath } from 'node:url'
import express from 'express'
import type { RequestHandler } from 'express'
import { createLatchkey } from 'latchkey/server'
import { createNodeListener } from 'latchkey/server/node'

const port = Number(process.env.PORT ?? 3000)
const latchkey = createLatchkey({
  rpId: 'localhost',
  origins: [`http://localhost:${port}`],
  database: 'sqlite:data/latchkey.db',
  secret: process.env.LATCHKEY_SECRET ?? '',
})

const onlySignedIn: RequestHandler = async (request, response, next) => {
  const signedIn = await latchkey.api.authenticate(request)
  if (signedIn === undefined) return response.status(401).send('Sign in first.')
  response.locals.account = signedIn.account
  return next()
}

const app = express()
app.use(['/auth', '/.well-known'], createNodeListener(latchkey))
const elements = fileURLToPath(new URL('.', import.meta.resolve('latchkey/elements/bundle')))
app.use('/elements', express.static(elements))
app.use(express.static('pages'))
app.get('/hello', onlySignedIn, (_, response) => {
  response.type('text').send(`Hello, ${response.locals.account.displayName}!`)
})
app.listen(port, 'localhost')
