/** What pages of bodies look up, each answering alike for what was withdrawn and what never was. */
import { error } from '@sveltejs/kit'
import type { BodyLine, ReleasedBody } from '#instruments/core/released_body.ts'
import type { Services } from '#platform/server/services.ts'

type Platform = Readonly<App.Platform> | undefined

type Needed = Required<Pick<Services, 'bodies'>> & {
  readonly documents: Services['documents'] | undefined
  readonly positions: Services['positions'] | undefined
  readonly today: string
}

export const neededBodies = (platform: Platform): Needed => {
  const services = platform?.req?.services
  if (!services?.bodies) return error(503)
  const { bodies, documents, positions, clock } = services
  return { bodies, documents, positions, today: clock().toISOString().slice(0, 10) }
}

export const bodyOf = async (platform: Platform, slug: string): Promise<ReleasedBody> =>
  (await neededBodies(platform).bodies.find(slug)) ?? error(404)

/** The one it is of, and those that are of it. */
export const kinOf = ({ slug, parent }: ReleasedBody, all: readonly BodyLine[]) => ({
  parent: all.find((one) => one.slug === parent) ?? null,
  children: all.filter((one) => one.parent === slug),
})
