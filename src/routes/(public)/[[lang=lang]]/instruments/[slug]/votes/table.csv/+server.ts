/** Every vote of every member on an instrument, as CSV. */
import { error } from '@sveltejs/kit'
import { votesOfInstrument } from '#instruments/core/released_vote.ts'
import { votesCsv } from '#instruments/core/vote_csv.ts'
import { neededServices } from '../../../../../public_services.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ platform, params }) => {
  const votes = votesOfInstrument(await neededServices(platform).documents.all('vote'), params.slug)
  if (votes.length === 0) return error(404)
  return new Response(votesCsv(votes), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="votes-${votes[0]?.body.instrument}.csv"`,
    },
  })
}
