/** A deadline while it is being written: how it begins, and how its empty fields are kept. */
import { type DeadlineBody, deadlineBody } from '#instruments/core/deadline.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { emptySource } from '#releases/core/sources.ts'

type Body = Readonly<Record<string, unknown>>

export const emptyDeadline = (lang: string): Body => ({
  lang,
  kind: 'tabling',
  title: { [lang]: '' },
  instrument: null,
  body: null,
  from: { day: '', time: null },
  to: null,
  zone: null,
  place: null,
  link: null,
  note: null,
  state: 'planned',
  sources: [emptySource],
})

/** What was left empty is not there: languages without words, an end without a day. */
export const tidyDeadline = (body: Body): Body => {
  const { lang, title, note, to } = body
  const notes = inSomeLanguages(note, null)
  const end = to as { readonly day?: unknown; readonly time?: unknown } | null
  const hasEnd = Boolean(end?.day) || Boolean(end?.time)
  return {
    ...body,
    title: inSomeLanguages(title, lang),
    note: Object.keys(notes).length === 0 ? null : notes,
    to: hasEnd ? { day: end?.day ?? '', time: end?.time ?? null } : null,
  }
}

/** Null while it is not whole. */
export const deadlinePreview = (body: Body): DeadlineBody | null => {
  const whole = deadlineBody.safeParse(tidyDeadline(body))
  return whole.success ? whole.data : null
}
