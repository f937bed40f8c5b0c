import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['tests/support/database.setup.ts'],
    setupFiles: ['tests/support/hashes.setup.ts'],
    // The built pages run as they are: Svelte's compiler would take their modules for sources.
    server: { deps: { external: [/\/build\//] } },
    // One for every core: by itself one core stays idle while a test waits for a server or a browser.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
