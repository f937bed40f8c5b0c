/** When letters go to one target: one by one, by chance apart, in its working hours. Pure. */

export type Pace = {
  readonly perHour: number
  readonly zone: string
  readonly country: string | null
  /** Letters to it that wait, this one among them. */
  readonly waiting: number
}

/** Hours of the target's clock between which an office reads: 9:00 to 17:00. */
const OPENS = 9
const CLOSES = 17
const HOUR = 3600
/** Seconds. Few letters are not stretched further than this, or those that come meanwhile would wait a day. */
const LONGEST_GAP = 1800

/** Null while the office works; otherwise when it opens next. */
export const opensAt = (now: Date, { zone, country }: Pick<Pace, 'zone' | 'country'>): Date | null => {
  const here = clockIn(zone, now)
  const works = !weekendOf(country).includes(here.weekday)
  if (works && here.seconds >= OPENS * HOUR && here.seconds < CLOSES * HOUR) return null
  // Hour by hour, since a day of a changed clock has 23 or 25 of them; from the next full quarter on.
  for (let at = Math.ceil(now.getTime() / QUARTER) * QUARTER; ; at += QUARTER) {
    const then = clockIn(zone, new Date(at))
    const open = then.seconds >= OPENS * HOUR && then.seconds < CLOSES * HOUR
    if (open && !weekendOf(country).includes(then.weekday)) return new Date(at)
  }
}

const QUARTER = 15 * 60_000

/** After a letter went out now: spread over what is left of the working day, never faster than `perHour`. */
export const nextSlot = (now: Date, pace: Pace, chance: number): Date => {
  const shortest = HOUR / pace.perHour
  const left = Math.max(0, CLOSES * HOUR - clockIn(pace.zone, now).seconds)
  const even = left / Math.max(1, pace.waiting)
  const gap = Math.max(shortest, Math.min(even, LONGEST_GAP))
  // From once to one and a half times the gap: never shorter, and at no beat that a filter learns.
  const then = new Date(now.getTime() + gap * (1 + chance / 2) * 1000)
  return opensAt(then, pace) ?? then
}

type Clock = { readonly weekday: number; readonly seconds: number }

const clocks = new Map<string, Intl.DateTimeFormat>()

const clockIn = (zone: string, at: Date): Clock => {
  const format =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    })
  clocks.set(zone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const [hour, minute, second] = [parts.hour, parts.minute, parts.second].map(Number)
  return {
    weekday: WEEKDAYS.indexOf(parts.weekday ?? '') + 1,
    seconds: (hour ?? 0) * HOUR + (minute ?? 0) * 60 + (second ?? 0),
  }
}

/** Monday is 1, as in ISO 8601. */
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Days off that are not Saturday and Sunday (Unicode CLDR, weekendStart and weekendEnd). */
const weekends: Readonly<Record<string, readonly number[]>> = {
  AE: [6, 7],
  AF: [4, 5],
  BH: [5, 6],
  DZ: [5, 6],
  EG: [5, 6],
  IL: [5, 6],
  IN: [7],
  IQ: [5, 6],
  IR: [5],
  JO: [5, 6],
  KW: [5, 6],
  LY: [5, 6],
  OM: [5, 6],
  QA: [5, 6],
  SA: [5, 6],
  SD: [5, 6],
  SY: [5, 6],
  UG: [7],
  YE: [5, 6],
}
const weekendOf = (country: string | null): readonly number[] => weekends[country ?? ''] ?? [6, 7]
