/** What public pages ask of the server, each only if it is there: a page stays whole without it. */
import { error } from '@sveltejs/kit'
import type { Services } from '#platform/server/services.ts'

type Open = Pick<Services, 'organisation' | 'publications' | 'figures' | 'documents'>

export const publicServices = (platform: Readonly<App.Platform> | undefined): Open =>
  platform?.req?.services ?? {}

type Needed = Required<Pick<Services, 'publications' | 'figures' | 'documents' | 'norms'>> & {
  /** The first part of every address that leaves a page: of feeds and of the line to cite. */
  readonly origin: string
  readonly today: string
  /** How what is public may be used again; null: nobody has said. */
  readonly licence: string | null
}

type NeededInstruments = Required<Pick<Services, 'instruments'>> & { readonly origin: string }

/** For pages of instruments. */
export const neededInstruments = (platform: Readonly<App.Platform> | undefined): NeededInstruments => {
  const services = platform?.req?.services
  if (!services?.instruments) return error(503)
  return { instruments: services.instruments, origin: services.config.publicOrigin }
}

/** For pages that are nothing without them. */
export const neededServices = (platform: Readonly<App.Platform> | undefined): Needed => {
  const services = platform?.req?.services
  if (!services?.publications || !services.figures || !services.documents || !services.norms)
    return error(503)
  const { publications, figures, documents, norms, config, clock } = services
  return {
    publications,
    figures,
    documents,
    norms,
    origin: config.publicOrigin,
    licence: config.licence,
    today: clock().toISOString().slice(0, 10),
  }
}
