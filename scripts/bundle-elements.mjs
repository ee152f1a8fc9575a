/**
 * Makes `dist/bundle/`: the elements and Lit ready for a page without a bundler, beside a file for each
 * language. Run it after the code is built: it reads `dist/elements`.
 */
import { join } from 'node:path'
import { build } from 'vite'

const DIST = join(import.meta.dirname, '..', 'dist')

await build({
  configFile: false,
  logLevel: 'error',
  build: {
    outDir: join(DIST, 'bundle'),
    target: 'es2022',
    modulePreload: false,
    // Lit's terms travel with it.
    license: { fileName: 'licenses.md' },
    lib: {
      entry: join(DIST, 'elements', 'define.js'),
      formats: ['es'],
      fileName: () => 'bundle.js',
    },
    rolldownOptions: { output: { minify: true, chunkFileNames: '[name]-[hash].js' } },
  },
})
