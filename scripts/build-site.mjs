/**
 * Bundles what the pages of `latchkey serve` load into `dist/site/assets`: a script, its parts that are loaded
 * when they are needed, and a style sheet, each with its hash in its name. So an installed package serves
 * its site without a bundler.
 */
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const browser = join(root, 'src', 'cli', 'site', 'browser')

await build({
  configFile: false,
  root: browser,
  base: '/site/',
  logLevel: 'warn',
  publicDir: false,
  plugins: [
    {
      name: 'define has a side effect',
      // As the package says of its built file.
      transform: (code, id) =>
        id.endsWith('/src/elements/define.ts') ? { code, moduleSideEffects: true } : null,
    },
  ],
  build: {
    outDir: join(root, 'dist', 'site'),
    emptyOutDir: true,
    target: 'es2023',
    // Data URLs and inline scripts are what the pages' policy forbids.
    assetsInlineLimit: 0,
    modulePreload: false,
    // Lit's terms travel with it.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: { page: join(browser, 'page.ts'), look: join(browser, 'look.css') },
    },
  },
})
