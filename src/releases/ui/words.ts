/** What a document, its state and a refusal are called. */
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { valueAt } from '#releases/core/paths.ts'
import type { DeskDocument, DeskVersion } from '#releases/core/wire.ts'

export const refusalWords = (t: Translate, refusal: MemberRefusal): string => {
  if (refusal.kind === 'refused_by_server') {
    const known = t.find(`releases.refusal.${refusal.type}`)
    return known ?? t('members.refusal.refused_by_server', { type: refusal.type })
  }
  return t.find(`members.refusal.${refusal.kind}`) ?? t('members.refusal.unreachable')
}

/** The message file of a kind, which may have words of its own for fields and refusals. */
const messagesOf = (kind = ''): string => shared.get(kind) ?? `${kind}s`
const shared: ReadonlyMap<string, string> = new Map([
  ['body', 'bodies'],
  ['campaign', 'campaigns_desk'],
  ['ask', 'campaigns_desk'],
  ['outcome', 'campaigns_desk'],
  ['mission_record', 'missions'],
  ['commitment', 'missions'],
  ['scorecard', 'missions'],
])

/** What is wrong with a field and how to mend it; first as the kind of document says it. */
export const problemWords = (t: Translate, code: string, kind?: string): string => {
  for (const place of [`${messagesOf(kind)}.refusal`, ...problemPlaces]) {
    const words = t.find(`${place}.${code}`)
    if (words !== null) return words
  }
  return t('releases.problem.other')
}

/** A kind may have a problem that another has the words for. */
const problemPlaces = [
  'releases.problem',
  'themes.refusal',
  'instruments.refusal',
  'amendments.refusal',
  'votes.refusal',
  'deadlines.refusal',
  'campaigns_desk.refusal',
  'missions.refusal',
  'programmes.refusal',
]

const titlePaths: Readonly<Record<string, (lang: unknown) => string>> = {
  theme: (lang) => `words.${lang}.title`,
  instrument: (lang) => `title.${lang}`,
  vote: (lang) => `place.${lang}`,
  body: (lang) => `name.${lang}`,
  amendment: (lang) => `name.${lang}`,
  deadline: (lang) => `title.${lang}`,
  campaign: (lang) => `title.${lang}`,
  ask: (lang) => `title.${lang}`,
  outcome: (lang) => `what.${lang}`,
  mission: (lang) => `name.${lang}`,
  mission_record: () => 'slug',
  commitment: (lang) => `title.${lang}`,
  scorecard: (lang) => `title.${lang}`,
  programme: (lang) => `name.${lang}`,
}

/** In the reader's language, else in the one it was written in; empty where nobody has written one. */
export const titleOf = (t: Translate, { kind, versions }: DeskDocument): string => {
  const body = versions.findLast((one) => one.act !== 'delete' && one.body !== null)?.body
  const languages = [t.lang, valueAt(body, 'lang')]
  const paths = [
    ...languages.map((lang) => titlePaths[kind]?.(lang) ?? `statement.${lang}`),
    // An amendment mostly has a symbol and no name.
    'symbols.0',
  ]
  const found = paths.map((path) => valueAt(body, path)).find((one) => typeof one === 'string' && one !== '')
  return typeof found === 'string' ? found : t('releases.untitled')
}

/** The state in one word: what is being done stands before what is open. */
export type Standing = 'deleted' | 'proposed' | 'refused' | 'draft' | 'released' | 'withdrawn'

export const standingOf = ({ versions }: Pick<DeskDocument, 'versions'>): Standing => {
  if (versions.some(({ act, state }) => act === 'delete' && state === 'released')) return 'deleted'
  const order = ['proposed', 'refused', 'draft', 'released'] as const
  const texts = versions.filter(({ act, state }) => act === 'publish' || state === 'proposed')
  return order.find((state) => texts.some((one) => one.state === state)) ?? 'withdrawn'
}

export const isPublic = ({ versions }: Pick<DeskDocument, 'versions'>): boolean =>
  versions.some(({ act, state }) => act === 'publish' && state === 'released')

export const waitingOf = ({ versions }: Pick<DeskDocument, 'versions'>): DeskVersion | null =>
  versions.find(({ state }) => state === 'proposed') ?? null

/** Where the documents of a kind are listed. */
export const listOf = (kind: string): string => places[kind] ?? `/desk/${kind}s`

const places: Readonly<Record<string, string>> = {
  instrument: '/desk/instruments/text',
  amendment: '/desk/instruments/amendments',
  vote: '/desk/instruments/votes',
  body: '/desk/instruments/bodies',
  deadline: '/desk/instruments/deadlines',
  campaign: '/desk/campaigns',
  ask: '/desk/campaigns/asks',
  outcome: '/desk/campaigns/outcomes',
  mission: '/desk/missions/public',
  mission_record: '/desk/missions/public/records',
  commitment: '/desk/missions/public/commitments',
  scorecard: '/desk/missions/public/scorecards',
  programme: '/desk/missions/public/programmes',
}

export const addressOf = ({ kind, id }: Pick<DeskDocument, 'kind' | 'id'>): string =>
  kind === 'export' ? '/desk/releases' : `${listOf(kind)}/${id}`

/** The name of a field, from its path: rows are numbered, languages named. */
export const fieldWords = (t: Translate, path: string, kind?: string): string => {
  const parts = path.split('.')
  const named = parts.filter((part) => !/^\d+$/.test(part) && !isLang(part))
  const rows = parts.filter((part) => /^\d+$/.test(part)).map((part) => String(Number(part) + 1))
  const langs = parts.filter((part) => isLang(part))
  const whole =
    t.find(`${messagesOf(kind)}.field.${named.join('_')}`) ??
    t.find(`releases.field.${named.join('_')}`) ??
    t.find(`amendments.field.${named.join('_')}`) ??
    t.find(`votes.field.${named.join('_')}`) ??
    t.find(`missions.field.${named.join('_')}`) ??
    t.find(`releases.field.${named.at(-1)}`) ??
    named.join(' · ')
  const extra = [...rows, ...langs.map((lang) => languageWord(t, lang))]
  return extra.length === 0 ? whole : `${whole} (${extra.join(', ')})`
}

const isLang = (part: string): boolean =>
  /^[a-z]{2}$/.test(part) && !['by', 'of', 'on', 'id', 'no', 'to'].includes(part)

export const languageWord = (t: Translate, lang: string): string =>
  new Intl.DisplayNames([t.lang], { type: 'language' }).of(lang) ?? lang
