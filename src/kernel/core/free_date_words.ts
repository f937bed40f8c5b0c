/**
 * The words of dates in English, French, Spanish, Russian and Arabic, met as `foldLetters` leaves them. Arabic
 * months are those of the Levant, of Egypt and the Gulf, of Algeria and Tunisia, and of Morocco.
 */
import { foldLetters } from './fold_text.ts'

export type Word =
  | { readonly kind: 'month'; readonly month: number }
  /** 0 spring to 3 winter. */
  | { readonly kind: 'season'; readonly season: number }
  | { readonly kind: 'part'; readonly part: 'early' | 'mid' | 'late' }
  | { readonly kind: 'mark'; readonly mark: '~' | '?' }
  | { readonly kind: 'bound'; readonly bound: 'before' | 'after' | 'since' | 'until' }
  | { readonly kind: 'found' | 'between' | 'to' | 'or' | 'and' }
  | { readonly kind: 'noise' }

/** A folded word's meaning in dates; null when it has none. */
export const wordOf = (folded: string): Word | null => {
  const known = words.get(folded)
  if (known) return known
  const russian = russianMonths.findIndex((stem) => stem.test(folded))
  return russian >= 0 ? { kind: 'month', month: russian + 1 } : null
}

/** Two-word months, joined before a text is cut into words. */
export const joinMonths = (folded: string): string =>
  folded.replace(/(كانون|تشرين) (?:ال)?(ثاني|اول)/g, (_all, month: string, which: string) => month + which)

const months: readonly string[] = [
  'january jan janvier janv enero ene يناير جانفي كانونثاني',
  'february feb fevrier fevr febrero فبراير فيفري شباط',
  'march mar mars marzo مارس اذار',
  'april apr avril avr abril abr ابريل افريل نيسان',
  'may mai mayo مايو ماي ايار',
  'june jun juin junio يونيو يونيه جوان حزيران',
  'july jul juillet juil julio يوليو يوليه جويليه يوليوز تموز',
  'august aug aout agosto ago اغسطس اوت غشت اب',
  'september sept sep septembre septiembre setiembre سبتمبر شتنبر ايلول',
  'october oct octobre octubre اكتوبر تشريناول',
  'november nov novembre noviembre نوفمبر نونبر تشرينثاني',
  'december dec decembre diciembre dic ديسمبر دجنبر كانوناول',
]

/** й and ё are folded; cases of the noun and abbreviations share a stem. */
const russianMonths: readonly RegExp[] = [
  /^янв(ар[ьяе])?$/,
  /^фев(р(ал[ьяе])?)?$/,
  /^мар(та?|те)?$/,
  /^апр(ел[ьяе])?$/,
  /^ма[ияе]$/,
  /^июн[ьяе]?$/,
  /^июл[ьяе]?$/,
  /^авг(уста?|усте)?$/,
  /^сент?(ябр[ьяе])?$/,
  /^окт(ябр[ьяе])?$/,
  /^ноя(б(р[ьяе])?)?$/,
  /^дек(абр[ьяе])?$/,
]

const seasons: readonly string[] = [
  'spring printemps primavera весна весной весны ربيع الربيع',
  'summer ete verano лето летом лета صيف الصيف',
  'autumn fall automne otono осень осенью осени خريف الخريف',
  'winter hiver invierno зима зимой зимы شتاء الشتاء',
]

const noise =
  'the of in on at day date month year exact unknown sometime body le la les l de du des en jour mois annee an date ' +
  'inconnue el los del dia mes ano fecha desconocida г гг год года году в во число месяц дата неизвестна ' +
  'في سنه عام يوم شهر تاريخ مجهول غير معروف م ميلادي ميلاديه من ' +
  'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun ' +
  'lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo ' +
  'понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье ' +
  'الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد'

const meanings: readonly (readonly [string, Word])[] = [
  ...months.map((names, index) => [names, { kind: 'month', month: index + 1 }] as const),
  ...seasons.map((names, season) => [names, { kind: 'season', season }] as const),
  [noise, { kind: 'noise' }],
  [
    'early beginning start debut principios inicios comienzos начало начале اوائل مطلع بدايه',
    { kind: 'part', part: 'early' },
  ],
  ['mid middle mi milieu mediados середина середине منتصف اواسط', { kind: 'part', part: 'mid' }],
  ['late end fin finales fines конец конце اواخر نهايه', { kind: 'part', part: 'late' }],
  [
    'about around circa c ca approximately approx vers environ hacia alrededor aproximadamente около примерно حوالي نحو قرابه تقريبا',
    { kind: 'mark', mark: '~' },
  ],
  ['possibly probably perhaps maybe posiblemente возможно вероятно ربما', { kind: 'mark', mark: '?' }],
  ['before avant antes до قبل', { kind: 'bound', bound: 'before' }],
  ['after apres despues после بعد', { kind: 'bound', bound: 'after' }],
  ['since from depuis desde с منذ', { kind: 'bound', bound: 'since' }],
  ['until till by jusque hasta حتي', { kind: 'bound', bound: 'until' }],
  ['found', { kind: 'found' }],
  ['between entre между بين', { kind: 'between' }],
  ['to through thru a au al по الي', { kind: 'to' }],
  ['or ou o или او', { kind: 'or' }],
  ['and et y и و', { kind: 'and' }],
]

const words: ReadonlyMap<string, Word> = new Map(
  meanings.flatMap(([names, word]) => names.split(' ').map((name) => [foldLetters(name), word] as const)),
)
