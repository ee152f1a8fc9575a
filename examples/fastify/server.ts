import { readFile } from 'node:fs/promises'
import Fastify from 'fastify'
import { createLatchkey } from 'latchkey/server'
import { createNodeListener } from 'latchkey/server/node'

const port = Number(process.env.PORT ?? 3000)
const latchkey = createLatchkey({
  rpId: 'localhost',
  origins: [`http://localhost:${port}`],
  database: 'sqlite:data/latchkey.db',
  secret: process.env.LATCHKEY_SECRET ?? '',
})
const app = Fastify()

const auth = createNodeListener(latchkey)
app.addHook('onRequest', async (request, reply) => {
  // Before Fastify reads the body: Latchkey does that itself.
  if (/^\/(auth|\.well-known)\//.test(request.url)) await auth(request.raw, reply.hijack().raw)
})

app.get('/hello', async (request, reply) => {
  const signedIn = await latchkey.api.authenticate(request)
  if (signedIn === undefined) return reply.code(401).send('Sign in first.')
  return `Hello, ${signedIn.account.displayName}!`
})

const elements = import.meta.resolve('latchkey/elements/bundle')
app.get<{ Params: { file: string } }>(
  '/elements/:file(^[\\w-]+\\.js$)',
  async ({ params }, reply) =>
    reply.type('text/javascript').send(await readFile(new URL(params.file, elements))),
)
for (const [path, page] of [
  ['/', 'index.html'],
  ['/home.html', 'home.html'],
] as const) {
  app.get(path, async (_, reply) => reply.type('text/html').send(await readFile(`pages/${page}`)))
}
await app.listen({ port, host: 'localhost' })
