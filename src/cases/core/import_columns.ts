/**
 * Which column of a list is which field: guessed from headings in five languages, then from what the cells hold.
 * A guess is shown to whoever imports, who may say otherwise; a column that nothing is known of is left out.
 */
import { foldLetters } from '#kernel/core/fold_text.ts'
import { parseFreeDate } from '#kernel/core/free_date.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { ImportTerms } from './import_terms.ts'

/** `many`: several columns may hold it. */
const fields = {
  name: { many: true },
  alias: { many: true },
  reference: { many: false },
  country: { many: false },
  place: { many: false },
  sector: { many: true },
  gender: { many: false },
  born: { many: false },
  occupation: { many: false },
  employer: { many: false },
  work: { many: true },
  event: { many: false },
  date: { many: false },
  arrested: { many: false },
  charged: { many: false },
  charge: { many: true },
  sentenced: { many: false },
  sentence: { many: false },
  released: { many: false },
  died: { many: false },
  narrative: { many: true },
  source: { many: true },
  url: { many: false },
  tags: { many: true },
  note: { many: true },
} as const satisfies Readonly<Record<string, { readonly many: boolean }>>
export type ImportField = keyof typeof fields
export const importFields = Object.keys(fields) as readonly ImportField[]
const isImportField = (text: string): text is ImportField => Object.hasOwn(fields, text)

/** Field of each column, in the order of the columns; null: left out. */
export type ColumnMap = readonly (ImportField | null)[]

/** Headings as lists carry them, English, Arabic, French, Spanish and Russian; folded before they are compared. */
const headings: Readonly<Record<ImportField, string>> = {
  name:
    'name|full name|person|victim|defender|hrd name|الاسم|الاسم الكامل|اسم المدافع|nom|nom complet|nom et prenom|' +
    'nombre|nombre completo|имя|фио|полное имя',
  alias:
    'alias|nickname|also known as|aka|other names|اللقب|الكنية|surnom|pseudonyme|apodo|псевдоним|прозвище',
  reference:
    'reference|ref|case number|case no|id|file number|رقم الملف|المرجع|numero de dossier|expediente|номер дела|номер',
  country: 'country|state|nation|البلد|الدولة|pays|pais|страна',
  place: 'place|city|town|location|region|المكان|المدينة|lieu|ville|lugar|ciudad|место|город',
  sector: 'sector|field of work|issue|theme|rights|المجال|القطاع|secteur|domaine|ambito|tema|сфера|область',
  gender: 'gender|sex|الجنس|النوع|genre|sexe|genero|sexo|пол',
  born: 'born|date of birth|birth date|dob|تاريخ الميلاد|date de naissance|fecha de nacimiento|дата рождения',
  occupation: 'occupation|profession|job|المهنة|الوظيفة|metier|ocupacion|profesion|профессия|род занятий',
  employer:
    'employer|organisation|organization|المنظمة|جهة العمل|employeur|organizacion|организация|место работы',
  work: 'work|human rights work|activities|عمله|النشاط|activites|travail|actividades|labor|деятельность',
  event:
    'event|what happened|event type|violation|type|الحدث|الانتهاك|evenement|violation subie|evento|hecho|событие|нарушение',
  date: 'date|event date|date of event|date of incident|التاريخ|تاريخ الحدث|date de l evenement|fecha|fecha del hecho|дата|дата события',
  arrested:
    'arrested|date of arrest|arrest date|detained|date of detention|تاريخ الاعتقال|تاريخ التوقيف|date d arrestation|' +
    'fecha de detencion|fecha de arresto|дата ареста|дата задержания',
  charged: 'charged|date of charge|تاريخ الاتهام|date d inculpation|fecha de acusacion|дата обвинения',
  charge:
    'charge|charges|accusation|التهمة|التهم|chef d accusation|inculpation|cargo|cargos|acusacion|обвинение|статья',
  sentenced:
    'sentenced|date of sentence|sentence date|convicted|تاريخ الحكم|date du jugement|date de condamnation|fecha de sentencia|дата приговора',
  sentence:
    'sentence|length of sentence|prison term|مدة الحكم|الحكم|peine|condamnation|sentencia|condena|pena|приговор|срок',
  released:
    'released|date of release|release date|تاريخ الافراج|date de liberation|fecha de liberacion|дата освобождения',
  died: 'died|date of death|killed|تاريخ الوفاة|date de deces|fecha de muerte|дата смерти',
  narrative:
    'narrative|description|summary|details|account|الوصف|التفاصيل|الملخص|recit|resume|narracion|descripcion|resumen|описание|обстоятельства',
  source: 'source|sources|reported by|المصدر|المصادر|origine|fuente|fuentes|источник|источники',
  url: 'url|link|web|website|الرابط|lien|enlace|ссылка',
  tags: 'tags|keywords|labels|الوسوم|كلمات مفتاحية|mots cles|etiquetas|palabras clave|метки|ключевые слова',
  note: 'note|notes|comment|comments|remarks|ملاحظات|ملاحظة|remarques|commentaire|notas|observaciones|примечание|примечания|комментарий',
}

const plain = (text: string): string =>
  foldLetters(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const fieldByHeading: ReadonlyMap<string, ImportField> = new Map(
  importFields.flatMap((field) => [
    [field, field] as const,
    ...headings[field].split('|').map((heading) => [plain(heading), field] as const),
  ]),
)

export type Column = { readonly heading: string; readonly cells: readonly string[] }

/** The first column of a kind takes the field; the second is left for somebody to name. */
export const guessColumns = (columns: readonly Column[], terms: ImportTerms): ColumnMap => {
  const taken = new Set<ImportField>()
  const take = (field: ImportField | null): ImportField | null => {
    if (field === null || (taken.has(field) && !fields[field].many)) return null
    taken.add(field)
    return field
  }
  const byHeading = columns.map(({ heading }) => take(fieldByHeading.get(plain(heading)) ?? null))
  return columns.map((column, place) => byHeading[place] ?? take(fieldOfCells(column, taken, terms)))
}

const MOSTLY = 0.8
const ENOUGH = 2

/** What nearly all cells look like; nothing when a heading has claimed that field already. */
const fieldOfCells = (
  { cells }: Column,
  taken: ReadonlySet<ImportField>,
  terms: ImportTerms,
): ImportField | null => {
  const said = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (said.length < ENOUGH) return null
  const looks: readonly (readonly [ImportField, (cell: string) => boolean])[] = [
    ['url', (cell) => /^https?:\/\//.test(cell)],
    ['country', (cell) => terms.country(cell) !== null],
    ['gender', (cell) => terms.gender(cell) !== null],
    ['event', (cell) => terms.event(cell) !== null],
    ['sector', (cell) => terms.sector(cell) !== null],
    ['date', isDate],
  ]
  const found = looks.find(
    ([field, fits]) => !taken.has(field) && said.filter(fits).length >= said.length * MOSTLY,
  )
  return found?.[0] ?? null
}

/** A bare number is a date only where its heading says so. */
const isDate = (cell: string): boolean => {
  if (/^\d{1,8}$/.test(cell)) return false
  const read = parseFreeDate(cell)
  return read.ok || read.error.kind === 'which_order'
}

export type MapRefusal =
  | { readonly kind: 'no_such_column'; readonly column: string }
  | { readonly kind: 'no_such_field'; readonly field: string }
  | { readonly kind: 'field_twice'; readonly field: ImportField; readonly columns: readonly string[] }
  | { readonly kind: 'nobody_named' }

/** The guess with what somebody said instead: `heading=field`, or `heading=` to leave a column out. */
export const overrideColumns = (
  columns: readonly Column[],
  guessed: ColumnMap,
  said: readonly (readonly [column: string, field: string])[],
): Result<ColumnMap, MapRefusal> => {
  const map = [...guessed]
  for (const [column, field] of said) {
    const place = columns.findIndex(({ heading }) => heading.trim() === column.trim())
    if (place < 0) return err({ kind: 'no_such_column', column })
    if (field !== '' && !isImportField(field)) return err({ kind: 'no_such_field', field })
    // Who names a column for a field takes it from the column that was guessed.
    if (field !== '' && !fields[field].many) {
      const before = map.indexOf(field)
      if (before >= 0 && !said.some(([other]) => other.trim() === columns[before]?.heading.trim()))
        map[before] = null
    }
    map[place] = field === '' ? null : field
  }
  for (const field of importFields) {
    const named = columns.filter((_, place) => map[place] === field).map(({ heading }) => heading)
    if (named.length > 1 && !fields[field].many) return err({ kind: 'field_twice', field, columns: named })
  }
  const names: ColumnMap = ['name', 'alias', 'reference']
  return map.some((field) => names.includes(field)) ? ok(map) : err({ kind: 'nobody_named' })
}
