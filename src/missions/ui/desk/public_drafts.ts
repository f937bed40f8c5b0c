/** Missions, records, commitments and scorecards while they are being written: how they begin, how what is empty is kept. */
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { emptySource } from '#releases/core/sources.ts'
import { freeId } from '#missions/core/acts_csv.ts'

type Body = Readonly<Record<string, unknown>>
type Row = Readonly<Record<string, unknown>>

export const emptyMission = (lang: string): Body => ({
  lang,
  slug: '',
  name: { [lang]: '' },
  government: '',
  host: '',
  alsoFor: [],
  post: 'embassy',
  city: { [lang]: '' },
  shadow: true,
  guidelines: [],
  contactNamed: 'not_known',
  contact: {
    office: null,
    mail: null,
    phone: null,
    link: null,
    hours: null,
    languages: [],
    recipient: null,
  },
  askSafely: null,
  sources: [emptySource],
  checkedOn: '',
})

export const tidyMission = (body: Body): Body => {
  const contact = (body.contact ?? {}) as Row
  return {
    ...body,
    name: inSomeLanguages(body.name, body.lang),
    city: inSomeLanguages(body.city, body.lang),
    askSafely: orNull(body.askSafely),
    contact: { ...contact, office: orNull(contact.office), hours: orNull(contact.hours) },
  }
}

/** Guidelines are bound to a government: whoever chooses it gets them, and may take them out. */
export const followMission =
  (guidelineOf: (government: string) => string | null) =>
  (body: Body, path: string): Body => {
    const own = path === 'government' ? guidelineOf(String(body.government)) : null
    return own === null ? body : { ...body, guidelines: [own] }
  }

export const emptyRecord = (lang: string, year: number): Body => ({
  lang,
  slug: '',
  mission: '',
  year,
  engagements: [],
})

export const freshAct = (lang: string) => ({
  id: '',
  type: '',
  duties: [],
  on: '',
  result: 'done',
  what: { [lang]: '' },
  jointWith: [],
  about: null,
  sources: [emptySource],
})

/** An act that was given no name of its own gets one of its day and type; so does a record of its mission and year. */
export const tidyRecord = (body: Body): Body => {
  const taken = new Set(rowsOf(body.engagements).map(({ id }) => String(id ?? '')))
  const engagements = rowsOf(body.engagements).map((one) => {
    const id = one.id ? String(one.id) : freeId(`${String(one.on)}-${String(one.type)}`, taken)
    taken.add(id)
    return { ...one, id, what: inSomeLanguages(one.what, body.lang) }
  })
  const slug = body.slug || (body.mission ? `${String(body.mission)}-${String(body.year)}` : '')
  return { ...body, slug, engagements }
}

export const emptyCommitment = (lang: string): Body => ({
  lang,
  slug: '',
  government: '',
  title: { [lang]: '' },
  promise: { [lang]: '' },
  madeOn: '',
  by: null,
  provision: null,
  proposed: null,
  duties: [],
  evidence: [],
  sources: [emptySource],
})

export const freshSign = (lang: string) => ({
  id: '',
  on: '',
  sign: '',
  what: { [lang]: '' },
  sources: [emptySource],
})

export const tidyCommitment = (body: Body): Body => {
  const taken = new Set(rowsOf(body.evidence).map(({ id }) => String(id ?? '')))
  const evidence = rowsOf(body.evidence).map((one) => {
    const id = one.id ? String(one.id) : freeId(`${String(one.on)}-${String(one.sign)}`, taken)
    taken.add(id)
    return { ...one, id, what: inSomeLanguages(one.what, body.lang) }
  })
  return {
    ...body,
    title: inSomeLanguages(body.title, body.lang),
    promise: inSomeLanguages(body.promise, body.lang),
    evidence,
  }
}

export const emptyScorecard = (lang: string, year: number): Body => ({
  lang,
  slug: '',
  title: { [lang]: '' },
  governments: [],
  from: year - 1,
  to: year,
  method: { [lang]: '' },
  replies: [],
})

export const tidyScorecard = (body: Body): Body => ({
  ...body,
  title: inSomeLanguages(body.title, body.lang),
  method: inSomeLanguages(body.method, body.lang),
  replies: rowsOf(body.replies).map((one) => ({ ...one, reply: orNull(one.reply) })),
})

/** Every government has its line under right of reply. */
export const followScorecard = (body: Body, path: string): Body => {
  if (path !== 'governments') return body
  const governments = (body.governments ?? []) as readonly string[]
  const replies = rowsOf(body.replies)
  return {
    ...body,
    replies: governments.map(
      (government) =>
        replies.find((one) => one.government === government) ?? {
          government,
          askedOn: '',
          answeredOn: null,
          reply: null,
        },
    ),
  }
}

const rowsOf = (list: unknown): readonly Row[] => (Array.isArray(list) ? (list as readonly Row[]) : [])

const orNull = (words: unknown): unknown => {
  const some = inSomeLanguages(words, null)
  return Object.keys(some).length === 0 ? null : some
}
