/** Numbers, days, EDTF dates, lists and names of countries and languages in a person's language. */
import { localeOf, perLocale, translator, type Translate } from './translate.ts'

const once = <Made>(make: (locale: string) => Made) => {
  const made = perLocale(make)
  return (lang: string): Made => made(localeOf(lang))
}

const numbers = once((locale) => new Intl.NumberFormat(locale))
const percents = once(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
)
const days = once(
  (locale) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
)
const months = once(
  (locale) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
)
const shortMonths = once(
  (locale) => new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
)
const instants = once(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
)
const regions = once((locale) => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }))
const languageNames = once((locale) => new Intl.DisplayNames(locale, { type: 'language' }))
const ands = once((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))
const ors = once((locale) => new Intl.ListFormat(locale, { type: 'disjunction' }))

export const formatNumber = (value: number, lang: string): string => numbers(lang).format(value)

/** Of a share between 0 and 1, to the whole hundredth. */
export const formatPercent = (share: number, lang: string): string => percents(lang).format(share)

/** An ISO day `2026-11-22`, or the day (in UTC) of an instant: "22 November 2026". */
export const formatDay = (isoDay: string, lang: string): string =>
  days(lang).format(new Date(isoDay.slice(0, 10)))

/** An hour in UTC that begins with `2026-11-22T09`: "22 November 2026, 09:00–10:00". */
export const formatHour = (hour: string, lang: string): string => {
  const from = Number(hour.slice(11, 13))
  const [begin, end] = [from, from + 1].map((one) => `${String(one).padStart(2, '0')}:00`)
  return `${formatDay(hour, lang)}${lang === 'ar' ? '،' : ','} ${begin}–${end}`
}

/** A month `2026-11` as short as a label needs it, "Nov 2026"; a year as it is. */
export const formatShortMonth = (edtf: string, lang: string): string =>
  edtf.includes('-') ? shortMonths(lang).format(new Date(`${edtf}-01`)) : edtf

/** An instant with its time zone, always UTC: "22 November 2026 at 10:15 UTC". */
export const formatInstant = (at: string, lang: string): string =>
  `${instants(lang).format(new Date(at))} UTC`

export const formatList = (items: readonly string[], lang: string): string => ands(lang).format(items)

/** The name of an ISO 3166-1 alpha-2 country; the code itself when Intl knows none. */
export const countryName = (code: string, lang: string): string => {
  const name = /^[A-Z]{2}$/.test(code) ? regions(lang).of(code) : undefined
  return name ?? code
}

/** A language in its own script, as a reader looks for it: "English", "العربية", "Français". */
export const languageName = (lang: string): string => {
  const name = languageNameIn(lang, lang)
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1)
}

/** A language as a reader of another one calls it: "Arabic", "الإنجليزية". */
export const languageNameIn = (lang: string, readers: string): string =>
  languageNames(readers).of(lang) ?? lang

/** An EDTF date in words; never more exact than what was written. */
export const formatEdtf = (edtf: string, lang: string): string => {
  const t = translator(lang)
  const text = edtf.trim()
  const set = /^[[{](.*)[\]}]$/.exec(text)
  if (set) return formatSet(set[1] ?? '', text.startsWith('['), t)
  const [from, to] = text.split('/')
  return to === undefined ? formatSingle(text, t) : formatInterval(from ?? '', to, t)
}

/** From one date to another, each as it was written. */
export const formatRange = (from: string, to: string, lang: string): string => {
  const t = translator(lang)
  const simple = [from, to].every((date) => !/[/[{]/.test(date))
  const dates = { from: formatEdtf(from, lang), to: formatEdtf(to, lang) }
  return simple ? formatInterval(from, to, t) : t('languages.date.fromTo', dates)
}

const formatInterval = (from: string, to: string, t: Translate): string => {
  const openFrom = from === '' || from === '..'
  const openTo = to === '' || to === '..'
  if (openFrom && openTo) return t('languages.date.unknown')
  if (openTo) {
    const date = formatSingle(from, t)
    return to === '..' ? t('languages.date.since', { date }) : t('languages.date.fromUnknownEnd', { date })
  }
  if (openFrom) {
    const date = formatSingle(to, t)
    return from === '..' ? t('languages.date.until', { date }) : t('languages.date.toUnknownStart', { date })
  }
  const [starts, ends] = [from, to].map((end) => /[?%]/.test(end))
  const dates = { from: formatSingle(surely(from), t), to: formatSingle(surely(to), t) }
  if (starts && ends) return t('languages.date.fromToUncertain', dates)
  if (starts) return t('languages.date.fromUncertainTo', dates)
  return t(ends ? 'languages.date.fromToUncertainEnd' : 'languages.date.fromTo', dates)
}

/** Without the mark of doubt, which a range names once and says of which end. */
const surely = (date: string): string => date.replaceAll('?', '').replaceAll('%', '~')

/** `[a,b]` is one of them, `{a,b}` all of them, `..` leaves an end open. */
const formatSet = (inside: string, oneOf: boolean, t: Translate): string => {
  const members = inside.split(',').map((member) => formatSetMember(member.trim(), t))
  return (oneOf ? ors : ands)(t.lang).format(members)
}

const formatSetMember = (member: string, t: Translate): string => {
  const [from, to] = member.split('..')
  if (to === undefined) return formatSingle(member, t)
  if (from === '') return t('languages.date.orEarlier', { date: formatSingle(to, t) })
  if (to === '') return t('languages.date.orLater', { date: formatSingle(from ?? '', t) })
  return t('languages.date.between', { from: formatSingle(from ?? '', t), to: formatSingle(to, t) })
}

const formatSingle = (written: string, t: Translate): string => {
  const plain = formatPlain(written.replaceAll(/[~?%]/g, ''), t)
  const about = /[~%]/.test(written) ? t('languages.date.about', { date: plain }) : plain
  return /[?%]/.test(written) ? t('languages.date.possibly', { date: about }) : about
}

const formatPlain = (date: string, t: Translate): string => {
  const [year = '', month, day] = date.split('-')
  if (!/^[\dX]{4}$/.test(year) || year === 'XXXX') return t('languages.date.unknown')
  if (year.includes('X')) {
    const [from, to] = [year.replaceAll('X', '0'), year.replaceAll('X', '9')]
    return t('languages.date.between', { from, to })
  }
  if (month && /^2[1-4]$/.test(month)) {
    return t(`languages.date.season${month as '21' | '22' | '23' | '24'}`, { year })
  }
  if (!month || month.includes('X')) return year
  if (!day || day.includes('X')) return months(t.lang).format(new Date(`${year}-${month}-01`))
  return days(t.lang).format(new Date(date))
}
