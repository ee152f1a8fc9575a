/**
 * The suite on Node 22: all that runs on Node. What it leaves out runs once, on the toolchain's Node, because
 * the runtime is no part of it: code of pages, pictures of pages, and the tools that build.
 */
import { configDefaults, mergeConfig } from 'vitest/config'
import whole from './vitest.config.ts'

export default mergeConfig(whole, {
  test: {
    exclude: [
      ...configDefaults.exclude,
      'test/{elements,client-browser}/**',
      'test/demo/{account,embedded,keyboard,sign-in,sign-up}.test.ts',
      'test/cli/site/{issuers,mail,operator,people}.test.ts',
      '**/look.test.ts',
      'test/docs/{clone,site}.test.ts',
      'test/examples/**',
    ],
  },
})
