/**
 * Measures what a passkey sign-in page downloads of `latchkey/client`: create, get, autofill and the
 * exceptions a page branches on, bundled, minified and brotli-compressed. Fails above the limit.
 *
 * Run it after the build: it reads `dist/client`.
 */
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { build } from 'vite'

const LIMIT = 3500
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

console.log(`client: passkey sign-in ${bytes} bytes (brotli), limit ${LIMIT}`)
if (bytes > LIMIT) process.exitCode = 1
