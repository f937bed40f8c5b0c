/** A row of a list of missions to a public shadow record, as the form of the desk would make it. Nothing is guessed. Pure. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { guidelineOfGovernment, guidelines } from '#kernel/core/vocabulary/missions.ts'
import { freeId } from './acts_csv.ts'
import { cellsOf, findListColumns, type ListColumns, partsOf } from '#kernel/core/list_columns.ts'
import { type MissionBody, missionBody } from './mission.ts'

const headings = {
  slug: 'end of address|id|code',
  name: 'mission|name of mission|الاسم|البعثة',
  government: 'of|الحكومة',
  host: 'host country|country|البلد المضيف',
  alsoFor: 'also for|covers|يشمل أيضا',
  post: 'kind|type|النوع',
  city: 'seat|المدينة',
  guidelines: 'guideline|المبادئ التوجيهية',
  contactNamed: 'contact named in public|تسمية جهة الاتصال',
  office: 'contact|contact office|المكتب',
  mail: 'email|e mail|البريد',
  phone: 'telephone|الهاتف',
  link: 'web|website|page|الصفحة',
  hours: 'opening hours|الساعات',
  languages: 'languages spoken|اللغات',
  askSafely: 'how to ask safely|السؤال بأمان',
  publisher: 'source|source publisher|الناشر',
  title: 'source title|عنوان المصدر',
  address: 'source address|url|رابط المصدر',
  checkedOn: 'checked|accessed|تاريخ التحقق',
} as const satisfies Readonly<Record<string, string>>
export type MissionField = keyof typeof headings
export const missionFields = Object.keys(headings) as readonly MissionField[]
export type MissionColumns = ListColumns<MissionField>

/** Fields that stand in several languages. */
const translated = ['name', 'city', 'office', 'hours', 'askSafely'] as const satisfies MissionField[]
export const findMissionColumns = findListColumns<MissionField>(headings, translated)
export const missionNeeds: readonly MissionField[] = [
  'name',
  'government',
  'host',
  'city',
  'publisher',
  'checkedOn',
]

export type MissionTerms = Readonly<
  Record<'government' | 'country' | 'post' | 'contactNamed', (text: string) => string | null>
>

export type MissionWhy =
  | { readonly kind: 'unknown_government' | 'unknown_country' | 'unknown_post' | 'unknown_guideline' }
  | { readonly kind: 'unknown_named' | 'empty' | 'does_not_fit' | 'day_ahead' }
  /** A refusal of the document, by its code. */
  | { readonly kind: 'refused'; readonly code: string }
export type MissionProblem = {
  readonly field: MissionField
  readonly value: string
  readonly why: MissionWhy
}

export type MissionReading = {
  readonly columns: MissionColumns
  readonly terms: MissionTerms
  readonly lang: string
  readonly today: string
}

export const readMissionRow = (
  cells: readonly string[],
  reading: MissionReading,
): Result<MissionBody, readonly MissionProblem[]> => {
  const row = rowOf(cells, reading)
  for (const field of missionNeeds) if (row.text(field) === '') row.refuse(field, { kind: 'empty' })
  const body = bodyOf(row, reading)
  if (row.problems.length > 0) return err(row.problems)
  const parsed = missionBody.safeParse(body)
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = fieldAt(path)
    // Several things may be wrong with one cell; the first is enough to look at it.
    if (row.problems.some((one) => one.field === field)) continue
    const isCode = /^[a-z_]+$/.test(message)
    row.refuse(field, isCode ? { kind: 'refused', code: message } : { kind: 'does_not_fit' })
  }
  if (parsed.success && parsed.data.checkedOn > reading.today) row.refuse('checkedOn', { kind: 'day_ahead' })
  return parsed.success && row.problems.length === 0 ? ok(parsed.data) : err(row.problems)
}

type UnknownTerm = Extract<MissionWhy['kind'], `unknown_${string}`>
type Row = ReturnType<typeof rowOf>

const rowOf = (cells: readonly string[], { columns, lang }: MissionReading) => {
  const cell = cellsOf(cells, columns)
  const problems: MissionProblem[] = []
  const text = (field: MissionField): string => cell(field).text
  const refuse = (field: MissionField, why: MissionWhy, value = text(field)): void =>
    void problems.push({ field, value, why })
  const told = (field: (typeof translated)[number]) => inLanguages(cells, columns, { field, lang })
  const terms = (field: MissionField, term: (one: string) => string | null, kind: UnknownTerm) =>
    partsOf(text(field)).flatMap((one) => {
      const code = term(one)
      if (code === null) refuse(field, { kind }, one)
      return code ?? []
    })
  return { problems, text, refuse, told, terms }
}

const bodyOf = ({ text, told, terms: all }: Row, { terms, lang }: MissionReading): object => {
  const orNull = (field: MissionField): string | null => text(field) || null
  const toldOrNull = (field: (typeof translated)[number]) =>
    Object.keys(told(field)).length > 0 ? told(field) : null
  const [government = ''] = all('government', terms.government, 'unknown_government')
  const [host = ''] = all('host', terms.country, 'unknown_country')
  const [post = 'embassy'] = all('post', terms.post, 'unknown_post')
  const [contactNamed = 'not_known'] = all('contactNamed', terms.contactNamed, 'unknown_named')
  const said = all('guidelines', guidelineCode, 'unknown_guideline')
  const own = guidelineOfGovernment(government)
  const city = told('city')
  // A city without Latin letters gives its English name, where the list has one.
  const cityInAddress = /[a-z]/i.test(text('city')) ? text('city') : (city.en ?? text('city'))
  const [publisher, checkedOn] = [text('publisher'), text('checkedOn')]
  const source = { publisher, title: text('title') || publisher, address: orNull('address') }
  return {
    lang,
    slug: text('slug') || freeId(`${government} ${cityInAddress}`, new Set()),
    name: told('name'),
    government,
    host,
    alsoFor: all('alsoFor', terms.country, 'unknown_country'),
    post,
    city,
    // Whatever a list says: who imports it keeps it from outside.
    shadow: true,
    guidelines: text('guidelines') === '' && own !== null ? [own] : said,
    contactNamed,
    contact: {
      office: toldOrNull('office'),
      mail: orNull('mail'),
      phone: orNull('phone'),
      link: orNull('link'),
      hours: toldOrNull('hours'),
      languages: [...partsOf(text('languages'), /[\s;,]+/)],
      recipient: null,
    },
    askSafely: toldOrNull('askSafely'),
    sources: [{ ...source, checkedOn: checkedOn || null }],
    checkedOn,
  }
}

const inLanguages = (
  cells: readonly string[],
  columns: MissionColumns,
  { field, lang }: { readonly field: MissionField; readonly lang: string },
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    columns.flatMap((column, place) => {
      const text = (cells[place] ?? '').trim().normalize('NFC')
      return column?.field === field && text !== '' ? [[column.lang ?? lang, text]] : []
    }),
  )

const guidelineCode = (text: string): string | null => {
  const wanted = text.toLowerCase().replaceAll(/[\s-]+/g, '_')
  return guidelines.find((one) => one.toLowerCase() === wanted) ?? null
}

/** The column that holds what the document refused. */
const fieldAt = ([first, second, third]: readonly PropertyKey[]): MissionField => {
  const within = first === 'contact' ? second : first === 'sources' ? third : first
  if (first === 'sources' && third === 'checkedOn') return 'checkedOn'
  return missionFields.find((one) => one === within) ?? 'name'
}
