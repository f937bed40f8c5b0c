/** An ask while it is being written: how it begins, which fields its form needs, and how what is empty is kept. */
import { type AskBody, askBody, type AskForm } from '#campaigns/core/ask.ts'
import { messageForms } from '#campaigns/core/message.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'

type Body = Readonly<Record<string, unknown>>

/** Fields that some forms show and others do not; what every ask has is not among them. */
export const askGroups = [
  'demands',
  'letter',
  'information',
  'script',
  'people',
  'writing',
  'targets',
  'receivers',
  'delivery',
  'event',
  'signOn',
  'goal',
  'follow',
] as const
export type AskGroup = (typeof askGroups)[number]

const groups: Readonly<Record<AskForm, readonly AskGroup[]>> = {
  petition: ['demands', 'letter', 'information', 'people', 'targets', 'receivers', 'delivery', 'goal'],
  urgent_action: [
    'demands',
    'letter',
    'information',
    'script',
    'people',
    'writing',
    'targets',
    'receivers',
    'delivery',
    'goal',
    'follow',
  ],
  letter_writing: ['demands', 'information', 'people', 'writing', 'targets', 'follow'],
  sign_on: ['demands', 'letter', 'information', 'targets', 'receivers', 'signOn'],
  meeting: ['demands', 'information', 'script', 'people', 'targets', 'receivers'],
  solidarity: ['information', 'people', 'writing', 'receivers', 'follow'],
  observance: ['demands', 'information', 'people'],
  event: ['information', 'people', 'event', 'receivers'],
  classroom: ['demands', 'letter', 'information', 'people', 'writing', 'targets', 'goal'],
}

export const showsGroup = (form: unknown, group: AskGroup): boolean =>
  groups[form as AskForm]?.includes(group) ?? false

export const emptyAsk = (lang: string, today: string): Body => ({
  lang,
  slug: '',
  campaign: '',
  form: 'urgent_action',
  reference: null,
  title: { [lang]: '' },
  standfirst: null,
  request: { [lang]: '' },
  about: { kind: 'none' },
  targets: [],
  from: { day: today, time: '00:00' },
  to: { day: '', time: '23:59' },
  // Not the one of this device: it would tell everybody where its writer is.
  zone: 'UTC',
  demands: [],
  letter: null,
  letterVersion: 1,
  information: null,
  script: null,
  people: [],
  writeIn: [],
  ownLanguage: true,
  notFor: { countries: [], words: null },
  mayNameUs: true,
  previous: null,
  stop: null,
  goal: null,
  receivers: [],
  delivery: null,
  event: null,
  signOn: null,
  askedAgain: null,
})

export const emptyTarget = {
  kind: 'named',
  id: '',
  name: null,
  office: {},
  country: null,
  post: null,
  mail: null,
  phone: null,
  link: null,
  salutation: null,
  reads: null,
  copy: false,
}
export const emptyPerson = { name: '', pronoun: null }
const emptyReceiver = {
  id: '',
  name: '',
  recipient: '',
  fields: ['name', 'mail', 'country'],
  purpose: {},
}
/** What an organisation is given by default: where messages are sent in, their words as well. */
export const freshReceiver = (form: unknown): typeof emptyReceiver => ({
  ...emptyReceiver,
  fields: takesWords(form) ? [...emptyReceiver.fields, 'message'] : emptyReceiver.fields,
})
const takesWords = (form: unknown): boolean => messageForms.some((one) => one === form)

const emptyEvent = { kind: 'vigil', place: {}, details: null, rsvp: false, places: null }
const emptySignOn = {
  persons: true,
  embargo: null,
  commentsUntil: null,
  late: true,
  secretary: '',
}

/** A form that is chosen begins with what it needs. */
export const begunFor = (body: Body, path: string): Body => {
  if (path !== 'form') return body
  if (body.form === 'event' && !body.event) return { ...body, event: emptyEvent }
  if (body.form === 'sign_on' && !body.signOn) return { ...body, signOn: emptySignOn }
  if (takesWords(body.form)) return { ...body, receivers: withWords(body.receivers) }
  return body
}

/** Whoever runs it reads the messages: without their words it could not be let out. */
const withWords = (given: unknown): readonly Body[] => {
  const [first, ...others] = (given ?? []) as readonly Body[]
  if (first === undefined) return []
  const fields = (first.fields ?? []) as readonly string[]
  return [{ ...first, fields: fields.includes('message') ? fields : [...fields, 'message'] }, ...others]
}

/** What was left empty is not there, and neither is what its form does not show. */
export const tidyAsk = (body: Body): Body => {
  const { lang, form } = body
  const shown = (group: AskGroup): boolean => showsGroup(form, group)
  const needed = (words: unknown) => inSomeLanguages(words, lang)
  const list = (field: string) => (body[field] ?? []) as readonly Body[]
  const notFor = (body.notFor ?? {}) as Body
  const about = tidyAbout(body.about)
  return {
    ...body,
    title: needed(body.title),
    standfirst: orNull(body.standfirst),
    request: needed(body.request),
    about,
    askedAgain: about.kind === 'publication' ? tidyAsked(body.askedAgain) : null,
    notFor: { countries: notFor.countries ?? [], words: orNull(notFor.words) },
    demands: shown('demands') ? list('demands').map(needed) : [],
    letter: shown('letter') ? orNull(body.letter) : null,
    information: shown('information') ? orNull(body.information) : null,
    script: shown('script') ? orNull(body.script) : null,
    people: shown('people') ? list('people').map((one) => ({ ...one, pronoun: orNull(one.pronoun) })) : [],
    targets: shown('targets') ? list('targets').map((one) => tidyTarget(one, lang)) : [],
    receivers: shown('receivers')
      ? list('receivers').map((one) => ({ ...one, purpose: needed(one.purpose) }))
      : [],
    delivery: shown('delivery') ? (body.delivery ?? null) : null,
    stop: shown('follow') ? orNull(body.stop) : null,
    previous: shown('follow') ? (body.previous ?? null) : null,
    goal: shown('goal') ? (body.goal ?? null) : null,
    event: shown('event') ? tidyEvent(body.event, lang) : null,
    signOn: shown('signOn') ? tidySignOn(body.signOn) : null,
  }
}

/** Null while it is not whole. */
export const askPreview = (body: Body): AskBody | null => {
  const whole = askBody.safeParse(tidyAsk(body))
  return whole.success ? whole.data : null
}

const orNull = (words: unknown): unknown => {
  const found = inSomeLanguages(words, null)
  return Object.keys(found).length === 0 ? null : found
}

const tidyAbout = (given: unknown): Body => {
  const { kind = 'none', ref, slug } = (given ?? {}) as Body
  if (kind === 'publication') return { kind, ref: ref ?? '' }
  return kind === 'none' ? { kind } : { kind, slug: slug ?? '' }
}

const tidyAsked = (given: unknown): unknown => {
  const { whom, on } = (given ?? {}) as Body
  return whom || on ? { whom: whom ?? '', on: on ?? '' } : null
}

const tidyTarget = (given: Body, lang: unknown): Body => {
  const { kind } = given
  if (kind === 'body') return { kind, body: given.body ?? '', groups: given.groups ?? [] }
  if (kind === 'by_place') return { kind, bodies: given.bodies ?? [] }
  const { body: _body, groups: _groups, bodies: _bodies, seat, ...named } = given
  return {
    ...emptyTarget,
    ...named,
    office: inSomeLanguages(given.office, lang),
    salutation: orNull(given.salutation),
    ...(seat ? { seat } : {}),
  }
}

const tidyEvent = (given: unknown, lang: unknown): unknown => {
  const event = { ...emptyEvent, ...((given ?? {}) as Body) }
  const { starts, ends, ...rest } = event as Body
  const [begins, over] = [momentOrNull(starts), momentOrNull(ends)]
  return {
    ...rest,
    place: inSomeLanguages(event.place, lang),
    details: orNull(event.details),
    ...(begins !== null && { starts: begins }),
    ...(over !== null && { ends: over }),
  }
}

const tidySignOn = (given: unknown): unknown => {
  const signOn = { ...emptySignOn, ...((given ?? {}) as Body) } as Body
  return {
    ...signOn,
    embargo: momentOrNull(signOn.embargo),
    commentsUntil: momentOrNull(signOn.commentsUntil),
  }
}

const momentOrNull = (given: unknown): unknown => {
  const { day, time } = (given ?? {}) as Body
  return day || time ? { day: day ?? '', time: time ?? '' } : null
}
