import { join, relative, sep } from 'node:path'
import { defineConfig } from 'vitest/config'
import { makePlan, ROOT } from './plan.ts'

const COLLECTOR = join(import.meta.dirname, 'collector.ts')
const { code } = makePlan()

export default defineConfig({
  root: ROOT,
  plugins: [
    {
      name: 'latchkey-mutation',
      enforce: 'pre',
      resolveId: (source, importer = '') =>
        source === 'vitest' && !importer.startsWith(import.meta.dirname) ? COLLECTOR : undefined,
      load: (id) => code.get(relative(ROOT, id).replaceAll(sep, '/')),
    },
  ],
  test: {
    include: ['test/mutation/*.mutation.ts'],
    testTimeout: 0,
    maxWorkers: 1,
    // What it keeps has the numbers of mutants in it, and they shift with every change of a file before.
    fsModuleCache: false,
  },
})
