/** Made by `vite.config.ts` while the service worker is built. */
declare module 'virtual:worker-chunks' {
  const paths: readonly string[]
  export default paths
}
