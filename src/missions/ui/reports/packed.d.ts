/** The address of a file of a package, packed by gzip (vite.config.ts). */
declare module '*?packed' {
  const address: string
  export default address
}
