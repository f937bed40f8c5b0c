/** The votes on an instrument. Where none is released the page does not exist. */
import { error } from '@sveltejs/kit'
import { titleIn } from '#instruments/core/released_instrument.ts'
import { votesOfInstrument } from '#instruments/core/released_vote.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { neededServices } from '../../../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { documents, publications } = neededServices(platform)
  const votes = votesOfInstrument(await documents.all('vote'), params.slug)
  if (votes.length === 0) return error(404)
  const bodies = (await platform?.req?.services?.bodies?.all()) ?? []
  const text = await platform?.req?.services?.instruments?.find(params.slug)
  return {
    slug: params.slug,
    text: text ? titleIn(text.body, params.lang ?? SOURCE_LANGUAGE) : null,
    votes,
    world: publications.worldMap(),
    bodies: bodies.map(({ slug }) => slug),
  }
}
