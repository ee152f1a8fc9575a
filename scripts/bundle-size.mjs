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

/**
 * The same for `latchkey/elements`: what a page with every element on it downloads before they are drawn:
 * all of them, Lit, and the words of one language.
 */
async function measureElements() {
  const gate = 25_000
  const plain = 'export const __vitePreload = (load) => load()'
  const elements = join(import.meta.dirname, '..', 'dist', 'elements', 'index.js')
  const entry = '\0elements-page'
  const page = `
import * as elements from ${JSON.stringify(elements)}
for (const name of [
  'AccountSelector', 'CreatePasskey', 'Passkeys', 'Recovery', 'Sessions', 'SignIn',
]) customElements.define('latchkey-' + name.toLowerCase(), elements['Latchkey' + name])
`
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'elements-page',
        enforce: 'pre',
        resolveId: (id) => (id === 'elements-page' ? entry : null),
        // An import stays an import: what this bundler puts around it is not ours.
        load: (id) => (id === entry ? page : id.includes('vite/preload-helper') ? plain : null),
      },
    ],
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input: 'elements-page', output: { format: 'es' } },
    },
  })
  // Each language is a chunk of its own, and a page loads one. The rest comes when somebody does something:
  // a press on another site's button (federated), a change that the server wants proof for (proof), another name
  // for a passkey or its end (passkey-questions), a provider that has accounts to offer (the account selector,
  // which takes no room before, and its texts).
  const onDemand = /\/(federated|passkey-questions|proof|selector-drawing)\.|\/texts\//
  const size = (chunk) => {
    if (chunk.type !== 'chunk') return 0
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
    return brotliCompressSync(chunk.code, { params }).length
  }
  const parts = new Map(output.map((chunk) => [chunk.fileName, chunk]))
  const reached = new Set()
  const follow = (chunk) => {
    if (reached.has(chunk)) return
    reached.add(chunk)
    for (const name of chunk.imports) follow(parts.get(name))
  }
  for (const chunk of parts.values()) {
    if (chunk.isEntry || /\/words\/en\./.test(chunk.facadeModuleId ?? '')) follow(chunk)
  }
  const total = [...reached].reduce((sum, chunk) => sum + size(chunk), 0)
  const later = output.filter(
    (chunk) =>
      !reached.has(chunk) &&
      onDemand.test(chunk.facadeModuleId ?? '') &&
      !/\/texts\/(?!en\.)/.test(chunk.facadeModuleId),
  )
  console.log(
    `elements: with one language ${total} bytes (brotli); the gate is ${gate}; ` +
      `when asked for ${later.map((chunk) => `${/\/([\w-]+)\.\w+$/.exec(chunk.facadeModuleId)[1]} ${size(chunk)}`).join(', ')}`,
  )
  if (total > gate) process.exitCode = 1
}
