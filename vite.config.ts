import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'

import { makers } from './src/platform/client/trusted_addresses.ts'

/**
 * `name?packed`: the address of a file of a package, packed by gzip. What sets reports as PDF has 28 MB: every build would
 * press it anew for minutes, and every line carry it bare.
 */
const packed = (): Plugin => ({
  name: 'amparo-packed',
  enforce: 'pre',
  apply: 'build',
  resolveId: (id) => (id.endsWith('?packed') ? `\0${id}` : null),
  load(id) {
    if (!id.startsWith('\0') || !id.endsWith('?packed')) return null
    // Pages of the desk are never rendered on the server.
    if (this.environment.name !== 'client') return "export default ''"
    const file = createRequire(import.meta.url).resolve(id.slice(1, -'?packed'.length))
    const reference = this.emitFile({
      type: 'asset',
      name: 'setter.bin',
      source: gzipSync(readFileSync(file), { level: 6 }),
    })
    return `export default import.meta.ROLLUP_FILE_URL_${reference}`
  },
})

/** SvelteKit styles its announcer inline: browsers stop and report it at every page of the desk. Our styles.css hides it. */
const unstyledAnnouncer = (): Plugin => ({
  name: 'amparo-unstyled-announcer',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/kit/src/runtime/components/root.svelte')
      ? code.replace(/(id="svelte-announcer"[^>]*?)\s+style="[^"]*"/, '$1')
      : null,
})

/** What workers load later: SvelteKit's own list has no more than their first files. */
const workerChunks = (): Plugin => ({
  name: 'amparo-worker-chunks',
  apply: 'build',
  resolveId: (id) => (id === 'virtual:worker-chunks' ? `\0${id}` : null),
  load(id) {
    if (id !== '\0virtual:worker-chunks') return null
    // The service worker is built last, when these are there.
    const cwd = join(import.meta.dirname, '.svelte-kit/output/client')
    const paths = globSync('_app/immutable/workers/chunks/*.js', { cwd }).map((path) =>
      path.split(sep).join('/'),
    )
    return `export default ${JSON.stringify(paths.toSorted())}`
  },
})

/** By itself a build is named by the time: then two builds of one source differ, and nobody can compare them. */
const sourceHash = (): string => {
  const home = import.meta.dirname
  const sources = 'src/**/*.{ts,svelte,css,json,html}'
  const files = globSync([sources, 'static/**/*.*', 'package-lock.json', 'vite.config.ts'], { cwd: home })
  const hash = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(join(home, path)))
      .digest('hex')
  const lines = files
    .filter((path) => !path.endsWith('.test.ts') && statSync(join(home, path)).isFile())
    .map((path) => `${hash(path)}  ${path.split(sep).join('/')}\n`)
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex')
}

export default defineConfig({
  // Nothing reads them, and they name places of the machine they were made on.
  build: { sourcemap: false },
  plugins: [
    unstyledAnnouncer(),
    packed(),
    workerChunks(),
    sveltekit({
      adapter: adapter({ precompress: true }),
      version: { name: sourceHash() },
      // Only where a member chose the device (src/platform/ui/shell.svelte.ts).
      serviceWorker: { register: false },
      // For the desk; public pages get a stricter one, without script (src/platform/server/headers.ts).
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'blob:'],
          // Film and sound are played from memory; that source has no other kind of address.
          'media-src': ['blob:'],
          'connect-src': ['self'],
          'worker-src': ['self'],
          'manifest-src': ['self'],
          'form-action': ['self'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
          // As in every other policy: src/platform/server/headers.ts.
          'report-uri': ['/violations'],
          'report-to': ['violations'],
          'require-trusted-types-for': ['script'],
          // Svelte's own templates, and the makers of addresses from which workers are started.
          'trusted-types': ['svelte-trusted-html', ...makers],
        },
      },
    }),
  ],
  // Word lists are loaded by the vault's worker when a passphrase is chosen, not before.
  worker: { format: 'es' },
})
