/**
 * An amendment as a document holds it: what it amends, who tabled it, its instruction with the operations read from it,
 * what the review proposed and what a person decided of it. Where its text is not public only a description stands here.
 */
import { z } from 'zod'
import { inLanguages, language, slug, webAddress, words } from '#figures/core/figure.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { arePlainLines, isPlainText, NOT_PLAIN } from '#kernel/core/plain_text.ts'
import type { Amendment, Operation } from './amendment.ts'
import { LONGEST_INSTRUCTION, readInstruction } from './amendment_grammar.ts'
import { lexiconKinds } from './lexicon.ts'
import { type FindingKind, verdicts } from './weakening.ts'

export const amendmentRefusals = [
  'slug_taken',
  'name_missing',
  'sources_missing',
  'date_unreadable',
  'address_not_web',
  'one_symbol_a_text',
  'not_of_several',
  'votes_disagree',
  'version_missing',
  'to_missing',
  'to_without_sub',
  'amends_itself',
  'version_of_other',
  'amendment_without_text',
  'amendment_not_fitting',
  'version_unknown',
  'instrument_unknown',
  'version_is_summary',
  'empty',
  'too_long',
  'unclosed_quotation',
  'not_understood',
  'no_target',
  'ambiguous_part',
  'operations_missing',
  'operations_differ',
  'quote_not_found',
  'quote_found_twice',
  'words_changed_before',
  'no_such_provision',
  'target_deleted',
  'target_replaced',
  'target_moved',
  'target_changed',
  'no_such_amendment',
  'not_possible_here',
  'findings_differ',
  'finding_undecided',
  'verdict_missing',
  'reason_missing',
  'not_plain',
] as const
export type AmendmentRefusal = (typeof amendmentRefusals)[number]

/** A sub-amendment changes the words of an amendment, and through them the version. */
export const writtenKinds = ['amendment', 'oral_amendment', 'oral_revision', 'sub_amendment'] as const

/** `partly_withdrawn`: of several, and which ones is not known here. */
export const amendmentStates = [
  'tabled',
  'orally_revised',
  'withdrawn',
  'partly_withdrawn',
  'adopted',
  'rejected',
] as const
export type AmendmentState = (typeof amendmentStates)[number]

export const decisions = ['confirmed', 'rejected'] as const
export type Decision = (typeof decisions)[number]

export const findingKinds = [
  ...lexiconKinds,
  'opening_verb',
  'verb',
  'commitment',
  'addressee',
  'paragraph_deleted',
  'paragraph_added',
  'moved_to_preamble',
  'moved_from_preamble',
] as const satisfies readonly FindingKind[]

const edtf = z
  .string()
  .max(60)
  .refine((text) => parseEdtf(text).ok, { error: 'date_unreadable' satisfies AmendmentRefusal })
const number = z.string().min(1).max(40).refine(isPlainText, { error: NOT_PLAIN })
const numbers = z.array(number).min(1).max(200)
/** None in a sub-amendment: the words are those that an amendment brings in. */
const perhapsNumbers = z.array(number).max(200)
const text = z.string().max(20_000).refine(arePlainLines, { error: NOT_PLAIN })
const resulting = text.nullable()
const count = z.int().min(0).max(100_000)

const place = z.union([
  z.strictObject({ where: z.enum(['before', 'after']), number }),
  z.strictObject({
    where: z.literal('end'),
    of: z.union([z.enum(['preamble', 'operative']), z.strictObject({ number })]),
  }),
])
const wordPlace = z.union([
  z.strictObject({ where: z.enum(['before', 'after']), words: text }),
  z.strictObject({ where: z.enum(['start', 'end']) }),
])
const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('replace'), targets: numbers, new: text, resulting }),
  z.strictObject({ op: z.literal('delete'), targets: numbers, resulting }),
  z.strictObject({ op: z.literal('insert'), place, new: text, number: number.nullable(), resulting }),
  z.strictObject({
    op: z.literal('replace_words'),
    targets: perhapsNumbers,
    old: text,
    new: text,
    each: z.boolean(),
    resulting,
  }),
  z.strictObject({
    op: z.literal('delete_words'),
    targets: perhapsNumbers,
    old: text,
    each: z.boolean(),
    resulting,
  }),
  z.strictObject({
    op: z.literal('insert_words'),
    targets: perhapsNumbers,
    place: wordPlace,
    new: text,
    resulting,
  }),
  z.strictObject({ op: z.literal('move'), targets: numbers, place, resulting }),
]) satisfies z.ZodType<Operation>

/** As the review proposed it, and what a person says to it. */
const finding = z.strictObject({
  /** Of the paragraph; of one that the amendment adds its number in the outcome. */
  number,
  added: z.boolean(),
  kind: z.enum(findingKinds),
  effect: z.enum(['weakens', 'strengthens']),
  line: z.string().max(80).nullable(),
  side: z.enum(['old', 'new']),
  from: count,
  to: count,
  words: text,
  against: text.nullable(),
  decision: z.enum(decisions, { error: 'finding_undecided' satisfies AmendmentRefusal }),
  /** In the language of the document. */
  reason: words(1000).nullable(),
})

const review = z.strictObject({
  proposed: z.enum(verdicts),
  verdict: z.enum(verdicts, { error: 'verdict_missing' satisfies AmendmentRefusal }),
  reason: words(2000).nullable(),
  findings: z.array(finding).max(500),
})

const written = z.strictObject({
  kind: z.literal('text'),
  /** Of the instruction. */
  language,
  instruction: z
    .string()
    .max(LONGEST_INSTRUCTION, { error: 'too_long' satisfies AmendmentRefusal })
    .refine(arePlainLines, { error: NOT_PLAIN }),
  operations: z
    .array(operation)
    .min(1, { error: 'operations_missing' satisfies AmendmentRefusal })
    .max(500),
  review,
})

/** Its text is not public here. */
const described = z.strictObject({
  kind: z.literal('described'),
  what: inLanguages(2000),
  points: z.array(inLanguages(500)).max(40),
})

const source = z.strictObject({
  publisher: words(300),
  title: words(500),
  address: webAddress.nullable(),
  checkedOn: edtf.nullable(),
})

const shape = z.strictObject({
  /** Of the draft; amendments to a draft whose text is not here stand under its slug all the same. */
  instrument: slug,
  draft: z.strictObject({ symbol: words(80).nullable(), title: inLanguages(500) }),
  /** Null: its text is not here. */
  version: z.string().max(60).nullable(),
  slug,
  kind: z.enum(writtenKinds),
  /** Of a sub-amendment: the slug of the amendment that it changes, itself one to the same version. */
  to: slug.optional(),
  lang: language,
  /** More than one only where they are known together and not each. */
  symbols: z.array(words(80)).max(200),
  /** Where there is no symbol. */
  name: inLanguages(120).nullable(),
  sponsors: z
    .array(z.strictObject({ who: words(200), since: edtf.nullable(), withdrawnOn: edtf.nullable() }))
    .max(300),
  tabledOn: edtf.nullable(),
  state: z.enum(amendmentStates),
  stateOn: edtf.nullable(),
  /** What is known of its fate and what is not. */
  note: inLanguages(1000).nullable(),
  votes: z.strictObject({ yes: count, no: count, abstain: count }).nullable(),
  /** Invented to show how amendments are read; said so wherever it stands. */
  example: z.boolean(),
  content: z.discriminatedUnion('kind', [written, described]),
  sources: z
    .array(source)
    .min(1, { error: 'sources_missing' satisfies AmendmentRefusal })
    .max(20),
})

export const amendmentBody = shape.superRefine((amendment, context) => {
  for (const { kind, at } of refusalsOf(amendment))
    context.addIssue({ code: 'custom', message: kind, path: at.split('.') })
})
export type AmendmentBody = z.infer<typeof amendmentBody>
export type AmendmentText = z.infer<typeof written>
export type AmendmentFinding = z.infer<typeof finding>
export type AmendmentReview = z.infer<typeof review>

type Refused = { readonly kind: AmendmentRefusal; readonly at: string }

/** What no field shows alone. */
const refusalsOf = ({
  symbols,
  name,
  lang,
  state,
  votes,
  version,
  content,
  kind: form,
  to,
}: AmendmentBody): readonly Refused[] => {
  const refusals: Refused[] = []
  if (symbols.length === 0 && name?.[lang] === undefined)
    refusals.push({ kind: 'name_missing', at: `name.${lang}` })
  if (state === 'partly_withdrawn' && symbols.length < 2)
    refusals.push({ kind: 'not_of_several', at: 'state' })
  if (state === 'adopted' && votes !== null && votes.yes <= votes.no)
    refusals.push({ kind: 'votes_disagree', at: 'votes' })
  const isSub = form === 'sub_amendment'
  if (isSub !== (to !== undefined)) refusals.push({ kind: isSub ? 'to_missing' : 'to_without_sub', at: 'to' })
  if (content.kind === 'described') return refusals
  if (symbols.length > 1) refusals.push({ kind: 'one_symbol_a_text', at: 'symbols' })
  if (version === null) refusals.push({ kind: 'version_missing', at: 'version' })
  const read = readInstruction(content.instruction, { of: isSub ? 'amendment' : 'version' })
  for (const { kind } of read.refusals) refusals.push({ kind, at: 'content.instruction' })
  if (read.refusals.length === 0 && !sameOperations(read.operations, content.operations))
    refusals.push({ kind: 'operations_differ', at: 'content.instruction' })
  return [...refusals, ...refusalsOfReview(content.review)]
}

/** Key by key: the order in which a database keeps them says nothing. */
const sameOperations = (read: readonly Operation[], kept: readonly Operation[]): boolean =>
  inOrder(read) === inOrder(kept)

const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )

/** Who decides otherwise than the review proposes says why. */
const refusalsOfReview = ({ proposed, verdict, reason, findings }: AmendmentReview): readonly Refused[] => [
  ...(verdict !== proposed && reason === null
    ? [{ kind: 'reason_missing' as const, at: 'content.review.reason' }]
    : []),
  ...findings.flatMap(({ decision, reason: why }, at) =>
    decision === 'rejected' && why === null
      ? [{ kind: 'reason_missing' as const, at: `content.review.findings.${at}.reason` }]
      : [],
  ),
]

/** As it is applied; null where its text is not here. Whether it was withdrawn is for whoever asks to say. */
export const toAmendment = ({
  slug: id,
  kind,
  to,
  symbols,
  version,
  content,
}: AmendmentBody): Amendment | null =>
  content.kind === 'described'
    ? null
    : {
        id,
        kind,
        symbol: symbols[0] ?? null,
        to: to ?? version ?? '',
        sponsors: [],
        tabledOn: null,
        withdrawnOn: null,
        operations: content.operations,
      }
