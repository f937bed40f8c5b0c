/**
 * Typing anew what is held of oneself: the form of the kind of action, and with it what else that kind holds. What stands in
 * rows besides (seats, a group, a name under a letter) is kept; what lay sealed alone is asked again. Pure.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'

import type { AskBody } from './ask.ts'
import { MOST_SUBJECT } from './delivery.ts'
import { type MessageErrors, messageFormOf, type MessageValues, parseMessage } from './message.ts'
import { emptyValues, parseSignForm, type ReadForm, type SignErrors } from './signing.ts'
import type { HeldSupporter } from './supporter.ts'

/** Of one line, sealed and nowhere else: asked again of those kinds of action that hold them. */
const lines = {
  delivery: ['subject'],
  organisation: ['role', 'site'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type ReplacedLine = 'subject' | 'role' | 'site'

export const replacedLines = (kind: string): readonly ReplacedLine[] =>
  kind === 'delivery' || kind === 'organisation' ? lines[kind] : []

/** Characters; as the forms have it in which they were given first. */
export const mostOfLine: Readonly<Record<ReplacedLine, number>> = {
  subject: MOST_SUBJECT,
  role: 200,
  site: 300,
}

export type ReplaceValues = MessageValues & Readonly<Record<ReplacedLine, string>>
export type ReplaceErrors = {
  readonly sign: SignErrors
  readonly own: MessageErrors['own']
  readonly lines: readonly ReplacedLine[]
}
export type RefusedReplacement = { readonly values: ReplaceValues; readonly errors: ReplaceErrors }

export const emptyReplacement: ReplaceValues = {
  ...emptyValues,
  target: '',
  what: '',
  met_on: '',
  subject: '',
  role: '',
  site: '',
}

type Of = {
  readonly kind: string
  /** What rows hold of it. */
  readonly kept: Readonly<Record<string, string>>
  readonly body: AskBody
  readonly language: string
  /** UTC day of typing. */
  readonly on: string
  /** The day where it is latest. */
  readonly today: string
  readonly somebody: string
}

export const parseReplacement = (read: ReadForm, of: Of): Result<HeldSupporter, RefusedReplacement> => {
  const typed = replacedLines(of.kind).map((line) => ({ line, words: (read(line)[0] ?? '').trim() }))
  const wrong = typed.flatMap(({ line, words }) =>
    words.length <= mostOfLine[line] && isPlainText(words) ? [] : [line],
  )
  const isMessage = messageFormOf(of.body) === of.kind
  const parsed = isMessage ? parseMessage(read, of) : parseSignForm(read, of)
  if (parsed.ok && wrong.length === 0) {
    const own = Object.fromEntries(typed.map(({ line, words }) => [line, words]))
    const showName = of.kind === 'organisation' ? of.kept.listed === 'yes' : parsed.value.showName
    return ok({ ...parsed.value, showName, extra: { ...parsed.value.extra, ...of.kept, ...own } })
  }
  const values = {
    ...emptyReplacement,
    ...(parsed.ok ? valuesIn(read) : parsed.error.values),
    ...Object.fromEntries(typed.map(({ line, words }) => [line, words.slice(0, 1000)])),
  }
  return err({ values, errors: { ...errorsOf(parsed), lines: wrong } })
}

type Parsed = ReturnType<typeof parseMessage> | ReturnType<typeof parseSignForm>

const errorsOf = (parsed: Parsed): Pick<ReplaceErrors, 'sign' | 'own'> => {
  if (parsed.ok) return { sign: {}, own: {} }
  const { errors } = parsed.error
  return 'own' in errors ? errors : { sign: errors, own: {} }
}

/** Of a form in which nothing but a line was wrong. */
const valuesIn = (read: ReadForm): Partial<ReplaceValues> => ({
  name: read('name')[0] ?? '',
  mail: read('mail')[0] ?? '',
  country: read('country')[0] ?? '',
  message: read('message')[0] ?? '',
  agreed: read('agree').slice(0, 20),
})
