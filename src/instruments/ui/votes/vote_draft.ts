/** A vote while it is being written: how it begins, what the grid marks, what its page shows. Pure. */
import { UN_ASSEMBLY } from '#instruments/core/bodies.ts'
import { isCarried } from '#instruments/core/majority.ts'
import type { OpenParts } from '#instruments/core/open_parts.ts'
import { builtInBodies, findBuiltIn } from '#instruments/core/released_body.ts'
import { type AllNamed, emptyNamed } from '#instruments/core/roll_call.ts'
import {
  castByMember,
  type Cast,
  casts,
  differencesOf,
  type Named,
  seatsOfVote,
  type TotalDifference,
  type Totals,
  voteBody,
  type VoteBody,
} from '#instruments/core/votes.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { emptySource } from '#releases/core/sources.ts'

export type Body = Readonly<Record<string, unknown>>

export const emptyExplanation = (lang: string) => ({
  member: '',
  when: 'after',
  lang,
  words: '',
  source: '',
  address: null,
})

export const emptyVote = (lang: string): Body => ({
  instrument: '',
  slug: '',
  lang,
  title: { [lang]: '' },
  place: findBuiltIn(UN_ASSEMBLY)?.name ?? { [lang]: '' },
  stage: 'plenary',
  on: '',
  subject: { kind: 'instrument', symbol: null },
  members: UN_ASSEMBLY,
  body: null,
  rule: 'simple',
  outcome: 'adopted',
  totals: { yes: '', no: '', abstain: '', absent: null, not_voting: null },
  votes: emptyNamed(),
  note: null,
  sources: [emptySource],
  explanations: [],
  example: false,
})

/** A text brings its title; a body its name and its rule. */
export const followVote = (body: Body, path: string, parts: OpenParts | null): Body => {
  if (path === 'instrument') {
    const text = parts?.instruments.find((one) => one.slug === body.instrument)
    return text ? { ...body, title: text.title } : body
  }
  if (path !== 'members' && path !== 'body') return body
  const wanted = typeof body.members === 'string' ? body.members : body.body
  const chosen = (parts?.bodies ?? builtInBodies).find(({ slug }) => slug === wanted)
  const known = builtInBodies.find(({ slug }) => slug === wanted)
  if (!chosen) return body
  return {
    ...body,
    place: chosen.name,
    stage: chosen.kind === 'committee' ? 'committee' : known ? 'plenary' : 'chamber',
  }
}

export type Sitting = Pick<VoteBody, 'members' | 'on'>

/** Null: members or day are not known yet. */
export const sittingOf = ({ members, on }: Body): Sitting | null =>
  typeof on === 'string' &&
  isIsoDay(on) &&
  (typeof members === 'string' || (Array.isArray(members) && members.length > 0))
    ? { members: members as VoteBody['members'], on }
    : null

export const namedOf = ({ votes }: Body): Named => (votes ?? {}) as Named

/** As the grid has them; who is no member any more is left out. */
export const marksOf = (body: Body): ReadonlyMap<string, Cast> => {
  const sitting = sittingOf(body)
  const ids = new Set(sitting ? votersOf(sitting) : [])
  return new Map([...castByMember(namedOf(body))].filter(([member]) => ids.has(member)))
}

const votersOf = (sitting: Sitting): readonly string[] =>
  seatsOfVote(sitting)
    .filter(({ membership }) => membership.votes)
    .map(({ member }) => member.id)

/** In the order of identifiers, as votes are kept. */
export const votesOfMarks = (marks: ReadonlyMap<string, string>): AllNamed => {
  const named = emptyNamed()
  for (const [member, code] of marks) {
    const cast = casts.find((one) => one === code)
    if (cast) named[cast].push(member)
  }
  for (const cast of casts) named[cast].sort()
  return named
}

/** The names of the yes votes are not known: whoever stood as yes may as well not have voted. */
export const withoutNamesOfYes = (named: Named): AllNamed => {
  const all = copyOf(named)
  return { ...all, yes: [], yes_or_not_voting: [...all.yes_or_not_voting, ...all.yes].toSorted() }
}

/** Names of the yes votes are known after all: of whom it was not known, nothing is set. */
export const withNamesOfYes = (named: Named): AllNamed => ({ ...copyOf(named), yes_or_not_voting: [] })

const copyOf = (named: Named): AllNamed => ({
  ...emptyNamed(),
  ...Object.fromEntries(casts.map((cast) => [cast, [...(named[cast] ?? [])]])),
})

const totalsOf = ({ totals }: Body): Totals | null => {
  const given = (totals ?? {}) as Readonly<Record<keyof Totals, unknown>>
  const number = (cast: keyof Totals): number | null =>
    Number.isInteger(given[cast]) ? (given[cast] as number) : null
  const [yes, no, abstain] = [number('yes'), number('no'), number('abstain')]
  if (yes === null || no === null || abstain === null) return null
  return { yes, no, abstain, absent: number('absent'), not_voting: number('not_voting') }
}

/** Empty until there is something to compare: totals, and at least one name. */
export const totalDifferences = (body: Body): readonly TotalDifference[] => {
  const totals = totalsOf(body)
  const named = namedOf(body)
  return totals && casts.some((cast) => (named[cast]?.length ?? 0) > 0) ? differencesOf(totals, named) : []
}

/** What rule and totals give, where it is not the outcome that was chosen. */
export const outcomeOfTotals = (body: Body): VoteBody['outcome'] | null => {
  const totals = totalsOf(body)
  const sitting = sittingOf(body)
  if (!totals || !sitting) return null
  const { yes, no } = totals
  const carried = isCarried(body.rule as VoteBody['rule'], { yes, no, seats: votersOf(sitting).length })
  const outcome = carried ? 'adopted' : 'rejected'
  return outcome === body.outcome ? null : outcome
}

/** Before it is saved: languages in which nothing was written are left out, its address is made of what it is. */
export const tidyVote = (body: Body): Body => {
  const { lang } = body
  const note = inSomeLanguages(body.note, null)
  return {
    ...body,
    title: inSomeLanguages(body.title, lang),
    place: inSomeLanguages(body.place, lang),
    note: Object.keys(note).length === 0 ? null : note,
    slug: body.slug || addressOf(body),
  }
}

const addressOf = ({ subject, stage, on }: Body): string => {
  const { symbol } = (subject ?? {}) as { readonly symbol?: string | null }
  return `${symbol ?? ''} ${String(stage)} ${String(on)}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-$/, '')
}

/** Null until it can be proposed. */
export const votePreview = (body: Body): VoteBody | null => {
  const parsed = voteBody.safeParse(tidyVote(body))
  return parsed.success ? parsed.data : null
}
