import { svelte } from '@sveltejs/vite-plugin-svelte'
import { configDefaults, defineConfig } from 'vitest/config'

/** Nothing there keeps a state, asks a server or changes its platform. */
const pure = ['src/*/core/**/*.test.ts']

/** AMPARO_FAULTS=release: the sizes that a release must stand. */
const isRelease = process.env.AMPARO_FAULTS === 'release'
const manyRuns = isRelease ? ['tests/support/many_runs.setup.ts'] : []

export default defineConfig({
  plugins: [svelte()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: pure,
          setupFiles: manyRuns,
          // To start a process for each of a hundred files takes as long as their tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...pure],
          globalSetup: ['tests/support/database.setup.ts'],
          setupFiles: ['tests/support/hashes.setup.ts', ...manyRuns],
        },
      },
    ],
    // The built pages run as they are: Svelte's compiler would take their modules for sources.
    server: { deps: { external: [/\/build\//] } },
    // One for every core: by itself one core stays idle while a test waits for a server or a browser.
    maxWorkers: '100%',
    // What is waited for ends the wait when it comes; the second there is by itself is short where cores are shared.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: isRelease ? 900_000 : 30_000,
    hookTimeout: 60_000,
  },
})
