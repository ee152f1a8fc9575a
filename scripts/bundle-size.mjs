/**
 * Measures what a passkey sign-in page downloads of `latchkey/client`: create, get, autofill and the
 * exceptions a page branches on, bundled, minified and brotli-compressed. Fails above the limit.
 *
 * Run it after the build: it reads `dist/client`.
 */
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { build } from 'vite'

// The gate of the design, and what it is held at until it is trimmed (ARCHITECTURE, decision 13).
const GATE = 3500
const LIMIT = 3870
const ENTRY = '\0sign-in-page'
const CLIENT = join(import.meta.dirname, '..', 'dist', 'client', 'index.js')

// Everything the guide's sign-in and sign-up steps name, kept alive by being put on the page.
const PAGE = `
import {
  CredentialManager, GetCredentialRequest, GetPublicKeyCredentialOption, GetPasswordOption,
  CreatePublicKeyCredentialRequest, PendingGetCredentialRequest, PublicKeyCredential, PasswordCredential,
  NoCredentialException, GetCredentialCancellationException, GetCredentialInterruptedException,
  GetCredentialUnknownException, GetCredentialUnsupportedException,
  GetCredentialProviderConfigurationException, GetCredentialCustomException,
  GetPublicKeyCredentialDomException, CreateCredentialCancellationException,
  CreateCredentialInterruptedException, CreateCredentialNoCreateOptionException,
  CreateCredentialUnknownException, CreateCredentialUnsupportedException,
  CreateCredentialProviderConfigurationException, CreateCredentialCustomException,
  CreatePublicKeyCredentialDomException,
} from ${JSON.stringify(CLIENT)}
window.page = [
  CredentialManager.create(), GetCredentialRequest, GetPublicKeyCredentialOption, GetPasswordOption,
  CreatePublicKeyCredentialRequest, PendingGetCredentialRequest, PublicKeyCredential, PasswordCredential,
  NoCredentialException, GetCredentialCancellationException, GetCredentialInterruptedException,
  GetCredentialUnknownException, GetCredentialUnsupportedException,
  GetCredentialProviderConfigurationException, GetCredentialCustomException,
  GetPublicKeyCredentialDomException, CreateCredentialCancellationException,
  CreateCredentialInterruptedException, CreateCredentialNoCreateOptionException,
  CreateCredentialUnknownException, CreateCredentialUnsupportedException,
  CreateCredentialProviderConfigurationException, CreateCredentialCustomException,
  CreatePublicKeyCredentialDomException,
]
`

const { output } = await build({
  configFile: false,
  logLevel: 'error',
  plugins: [
    {
      name: 'sign-in-page',
      resolveId: (id) => (id === 'sign-in-page' ? ENTRY : null),
      load: (id) => (id === ENTRY ? PAGE : null),
    },
  ],
  build: {
    write: false,
    target: 'es2023',
    modulePreload: false,
    rolldownOptions: { input: 'sign-in-page', output: { format: 'es' } },
  },
})

const code = output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('')
const bytes = brotliCompressSync(code, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11 },
}).length

console.log(
  `client: passkey sign-in ${bytes} bytes (brotli), held at ${LIMIT}; the gate of the design is ${GATE}`,
)
if (bytes > LIMIT) process.exitCode = 1

await measureElements()

/** The same for `latchkey/elements`: all of them, Lit, and the texts of one language. */
async function measureElements() {
  const limit = 25_000
  const elements = join(import.meta.dirname, '..', 'dist', 'elements', 'index.js')
  const entry = '\0elements-page'
  const page = `
import { LatchkeyAccountSelector } from ${JSON.stringify(elements)}
customElements.define('latchkey-account-selector', LatchkeyAccountSelector)
`
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'elements-page',
        resolveId: (id) => (id === 'elements-page' ? entry : null),
        load: (id) => (id === entry ? page : null),
      },
    ],
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input: 'elements-page', output: { format: 'es' } },
    },
  })
  // English is the only language so far: a second one would be a chunk that no page loads besides it.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  const sizes = output.map((chunk) =>
    chunk.type === 'chunk' ? brotliCompressSync(chunk.code, { params }).length : 0,
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`elements: with one language ${total} bytes (brotli), limit ${limit}`)
  if (total > limit) process.exitCode = 1
}
