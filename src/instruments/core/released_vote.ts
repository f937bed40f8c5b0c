/** Released documents of the kind vote, as the page of an instrument's votes reads them. Pure. */
import { compareText } from '#kernel/core/compare_text.ts'
import type { ReleasedDocument } from '#releases/core/kind.ts'
import { type VoteBody, voteBody } from './votes.ts'

export type ReleasedVote = Pick<ReleasedDocument, 'version' | 'releasedOn' | 'deskName'> & {
  readonly body: VoteBody
}

/** What is no vote by the schema of today is shown nowhere. */
export const readVotes = (documents: readonly ReleasedDocument[]): readonly ReleasedVote[] =>
  documents.flatMap(({ version, releasedOn, deskName, body }) => {
    const parsed = voteBody.safeParse(body)
    return parsed.success ? [{ version, releasedOn, deskName, body: parsed.data }] : []
  })

/** Those of one instrument, the earliest first. */
export const votesOfInstrument = (
  documents: readonly ReleasedDocument[],
  instrument: string,
): readonly ReleasedVote[] =>
  readVotes(
    // Checking a vote names 193 members: only those that are asked for are checked.
    documents.filter(
      ({ body }) =>
        typeof body === 'object' && body !== null && 'instrument' in body && body.instrument === instrument,
    ),
  ).toSorted((a, b) => compareText(a.body.on, b.body.on) || compareText(a.body.slug, b.body.slug))

/** A committee and the plenary after it voted on the same text: the two that are laid side by side. */
export const pairToCompare = (
  votes: readonly ReleasedVote[],
): { readonly before: VoteBody; readonly after: VoteBody } | null => {
  const whole = votes.map(({ body }) => body).filter(({ subject }) => subject.kind === 'instrument')
  const after = whole.findLast(({ stage }) => stage === 'plenary')
  const before = whole.findLast(
    ({ stage, on }) => stage === 'committee' && after !== undefined && on <= after.on,
  )
  return before && after ? { before, after } : null
}
