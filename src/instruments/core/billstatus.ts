/**
 * Status of a bill or resolution of the US Congress (BILLSTATUS XML): format 3.0 names what 1.0, and files older than
 * that, name otherwise. Cosponsors keep the days on which they joined and left. Pure.
 */
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Roll, seatsOn } from './bodies.ts'
import type { FileRefusal } from './file_refusal.ts'
import { HOUSE, SENATE } from './legislators.ts'
import { childElements, findElement, isNamed, readXml, textAt, type XmlElement } from './xml.ts'

export type Cosponsor = {
  /** Bioguide. */
  readonly member: string
  readonly name: string
  readonly since: string
  readonly original: boolean
  readonly withdrawnOn: string | null
  /** Of the file, on which it begins. */
  readonly line: number
}

export type BillAction = { readonly on: string; readonly text: string; readonly kind: string | null }

export type BillStatus = {
  readonly format: '3' | '1' | 'none'
  readonly congress: number
  /** SRES, HRES, S, HR … */
  readonly type: string
  readonly number: number
  readonly chamber: typeof SENATE | typeof HOUSE
  readonly title: string
  readonly introducedOn: string
  readonly sponsors: readonly { readonly member: string; readonly name: string; readonly line: number }[]
  /** Also those that withdrew. */
  readonly cosponsors: readonly Cosponsor[]
  /** The latest first, as the file has them. */
  readonly actions: readonly BillAction[]
}

/** Thrown inside this file alone, by the first field that is wrong. */
type Stop = { readonly refusal: FileRefusal }

const stop = (refusal: FileRefusal): never => {
  const thrown: Stop = { refusal }
  throw thrown
}

const isStop = (cause: unknown): cause is Stop =>
  typeof cause === 'object' && cause !== null && 'refusal' in cause

export const readBillStatus = (text: string): Result<BillStatus, FileRefusal> => {
  const root = readXml(text)
  if (!root.ok) return root
  const bill = isNamed(root.value, 'billStatus') ? findElement(root.value, 'bill') : null
  if (!bill) return err({ kind: 'not_this_format', at: `line ${root.value.line}` })
  const version = textAt(root.value, 'version') ?? textAt(bill, 'version')
  const format =
    version === null ? 'none' : version.startsWith('3.') ? '3' : version.startsWith('1.') ? '1' : null
  if (format === null) return err({ kind: 'not_this_format', at: `version ${version}` })
  try {
    return ok(statusOf(bill, format))
  } catch (cause) {
    if (isStop(cause)) return err(cause.refusal)
    throw cause
  }
}

const statusOf = (bill: XmlElement, format: BillStatus['format']): BillStatus => {
  const type = needed(bill, format === '3' ? ['type'] : ['billType']).toUpperCase()
  return {
    format,
    congress: wholeNumber(bill, ['congress']),
    type,
    number: wholeNumber(bill, format === '3' ? ['number'] : ['billNumber']),
    chamber: type.startsWith('S') ? SENATE : HOUSE,
    title: needed(bill, ['title']),
    introducedOn: day(bill, ['introducedDate']),
    sponsors: items(bill, 'sponsors').map((one) => ({
      member: needed(one, ['bioguideId']),
      name: needed(one, ['fullName']),
      line: one.line,
    })),
    cosponsors: cosponsorsOf(bill),
    actions: items(bill, 'actions').map((one) => ({
      on: day(one, ['actionDate']),
      text: textAt(one, 'text') ?? '',
      kind: textAt(one, 'type'),
    })),
  }
}

const cosponsorsOf = (bill: XmlElement): readonly Cosponsor[] => {
  const seen = new Set<string>()
  return items(bill, 'cosponsors').map((one) => {
    const member = needed(one, ['bioguideId'])
    const since = day(one, ['sponsorshipDate'])
    const withdrawn = textAt(one, 'sponsorshipWithdrawnDate')
    const withdrawnOn = withdrawn === null ? null : day(one, ['sponsorshipWithdrawnDate'])
    // Whoever withdrew may join again on a later day.
    const key = `${member} ${since}`
    if (seen.has(key)) stop({ kind: 'named_twice', at: `line ${one.line}, ${member}` })
    if (withdrawnOn !== null && withdrawnOn < since)
      stop({ kind: 'value_wrong', at: `line ${one.line}, sponsorshipWithdrawnDate` })
    seen.add(key)
    return {
      member,
      name: needed(one, ['fullName']),
      since,
      original: textAt(one, 'isOriginalCosponsor')?.toLowerCase() === 'true',
      withdrawnOn,
      line: one.line,
    }
  })
}

const items = (bill: XmlElement, list: string): readonly XmlElement[] => {
  const found = findElement(bill, list)
  return found ? childElements(found, 'item') : []
}

const needed = (element: XmlElement, path: readonly string[]): string =>
  textAt(element, ...path) ?? stop({ kind: 'value_wrong', at: `line ${element.line}, ${path.join('.')}` })

const wholeNumber = (element: XmlElement, path: readonly string[]): number => {
  const text = needed(element, path)
  return /^\d{1,6}$/.test(text)
    ? Number(text)
    : stop({ kind: 'value_wrong', at: `line ${element.line}, ${path.join('.')}` })
}

/** Of an instant, its day. */
const day = (element: XmlElement, path: readonly string[]): string => {
  const text = needed(element, path).slice(0, 10)
  return isIsoDay(text) ? text : stop({ kind: 'value_wrong', at: `line ${element.line}, ${path.join('.')}` })
}

/** Everybody who sponsors was a member of the chamber on that day; who was not is named. */
export const checkSponsors = (bill: BillStatus, roll: Roll): readonly FileRefusal[] => {
  const named = [
    ...bill.sponsors.map(({ member }, place) => ({ member, on: bill.introducedOn, at: `sponsors.${place}` })),
    ...bill.cosponsors.map(({ member, since }, place) => ({ member, on: since, at: `cosponsors.${place}` })),
  ]
  const known = new Set(roll.members.map(({ id }) => id))
  const seatsByDay = new Map<string, ReadonlySet<string>>()
  return named.flatMap(({ member, on, at }): readonly FileRefusal[] => {
    if (!known.has(member)) return [{ kind: 'unknown_member', at: `${at}, ${member}` }]
    const seats = seatsByDay.get(on) ?? new Set(seatsOn(roll, bill.chamber, on).map((seat) => seat.member.id))
    seatsByDay.set(on, seats)
    return seats.has(member) ? [] : [{ kind: 'not_member_then', at: `${at}, ${member}, ${on}` }]
  })
}
