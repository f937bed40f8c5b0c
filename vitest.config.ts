import { svelte } from '@sveltejs/vite-plugin-svelte'
import { configDefaults, defineConfig } from 'vitest/config'

/** Nothing there keeps a state, asks a server or changes its platform. */
const pure = ['src/*/core/**/*.test.ts']

/** A browser or a crowd beside each of them keeps every core at work. */
const busy = ['tests/{journeys,faults}/**/*.test.ts']

/** They wait for servers, programs and disks by turns: with two of them a core of two is idle a fifth of the time. */
const waiting = { maxWorkers: '150%', sequence: { groupOrder: 0 } }

/** AMPARO_FAULTS=release: the sizes that a release must stand. */
const isRelease = process.env.AMPARO_FAULTS === 'release'
const manyRuns = isRelease ? ['tests/support/many_runs.setup.ts'] : []
const globalSetup = ['tests/support/database.setup.ts']
const setupFiles = ['tests/support/hashes.setup.ts', ...manyRuns]

export default defineConfig({
  plugins: [svelte()],
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'core', include: pure, setupFiles: manyRuns, isolate: false, ...waiting },
      },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['src/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...pure],
          globalSetup,
          setupFiles,
          // To start a process for each of two hundred files takes as long as their tests.
          isolate: false,
          ...waiting,
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...busy],
          globalSetup,
          setupFiles,
          ...waiting,
        },
      },
      {
        extends: true,
        test: { name: 'whole', include: busy, globalSetup, setupFiles, sequence: { groupOrder: 1 } },
      },
    ],
    // The built pages run as they are: Svelte's compiler would take their modules for sources.
    server: { deps: { external: [/\/build\//] } },
    // One for every core: by itself one core stays idle while a test waits for a server or a browser.
    maxWorkers: '100%',
    // So the engine's helpers, which compile and collect beside it, would only take turns with it.
    execArgv: ['--single-threaded'],
    // What is waited for ends the wait when it comes; the second there is by itself is short where cores are shared.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: isRelease ? 900_000 : 30_000,
    hookTimeout: 60_000,
  },
})
