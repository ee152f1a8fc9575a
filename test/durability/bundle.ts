/** The server's code in one file: a process that is to be killed a hundred times has to start fast. */
import { join } from 'node:path'
import { build } from 'vite'

/** Bundles `server-process.ts` with all it imports into a folder below `folder`; answers the file's path. */
export async function bundleServer(folder: string): Promise<string> {
  const outDir = join(folder, 'server')
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, '..', '..'),
    ssr: { noExternal: true },
    build: {
      ssr: 'test/durability/server-process.ts',
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        // Optional packages, which nothing here loads; one of them is native.
        external: ['@node-rs/argon2', 'nodemailer', 'pg'],
        output: { codeSplitting: false, entryFileNames: 'server.mjs' },
      },
    },
  })
  return join(outDir, 'server.mjs')
}
