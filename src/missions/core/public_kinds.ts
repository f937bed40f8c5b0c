/** Missions, their records, commitments, scorecards and programmes as documents: what each has to agree with what is open. */
import { citationKey } from '#kernel/core/citation.ts'
import type { BodyProblem, DocumentKind, ReleasedDocument } from '#releases/core/kind.ts'
import { commitmentBody, type CommitmentBody } from './commitment.ts'
import { missionBody, type MissionBody } from './mission.ts'
import { missionRecordBody, type MissionRecordBody } from './mission_record.ts'
import { programmeBody, type ProgrammeBody } from './programme.ts'
import { scorecardBody, type ScorecardBody } from './scorecard.ts'

/** What is open, as the checks ask it. */
export type MissionFacts = {
  /** Slugs of released missions, whoever wrote them. */
  readonly missions: readonly string[]
  /** Those of this desk. */
  readonly own: readonly string[]
  /** Slugs of missions of which another desk's released records tell: those would stand under whoever took the address. */
  readonly toldByOthers: readonly string[]
  /** Of the publications that the body names, those of this desk that stand. */
  readonly standing: readonly string[]
  /** Keys of the provisions that the body names and that can be cited. */
  readonly citable: readonly string[]
  /** UTC. */
  readonly today: string
}
export type ReadMissionFacts = (
  body: unknown,
  by: { readonly desk: string; readonly now: Date },
) => Promise<MissionFacts>

/** The words of each stand in the message file of its kind. */
export const missionRefusals = [
  'day_ahead',
  'evidence_twice',
  'before_promise',
  'country_both',
  'government_twice',
  'joint_with_itself',
  'mission_unknown',
  'provision_unknown',
  'publication_closed',
  'recipient_of_shadow',
  'reply_undated',
  'slug_taken',
  'year_taken',
] as const

export const missionKinds = (reads: ReadMissionFacts): readonly DocumentKind[] => [
  { kind: 'mission', body: missionBody, reads, checks: missionProblems },
  // 500 acts with their sources; half a book, and not a megabyte more.
  { kind: 'mission_record', body: missionRecordBody, reads, checks: recordProblems, limit: RECORD_LIMIT },
  { kind: 'commitment', body: commitmentBody, reads, checks: commitmentProblems },
  { kind: 'scorecard', body: scorecardBody, reads, checks: scorecardProblems },
  { kind: 'programme', body: programmeBody, reads, checks: programmeProblems },
]

/** Bytes. */
const RECORD_LIMIT = 900_000

const problem = (at: string, code: (typeof missionRefusals)[number]): BodyProblem => ({ at, code })
type Others = readonly ReleasedDocument[]

const missionProblems = (body: unknown, others: Others, read: unknown): readonly BodyProblem[] => {
  const { slug, checkedOn, shadow, contact } = body as MissionBody
  const { today, toldByOthers } = read as MissionFacts
  const taken = slugProblems(slug, others)
  return [
    ...(taken.length === 0 && toldByOthers.includes(slug) ? [problem('slug', 'slug_taken')] : taken),
    ...(checkedOn > today ? [problem('checkedOn', 'day_ahead')] : []),
    // Whoever keeps a record of a mission could read what is sealed to a key of their own.
    ...(shadow && contact.recipient !== null ? [problem('contact.recipient', 'recipient_of_shadow')] : []),
  ]
}

/** Nobody tells under another desk's mission what it did. */
const recordProblems = (body: unknown, others: Others, read: unknown): readonly BodyProblem[] => {
  const record = body as MissionRecordBody
  const { missions, own, standing } = read as MissionFacts
  const told = others.some(
    (one) => fieldOf(one.body, 'mission') === record.mission && fieldOf(one.body, 'year') === record.year,
  )
  return [
    ...slugProblems(record.slug, others),
    ...(own.includes(record.mission) ? [] : [problem('mission', 'mission_unknown')]),
    ...(told ? [problem('year', 'year_taken')] : []),
    ...record.engagements.flatMap(({ about, jointWith }, at) => [
      ...(about === null || standing.includes(about)
        ? []
        : [problem(`engagements.${at}.about`, 'publication_closed')]),
      ...(jointWith.includes(record.mission)
        ? [problem(`engagements.${at}.jointWith`, 'joint_with_itself')]
        : jointWith.every((slug) => missions.includes(slug))
          ? []
          : [problem(`engagements.${at}.jointWith`, 'mission_unknown')]),
    ]),
  ]
}

const commitmentProblems = (body: unknown, others: Others, read: unknown): readonly BodyProblem[] => {
  const { slug, provision, madeOn, evidence } = body as CommitmentBody
  const { citable } = read as MissionFacts
  const ids = evidence.map(({ id }) => id)
  return [
    ...slugProblems(slug, others),
    ...(provision === null || citable.includes(citationKey(provision))
      ? []
      : [problem('provision', 'provision_unknown')]),
    ...evidence.flatMap(({ id, on }, at) => [
      ...(ids.indexOf(id) === at ? [] : [problem(`evidence.${at}.id`, 'evidence_twice')]),
      ...(on.slice(0, 4) < madeOn.slice(0, 4) ? [problem(`evidence.${at}.on`, 'before_promise')] : []),
    ]),
  ]
}

const scorecardProblems = (body: unknown, others: Others, read: unknown): readonly BodyProblem[] => {
  const { slug, governments, replies } = body as ScorecardBody
  const { today } = read as MissionFacts
  return [
    ...slugProblems(slug, others),
    ...(new Set(governments).size < governments.length ? [problem('governments', 'government_twice')] : []),
    ...replies.flatMap(({ government, askedOn, answeredOn, reply }, at) => [
      ...(replies.findIndex((one) => one.government === government) === at
        ? []
        : [problem(`replies.${at}.government`, 'government_twice')]),
      ...(askedOn > today ? [problem(`replies.${at}.askedOn`, 'day_ahead')] : []),
      ...(answeredOn !== null && answeredOn > today
        ? [problem(`replies.${at}.answeredOn`, 'day_ahead')]
        : []),
      ...(reply !== null && answeredOn === null
        ? [problem(`replies.${at}.answeredOn`, 'reply_undated')]
        : []),
    ]),
  ]
}

const programmeProblems = (body: unknown, others: Others, read: unknown): readonly BodyProblem[] => {
  const { slug, checkedOn, criteria } = body as ProgrammeBody
  const { today, toldByOthers } = read as MissionFacts
  const taken = slugProblems(slug, others)
  return [
    ...(taken.length === 0 && toldByOthers.includes(slug) ? [problem('slug', 'slug_taken')] : taken),
    ...(checkedOn !== null && checkedOn > today ? [problem('checkedOn', 'day_ahead')] : []),
    ...(criteria.notCountries.some((one) => criteria.countries.includes(one))
      ? [problem('criteria.notCountries', 'country_both')]
      : []),
  ]
}

const slugProblems = (slug: string, others: Others): readonly BodyProblem[] =>
  others.some(({ body }) => fieldOf(body, 'slug') === slug) ? [problem('slug', 'slug_taken')] : []

/** Of a body that was read before; without reading it again. */
const fieldOf = (body: unknown, field: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[field] : undefined
