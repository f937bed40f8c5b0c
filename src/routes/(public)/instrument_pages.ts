/** What pages of instruments look up, each answering alike for what was withdrawn and what never was. */
import { error } from '@sveltejs/kit'
import type { AmendmentBody } from '#instruments/core/amendment_body.ts'
import type { InstrumentBody, InstrumentVersion } from '#instruments/core/instrument_body.ts'
import { aheadAndOver, deadlinesOf, readDeadlines } from '#instruments/core/deadline.ts'
import { amendedDrafts, readAmendments } from '#instruments/core/released_amendment.ts'
import { votesOfInstrument } from '#instruments/core/released_vote.ts'
import type { Related } from '#instruments/ui/RelatedPages.svelte'
import { membersOfNames } from '#instruments/core/member_record.ts'
import { findVersion, type ReleasedInstrument } from '#instruments/core/released_instrument.ts'
import { hasPositions } from './position_pages.ts'
import { neededInstruments, neededServices } from './public_services.ts'

type Platform = Readonly<App.Platform> | undefined

export const instrumentOf = async (platform: Platform, slug: string): Promise<ReleasedInstrument> =>
  (await neededInstruments(platform).instruments.find(slug)) ?? error(404)

export const versionOf = (instrument: InstrumentBody, id: string): InstrumentVersion =>
  findVersion(instrument, id) ?? error(404)

/** `{version}` of this instrument, or `{slug}/{version}` of another one. */
export const comparedOf = async (platform: Platform, own: InstrumentBody, ref: string) => {
  const [first = '', second] = ref.split('/')
  const instrument = second === undefined ? own : (await instrumentOf(platform, first)).body
  return { instrument, version: versionOf(instrument, second ?? first), ref }
}

/** What there is beside its text. */
export const relatedTo = async (platform: Platform, slug: string): Promise<Related> => {
  const { documents, today } = neededServices(platform)
  const drafts = amendedDrafts(readAmendments(await documents.all('amendment')))
  const votes = votesOfInstrument(await documents.all('vote'), slug)
  const deadlines = deadlinesOf(readDeadlines(await documents.all('deadline')), { instrument: slug })
  return {
    amendments: drafts.find(({ instrument }) => instrument === slug)?.amendments ?? 0,
    votes: votes.length,
    deadlines: deadlines.length,
    positions: await hasPositions(platform, slug),
    next: aheadAndOver(deadlines, today).ahead[0]?.body ?? null,
  }
}

/** Null: nobody is known to have tabled it, or the body that they sit in is not here. */
export const sponsorMembersOf = async (platform: Platform, { body, sponsorship }: InstrumentBody) => {
  const bodies = platform?.req?.services?.bodies
  if (!bodies || !sponsorship) return null
  const of = await bodies.ofSponsors({ body, sponsorship })
  const names = [...sponsorship.sponsors, ...sponsorship.cosponsors]
  return of && { body: of.slug, byName: membersOfNames(of, { names, on: sponsorship.on }) }
}

/** Of an amendment they sit where those of its text sit, each on the day on which it came in. */
export const amendmentSponsorMembersOf = async (
  platform: Platform,
  { sponsors, tabledOn }: Pick<AmendmentBody, 'sponsors' | 'tabledOn'>,
  body: string | null,
) => {
  const names = sponsors.map(({ who }) => who)
  const sponsorship = { sponsors: names, cosponsors: [] }
  const of = await platform?.req?.services?.bodies?.ofSponsors({ body, sponsorship })
  if (!of || names.length === 0) return null
  const found = sponsors.flatMap(({ who, since }) => [
    ...membersOfNames(of, { names: [who], on: since ?? tabledOn }),
  ])
  return { body: of.slug, byName: new Map(found) }
}
