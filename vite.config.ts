import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ precompress: true }),
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
          'require-trusted-types-for': ['script'],
          // Svelte's own templates, the one that starts the vault's worker, and the one of the reader of texts, and the one of
          // the readers of evidence.
          'trusted-types': [
            'svelte-trusted-html',
            'amparo-vault',
            'amparo-texts',
            'amparo-files',
            'amparo-shell',
          ],
        },
      },
    }),
  ],
  // Word lists are loaded by the vault's worker when a passphrase is chosen, not before.
  worker: { format: 'es' },
})
