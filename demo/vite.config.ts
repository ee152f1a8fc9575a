import { join } from 'node:path'
import { defineConfig } from 'vite'

/** Put into every script tag at build time; the server replaces it by a nonce of the answer (R80). */
const NONCE = 'LATCHKEY-NONCE'

export default defineConfig({
  root: import.meta.dirname,
  appType: 'mpa',
  html: { cspNonce: NONCE },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Data URLs and inline scripts are what the pages' policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'sign-up.html', 'account.html', 'embedded.html'].map((page) =>
        join(import.meta.dirname, page),
      ),
    },
  },
})
