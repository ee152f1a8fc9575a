import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts'],
    globalSetup: ['test/browser/which-browser.ts', 'test/store/postgres-setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    // Wide, for machines that are busy: what hangs fails late, and what is slow does not fail.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
})
