/** The votes on an instrument. Where none is released the page does not exist. */
import { error } from '@sveltejs/kit'
import { votesOfInstrument } from '#instruments/core/released_vote.ts'
import { neededServices } from '../../../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { documents, publications } = neededServices(platform)
  const votes = votesOfInstrument(await documents.all('vote'), params.slug)
  if (votes.length === 0) return error(404)
  const bodies = (await platform?.req?.services?.bodies?.all()) ?? []
  return {
    slug: params.slug,
    votes,
    world: publications.worldMap(),
    bodies: bodies.map(({ slug }) => slug),
  }
}
