import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { createLatchkey } from 'latchkey/server'

const port = Number(process.env.PORT ?? 3000)
const latchkey = createLatchkey({
  rpId: 'localhost',
  origins: [`http://localhost:${port}`],
  database: 'sqlite:data/latchkey.db',
  secret: process.env.LATCHKEY_SECRET ?? '',
})

const app = new Hono<{ Variables: { name: string } }>()
app.on(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], ['/auth/*', '/.well-known/*'], (c) =>
  latchkey.fetch(c.req.raw, { remoteAddress: getConnInfo(c).remote.address }),
)
const root = fileURLToPath(new URL('.', import.meta.resolve('latchkey/elements/bundle')))
const rewriteRequestPath = (path: string) => path.replace('/elements', '')
app.use('/elements/*', serveStatic({ root, rewriteRequestPath }))

app.get('/', (c) =>
  c.html(
    html`<!doctype html>
      <title>Sign in</title>
      <script type="module" src="/elements/bundle.js"></script>
      <latchkey-sign-in next="/home"></latchkey-sign-in>
      <latchkey-create-passkey form="sign-up" next="/home"></latchkey-create-passkey>`,
  ),
)

app.use('/home', async (c, next) => {
  const signedIn = await latchkey.api.authenticate(c.req.raw)
  if (signedIn === undefined) return c.redirect('/')
  c.set('name', signedIn.account.displayName)
  return next()
})
app.get('/home', (c) =>
  c.html(
    html`<!doctype html>
      <title>Home</title>
      <h1>Hello, ${c.get('name')}!</h1>
      <button onclick="fetch('/auth/session', { method: 'DELETE' }).then(() => location = '/')">
        Sign out
      </button>`,
  ),
)
serve({ fetch: app.fetch, port, hostname: 'localhost' })
