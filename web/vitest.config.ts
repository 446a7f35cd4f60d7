import { defineConfig } from 'vitest/config'

// unit: needs nothing. stack and browser: need a running system, named by HONGYAN_URL.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['packages/*/test/**/*.test.ts'], environment: 'node' } },
      { test: { name: 'stack', include: ['contract/**/*.test.ts'], environment: 'node', testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false } },
      { test: { name: 'browser', include: ['e2e/**/*.test.mjs'], environment: 'node', testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 15_000 } }, fileParallelism: false } },
    ],
  },
})
