/** A member of a body: its memberships, and what released documents and confirmed positions tell of it. */
import { error } from '@sveltejs/kit'
import { sponsorshipsOfMember, votesOfMember } from '#instruments/core/member_record.ts'
import { readAmendments } from '#instruments/core/released_amendment.ts'
import { readVotes } from '#instruments/core/released_vote.ts'
import { familyOf } from '#instruments/core/whip_ground.ts'
import { bodyOf, neededBodies } from '../../../../body_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { bodies, documents, positions, today } = neededBodies(platform)
  const body = await bodyOf(platform, params.slug)
  const member = body.roll.members.find(({ id }) => id === params.member) ?? error(404)
  const [all, tabled, votes, amendments, entered] = await Promise.all([
    bodies.all(),
    bodies.tabled(),
    documents?.all('vote') ?? [],
    documents?.all('amendment') ?? [],
    positions?.ofMember(body.slug, member.id) ?? [],
  ])
  const family = familyOf(body, all)
  const whose = { body, member: member.id, family }
  return {
    body,
    member,
    today,
    votes: votesOfMember(readVotes(votes), whose),
    sponsorships: sponsorshipsOfMember(
      { tabled, amendments: readAmendments(amendments), bodies: all },
      whose,
    ),
    positions: entered.map(({ instrument, fact }) => ({ instrument, fact })),
    texts: new Map(tabled.map(({ slug, title, lang }) => [slug, { title, lang }])),
  }
}
