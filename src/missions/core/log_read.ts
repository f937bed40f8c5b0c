/** What was typed on the screen of logging, as the two halves of an engagement, or what must be mended first. Pure. */
import { engagementCoded, engagementWords } from '#cases/core/kinds/engagement.ts'
import type { EngagementCoded, EngagementWords } from '#cases/core/kinds/engagement.ts'
import { keyToCitation } from '#kernel/core/citation.ts'
import { addDays, daysBetween, isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  type LogPart,
  type LogValues,
  partsOf,
  programmeAsks,
  type YesNo,
  wantsReason,
  wantsRisk,
} from './log_values.ts'

export type LogField = keyof LogValues
export type LogProblem = {
  readonly field: LogField
  readonly kind:
    | 'missing'
    | 'in_future'
    | 'before_request'
    | 'before_application'
    | 'not_fitting'
    /** By the rules of the log; the words stand above. */
    | 'refused'
    /** Whoever was there and is named agreed to be named. */
    | 'participant_without_consent'
}

export type ReadLog = {
  readonly case: string | null
  readonly coded: EngagementCoded & { readonly country?: string }
  readonly words: EngagementWords
}

type Given = {
  readonly today: string
  /** The consent in the case that it rests on. */
  readonly consent: string | null
  /** The newest entry of the chain that this one goes on from. */
  readonly updates: string | null
  readonly sameAs: string | null
}

const set = (text: string): string | undefined => text.trim() || undefined

const linesOf = (text: string): readonly string[] | undefined => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return lines.length > 0 ? lines : undefined
}

const isYes = (value: YesNo): boolean | undefined => (value === '' ? undefined : value === 'yes')

/** Without what is not there: an absent field and one without a value are two things on the wire. */
const filled = <T extends object>(of: T): T | undefined => {
  const entries = Object.entries(of).filter(([, value]) => value !== undefined)
  return entries.length > 0 ? (Object.fromEntries(entries) as T) : undefined
}

/** Whole days between two days; nothing where one of them is open or no day. */
export const daysTaken = (from: string, to: string): number | null =>
  isIsoDay(from) && isIsoDay(to) ? daysBetween(from, to) : null

/** A day, or the month that an older entry said of it, as a month. */
const monthOf = (day: string): string | undefined => set(day)?.slice(0, 7)

export const readLog = (values: LogValues, given: Given): Result<ReadLog, readonly LogProblem[]> => {
  const parts = partsOf(values.type, values.result)
  const problems = problemsOf(values, parts, given.today)
  if (problems.length > 0) return err(problems)
  const coded = codedOf(values, parts, given)
  const words = wordsOf(values, parts)
  const checked = [
    ...(engagementCoded.safeParse(coded).error?.issues ?? []),
    ...(engagementWords.safeParse(words).error?.issues ?? []),
  ]
  if (checked.length > 0)
    return err(checked.map(({ path }) => ({ field: fieldOf(path), kind: 'not_fitting' as const })))
  const country = values.case === 'none' ? { country: values.country } : {}
  return ok({
    case: values.case === 'none' ? null : values.case,
    coded: { ...(coded as EngagementCoded), ...country },
    words: words as EngagementWords,
  })
}

const wants = (field: LogField, isMissing: boolean): readonly LogProblem[] =>
  isMissing ? [{ field, kind: 'missing' }] : []

const problemsOf = (values: LogValues, parts: readonly LogPart[], today: string): readonly LogProblem[] => {
  // A day of grace: the officer's evening may be the next day elsewhere.
  const latest = addDays(today, 1)
  const past = (
    field: 'date' | 'requestedOn' | 'answeredOn' | 'decidedOn' | 'appliedOn' | 'askedAgainOn' | 'riskOn',
  ) => (values[field] > latest ? [{ field, kind: 'in_future' as const }] : [])
  const has = (part: LogPart) => parts.includes(part)
  return [
    ...wants('case', values.case === ''),
    ...wants('country', values.case === 'none' && values.country === ''),
    ...wants('type', values.type === ''),
    ...wants('duties', values.type !== '' && values.duties.length === 0),
    ...wants('date', !isIsoDay(values.date)),
    ...past('date'),
    ...wants('role', values.role === ''),
    ...wants('reason', wantsReason(values.result) && values.reason.trim() === ''),
    ...past('requestedOn'),
    ...past('answeredOn'),
    ...((daysTaken(values.requestedOn, values.answeredOn) ?? 0) < 0
      ? [{ field: 'answeredOn' as const, kind: 'before_request' as const }]
      : []),
    ...(has('programme') ? programmeProblems(values, latest) : []),
    ...(has('participants') &&
    values.participants.some(({ name, consented }) => name.trim() !== '' && !consented)
      ? [{ field: 'participants' as const, kind: 'participant_without_consent' as const }]
      : []),
    ...(has('tools') ? wants('tools', toolsMissing(values)) : []),
    ...wants('askedAgainOn', has('askedAgain') && values.askedAgainOn === ''),
    ...past('askedAgainOn'),
    ...wants('riskOn', values.riskText.trim() !== '' && values.riskOn === ''),
    ...wants(
      'riskText',
      (wantsRisk(values.type, values.result) || values.riskOn !== '') && values.riskText.trim() === '',
    ),
    ...past('riskOn'),
  ]
}

/** What was typed before the type was another one, and is not asked any more, is not written. */
const amountOf = (values: LogValues): string =>
  programmeAsks(values) === 'money' ? values.amount.trim() : ''

const programmeProblems = (values: LogValues, latest: string): readonly LogProblem[] => [
  ...(values.programme.trim() === '' && (values.appliedOn || values.decidedOn || amountOf(values))
    ? [{ field: 'programme' as const, kind: 'missing' as const }]
    : []),
  ...(values.appliedOn > latest ? [{ field: 'appliedOn' as const, kind: 'in_future' as const }] : []),
  ...(values.decidedOn > latest ? [{ field: 'decidedOn' as const, kind: 'in_future' as const }] : []),
  ...((daysTaken(values.appliedOn, values.decidedOn) ?? 0) < 0
    ? [{ field: 'decidedOn' as const, kind: 'before_application' as const }]
    : []),
  ...(amountOf(values) !== '' && !/^[A-Z]{3}$/i.test(values.currency.trim())
    ? [{ field: 'currency' as const, kind: 'missing' as const }]
    : []),
]

/** A line says which tool, how it is known and when; a check says at least one. */
const toolsMissing = ({ tools }: LogValues): boolean =>
  tools.length === 0 ||
  tools.some(({ tool, source, seenOn }) => [tool, source, seenOn].some((text) => text.trim() === ''))

const codedOf = (values: LogValues, parts: readonly LogPart[], given: Given): object => {
  const answer = daysTaken(values.requestedOn, values.answeredOn)
  const decided = parts.includes('programme') ? daysTaken(values.appliedOn, values.decidedOn) : null
  const provisions = values.provisions.flatMap((key) => keyToCitation(key) ?? [])
  return filled({
    type: values.type,
    duties: values.duties,
    provisions: provisions.length > 0 ? provisions : undefined,
    officer: values.officer.trim() === '' ? undefined : Number(values.officer),
    role: values.role,
    date: monthOf(values.date),
    result: values.result,
    requestedBy: values.requestedBy,
    requested: monthOf(values.requestedOn),
    daysToAnswer: answer ?? undefined,
    confidentiality: values.confidentiality,
    hearing: values.type === 'trial_observation' && values.case !== 'none' ? set(values.hearing) : undefined,
    daysToDecision: decided ?? undefined,
    consent: given.consent ?? undefined,
    due: set(values.due),
    updates: given.updates ?? undefined,
    sameAs: given.sameAs ?? undefined,
  })!
}

const wordsOf = (values: LogValues, parts: readonly LogPart[]): object => {
  const only = <T>(part: LogPart, value: T): T | undefined => (parts.includes(part) ? value : undefined)
  return (
    filled({
      date: values.date,
      requestedOn: isIsoDay(values.requestedOn) ? values.requestedOn : undefined,
      answeredOn: set(values.answeredOn),
      what: set(values.what),
      place: set(values.place),
      form: only('form', set(values.form)),
      addressees: only('addressees', linesOf(values.addressees)),
      ask: only('ask', set(values.ask)),
      reply: only('ask', set(values.reply)),
      reason: wantsReason(values.result) ? set(values.reason) : undefined,
      jointWith: linesOf(values.jointWith),
      askedAgainOn: only('askedAgain', set(values.askedAgainOn)),
      riskChecked: filled({ on: set(values.riskOn), text: set(values.riskText) }),
      followedBy: set(values.followedBy),
      nextStep: set(values.nextStep),
      address: only('address', set(values.address)),
      trial: only('trial', trialOf(values)),
      access: only('access', accessOf(values)),
      programme: only('programme', programmeOf(values)),
      meeting: only('participants', meetingOf(values)),
      tools: only('tools', values.tools.map(toolOf)),
      documents: values.documents.length > 0 ? values.documents : undefined,
    }) ?? {}
  )
}

const trialOf = (values: LogValues) =>
  filled({
    seat: set(values.seat),
    interpreter: set(values.interpreter),
    counselPresent: isYes(values.counselPresent),
    counselHeard: isYes(values.counselHeard),
    publicAdmitted: isYes(values.publicAdmitted),
    mediaAdmitted: isYes(values.mediaAdmitted),
    defendantPresent: isYes(values.defendantPresent),
    statements: set(values.statements),
    nextHearing: set(values.nextHearing),
  })

const accessOf = (values: LogValues) =>
  filled({
    granted: isYes(values.accessGranted),
    inPrivate: isYes(values.inPrivate),
    health: set(values.health),
  })

const programmeOf = (values: LogValues) =>
  values.programme.trim() === ''
    ? undefined
    : filled({
        slug: values.programme.trim(),
        appliedOn: set(values.appliedOn),
        decision: values.decision,
        decidedOn: set(values.decidedOn),
        amount: amountOf(values) === '' ? undefined : Number(amountOf(values)),
        currency: programmeAsks(values) === 'money' ? set(values.currency)?.toUpperCase() : undefined,
      })

const meetingOf = (values: LogValues) => {
  const there = values.participants.filter(({ name }) => name.trim() !== '')
  return filled({
    participants:
      there.length > 0
        ? there.map(({ name }) => ({ name: name.trim(), consented: true as const }))
        : undefined,
    decisions: linesOf(values.decisions),
  })
}

const toolOf = ({ tool, state, advice, source, seenOn }: LogValues['tools'][number]) =>
  filled({ tool: tool.trim(), state, advice: set(advice), source: source.trim(), seenOn })

/** The field that shows what the schema refused. */
const fieldOf = (path: readonly PropertyKey[]): LogField => {
  const [first, second] = path.map(String)
  const inside: Readonly<Record<string, string>> = {
    trial: second === undefined ? 'seat' : second,
    access: second === 'granted' ? 'accessGranted' : (second ?? 'accessGranted'),
    programme: second === 'slug' || second === undefined ? 'programme' : second,
    meeting: second ?? 'participants',
    riskChecked: second === 'on' ? 'riskOn' : 'riskText',
    requested: 'requestedOn',
    daysToAnswer: 'answeredOn',
    daysToDecision: 'decidedOn',
  }
  return (inside[first ?? ''] ?? first ?? 'type') as LogField
}
