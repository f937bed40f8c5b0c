/** From when until when an ask runs, on the clock of its zone. */
import type { AskBody } from './ask.ts'

export type AskState = 'before' | 'open' | 'closed'

export const askState = (ask: Pick<AskBody, 'from' | 'to' | 'zone'>, now: Date): AskState => {
  if (now.getTime() < instantOf(ask.from, ask.zone)) return 'before'
  return now.getTime() < instantOf(ask.to, ask.zone) ? 'open' : 'closed'
}

/** Whether anything of it may be told: of a letter under embargo not even that it is there. */
export const isTold = ({ signOn, zone }: Pick<AskBody, 'signOn' | 'zone'>, now: Date): boolean =>
  signOn === null || signOn.embargo === null || now.getTime() >= instantOf(signOn.embargo, zone)

/** Days after the close in which a letter that takes late names is signed on its page: then the desk alone adds any. */
export const LATE_DAYS = 30

type Late = Pick<AskBody, 'form' | 'signOn' | 'from' | 'to' | 'zone'>

/** Its first list is closed, and names still come for the second one. */
export const takesLateNames = (ask: Late, now: Date): boolean =>
  ask.form === 'sign_on' &&
  ask.signOn?.late === true &&
  askState(ask, now) === 'closed' &&
  now.getTime() < lateUntil(ask)

/** Milliseconds of the epoch. */
export const lateUntil = (ask: Pick<AskBody, 'to' | 'zone'>): number =>
  instantOf(ask.to, ask.zone) + LATE_DAYS * DAY_MS

/** Whether anybody may act on it now. */
export const takesActions = (ask: Late, now: Date): boolean =>
  askState(ask, now) === 'open' || takesLateNames(ask, now)

/** Milliseconds of the epoch. An hour that clocks leave out is the one after it; of one that comes twice, the first. */
export const instantOf = ({ day, time }: AskBody['from'], zone: string): number => {
  const shown = Date.parse(`${day}T${time}:00Z`)
  const before = shown - offsetAt(shown - DAY_MS, zone)
  const after = shown - offsetAt(shown + DAY_MS, zone)
  const fits = [before, after].filter((at) => at + offsetAt(at, zone) === shown)
  return fits.length === 0 ? before : Math.min(...fits)
}

const DAY_MS = 86_400_000

/** Milliseconds that clocks of the zone are ahead of UTC at that instant. */
const offsetAt = (at: number, zone: string): number => {
  const parts = formatOf(zone).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '0'
  const shown = Date.UTC(
    Number(of('year')),
    Number(of('month')) - 1,
    Number(of('day')),
    Number(of('hour')),
    Number(of('minute')),
    Number(of('second')),
  )
  return shown - Math.floor(at / 1000) * 1000
}

const formats = new Map<string, Intl.DateTimeFormat>()
/** Making one costs more than using it a thousand times. */
const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, made)
  return made
}
