/** Dates of the calendar in the words of the page's language. */
import { type CalendarLine, type Warning, type Weekday } from '#missions/core/calendar.ts'
import type { Translate } from '#languages/translate.ts'
import { typeWords } from '../logging/log_words.ts'

export const kindWords = (t: Translate, { kind, what }: CalendarLine): string => {
  if (what === null) return t(`mission_calendar.kind.${kind}`)
  const said = t.find(`cases.due.kind.${what}`) ?? typeWords(t, what)
  return kind === 'review' || kind === 'task' ? said : `${t(`mission_calendar.kind.${kind}`)}: ${said}`
}

export const inDays = (t: Translate, { days }: Pick<Warning, 'days'>): string => {
  if (days === 0) return t('mission_calendar.warn.today')
  return days === 1 ? t('mission_calendar.warn.tomorrow') : t('mission_calendar.warn.days', { n: days })
}

/** Louder the nearer it is; the word is said as well. */
export const noticeTone = (step: Warning['step']): 'info' | 'warning' | 'danger' =>
  step === 1 ? 'danger' : step === 3 ? 'warning' : 'info'

type WeekInfo = { readonly firstDay?: number }
type Weeks = Intl.Locale & { readonly getWeekInfo?: () => WeekInfo; readonly weekInfo?: WeekInfo }

/** On which day weeks begin where the language is read; Monday where a browser does not say. */
export const weekBegins = (lang: string): Weekday => {
  const locale = new Intl.Locale(lang) as Weeks
  const first = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1
  return lang === 'en' ? 1 : (first as Weekday)
}

const atNoon = (day: string): Date => new Date(`${day}T12:00:00Z`)

export const weekdayName = (day: string, lang: string, weekday: 'short' | 'long' = 'long'): string =>
  new Intl.DateTimeFormat(lang, { weekday, timeZone: 'UTC' }).format(atNoon(day))
