/** Files, sizes and what files tell, in the words of the page's language. */
import type { EvidenceRefusal } from '#cases/client/evidence_views.ts'
import { dangerOf, type FileFact } from '#cases/core/file_facts.ts'
import type { Evidence } from '#cases/core/evidence.ts'
import { localeOf, type Translate } from '#languages/translate.ts'
import { refusalWords } from '../words.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export const sizeWords = (bytes: number, lang: string): string => {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return new Intl.NumberFormat(localeOf(lang), {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value)
}

/** Rounded up to what a person can plan with. */
export const timeLeftWords = (t: Translate, seconds: number): string => {
  if (seconds < 60) return t('evidence.left.seconds', { n: Math.max(5, Math.ceil(seconds / 5) * 5) })
  if (seconds < 5400) return t('evidence.left.minutes', { n: Math.ceil(seconds / 60) })
  return t('evidence.left.hours', { n: Math.ceil(seconds / 3600) })
}

const counted = ['thumbnail', 'cover', 'after_end', 'maker_note']

/** What a fact says, after its label. */
export const factWords = (t: Translate, { name, said }: FileFact): string =>
  counted.includes(name) && /^\d+$/.test(said) ? sizeWords(Number(said), t.lang) : said

export const factLabel = (t: Translate, { name, tag }: FileFact): string =>
  name === 'tag' ? (tag ?? t('evidence.fact.tag')) : t(`evidence.fact.${name}`)

/** For the words of a copy: what was taken out, by name. */
export const removedNames = (t: Translate, facts: readonly FileFact[]): readonly string[] => [
  ...new Set(facts.map((one) => factLabel(t, one).slice(0, 100))),
]

export const isDangerous = (facts: readonly FileFact[]): boolean =>
  facts.some(({ name }) => ['place', 'person', 'device'].includes(dangerOf(name)))

export const titleOf = (t: Translate, { words }: Evidence): string =>
  words?.title ?? words?.name ?? t('evidence.erased')

const ownRefusals = ['other_file', 'no_such_upload', 'file_unreadable', 'no_such_evidence'] as const

const fromServer = ['file_too_large', 'desk_full', 'no_room'] as const

export const evidenceRefusalWords = (t: Translate, refusal: EvidenceRefusal): string => {
  const own = ownRefusals.find((kind) => kind === refusal.kind)
  if (own) return t(`evidence.refusal.${own}`)
  const type =
    refusal.kind === 'refused_by_server' ? fromServer.find((one) => one === refusal.type) : undefined
  return type ? t(`evidence.refusal.${type}`) : refusalWords(t, refusal as Parameters<typeof refusalWords>[1])
}
