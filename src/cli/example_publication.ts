/** The public page of a synthetic case: a pseudonym, the folded status, and in every text that it is an example. */
import type { NewEntry } from '#cases/client/views.ts'
import type { CaseEntry } from '#cases/core/entry.ts'
import type { OpenStatus } from '#cases/core/kinds/publication.ts'
import type { CaseState } from '#cases/core/state.ts'
import type { Citation } from '#kernel/core/citation.ts'

import { saidCitations } from './example_norms.ts'

export const examplePublication = (given: {
  readonly state: CaseState
  readonly entries: readonly CaseEntry[]
  readonly name: string
  readonly consent: string
  readonly id: string
  readonly ref: string
  /** What marks it. */
  readonly synthetic: string
}): NewEntry => {
  const { state, id, ref, name, consent, synthetic } = given
  const norms = saidCitations(given.entries.flatMap(citedBy))
  const open = {
    title: `Synthetic example: ${name}`,
    name,
    ...(state.country === null ? {} : { country: state.country }),
    summary: `${synthetic} Made by a program to show what a published case looks like.`,
    status: statusOf(state),
    timeline: timelineOf(given.entries),
    deathPossible: state.deathPossible,
    demands: [
      ...(isConfined(state) ? ['Release, at once and without conditions.'] : []),
      'An effective investigation of every act.',
    ],
    ...(norms.length === 0 ? {} : { norms }),
  }
  return {
    id,
    kind: 'publication',
    coded: { basis: 'consent', consent, ref, fields: Object.keys(open), lang: 'en' },
    words: { note: synthetic },
    open: { ref, lang: 'en', dir: 'ltr', isPseudonym: true, ...open },
  }
}

const citedBy = ({ kind, coded }: CaseEntry): readonly Citation[] =>
  kind === 'event' ? ((coded as { readonly cites?: readonly Citation[] }).cites ?? []) : []

/** The four axes as the case stands on the day of its fold. */
export const statusOf = ({
  custody,
  proceedings,
  safety,
  accountability,
  foldedOn,
}: CaseState): OpenStatus => {
  const leading = proceedings.leading?.status
  return {
    custody: custody.status,
    ...(custody.basis === null ? {} : { custodyBasis: custody.basis }),
    proceedings: proceedings.status,
    ...(leading === undefined || leading === 'ambiguous' ? {} : { proceeding: leading }),
    safety: safety.status,
    accountability: accountability.status,
    asOf: foldedOn,
  }
}

const timelineOf = (entries: readonly CaseEntry[]) =>
  entries
    .filter(({ kind }) => kind === 'event')
    .map(({ coded }) => coded as { readonly type: string; readonly date: string })
    .slice(0, 100)
    .map(({ type, date }) => ({ date, type }))

const isConfined = ({ custody }: CaseState): boolean =>
  custody.status === 'held' || custody.status === 'house_arrest' || custody.status === 'disappeared'
