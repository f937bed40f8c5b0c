/** What public pages ask of the server, each only if it is there: a page stays whole without it. */
import type { Services } from '#platform/server/services.ts'

export type RecentCase = {
  /** The random reference in its address. */
  readonly reference: string
  /** Name or pseudonym, as published. */
  readonly name: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** ISO day. */
  readonly publishedOn: string
}

type PublicServices = {
  readonly organisation?: { readonly name: () => Promise<string | null> }
  readonly publications?: { readonly recent: () => Promise<readonly RecentCase[]> }
}

export const publicServices = (platform: Readonly<App.Platform> | undefined): PublicServices => {
  const services: (Services & PublicServices) | undefined = platform?.req?.services
  return services ?? {}
}
