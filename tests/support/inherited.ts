/** What a process of a test has of this one's environment: nothing that somebody has set here. */
export const inherited = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
})
