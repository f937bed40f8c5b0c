/**
 * Records of a library of documents (MARCXML): symbol, title, day, sponsors and those who joined later, what an
 * amendment amends, and the documents that a record leads to. Text that was written as UTF-8 twice is repaired. Pure.
 */
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { stateOfName } from './bodies.ts'
import type { FileRefusal } from './file_refusal.ts'
import { childElements, isNamed, readXml, textOf, type XmlElement } from './xml.ts'

export type SponsorName = {
  /** As written. */
  readonly name: string
  /** ISO code of a State, or null: a group, or a name that is not known here. */
  readonly state: string | null
}

export type DocumentRecord = {
  readonly symbol: string
  readonly title: string
  /** ISO day; null: not given as one. */
  readonly on: string | null
  /** Printed on the document. */
  readonly sponsors: readonly SponsorName[]
  /** Joined after it was issued; the record does not say on which day. */
  readonly additionalSponsors: readonly SponsorName[]
  /** Taken off the list of sponsors again. */
  readonly withdrawnSponsors: readonly SponsorName[]
  /** Symbol of the draft that this amends. */
  readonly amends: string | null
  readonly notes: readonly string[]
  /** Symbols of reports and of the resolution that came of it. */
  readonly linked: readonly string[]
}

export const readMarcXml = (text: string): Result<readonly DocumentRecord[], FileRefusal> => {
  const root = readXml(text)
  if (!root.ok) return root
  const isCollection = isNamed(root.value, 'collection')
  if (!isCollection && !isNamed(root.value, 'record')) return err({ kind: 'not_this_format', at: 'line 1' })
  const records: DocumentRecord[] = []
  for (const element of isCollection ? childElements(root.value, 'record') : [root.value]) {
    const record = recordOf(element)
    if (!record.ok) return record
    if (records.some(({ symbol }) => symbol === record.value.symbol))
      return err({ kind: 'named_twice', at: `line ${element.line}, ${record.value.symbol}` })
    records.push(record.value)
  }
  return records.length === 0 ? err({ kind: 'not_this_format', at: 'line 1' }) : ok(records)
}

const recordOf = (record: XmlElement): Result<DocumentRecord, FileRefusal> => {
  const [symbol] = fields(record, '191', 'a')
  if (!symbol) return err({ kind: 'value_wrong', at: `line ${record.line}, 191 a` })
  const titles = childElements(record, 'datafield').filter(({ attributes }) => attributes.tag === '245')
  const title = titles.flatMap((one) => subfields(one, ['a', 'b'])).join(' ')
  if (title === '') return err({ kind: 'value_wrong', at: `line ${record.line}, 245 a` })
  const [day = ''] = fields(record, '269', 'a')
  const notes = fields(record, '515', 'a')
  return ok({
    symbol,
    title: title.replace(/(?<!\s)\s*[:/]\s*$/, ''),
    on: isIsoDay(day) ? day : null,
    sponsors: fields(record, '710', 'a').map(sponsorOf),
    additionalSponsors: notes.flatMap(additionalIn),
    withdrawnSponsors: notes.flatMap(removedIn),
    amends:
      /\bamendments? to (?:revised )?draft (?:resolution|decision) (A\/[\w./-]*\w)/i.exec(title)?.[1] ?? null,
    notes,
    linked: fields(record, '993', 'a'),
  })
}

const fields = (record: XmlElement, tag: string, code: string): readonly string[] =>
  childElements(record, 'datafield')
    .filter(({ attributes }) => attributes.tag === tag)
    .flatMap((field) => subfields(field, [code]))

const subfields = (field: XmlElement, codes: readonly string[]): readonly string[] =>
  childElements(field, 'subfield')
    .filter(({ attributes }) => codes.includes(attributes.code ?? ''))
    .map((one) => repairText(textOf(one)))
    .filter((text) => text !== '')

const sponsorOf = (name: string): SponsorName => ({ name, state: stateOfName(name) })

/** "A, B and C"; names that hold a comma or an "and" are put together again where they make a State. */
const namesIn = (list: string): readonly SponsorName[] => {
  const parts = list.split(/, | and /).map((one) => one.trim())
  const names: string[] = []
  for (let at = 0; at < parts.length; at += 1) {
    const joined = [3, 2]
      .map((length) => parts.slice(at, at + length).join(' and '))
      .find((one, place) => at + 3 - place <= parts.length && stateOfName(one) !== null)
    if (joined !== undefined) at += joined.split(' and ').length - 1
    names.push(joined ?? parts[at] ?? '')
  }
  return names.filter((name) => name !== '').map(sponsorOf)
}

/** Ends with the report that names them, "(A/78/481/Add.2)". */
const additionalIn = (note: string): readonly SponsorName[] =>
  [...note.matchAll(/Additional sponsors?: (.+?)(?= \(A\/|\. - |\.?$)/g)].flatMap(([, list = '']) =>
    namesIn(list),
  )

const removedIn = (note: string): readonly SponsorName[] =>
  [...note.matchAll(/(?:^|\. - )([^.]+?) (?:was|were) removed from the list of sponsors/g)].flatMap(
    ([, list = '']) => namesIn(list),
  )

/** Windows-1252 where it differs from Latin-1: what some programs made of the bytes. */
const bytes1252 = new Map(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map((sign, place) => [sign, 0x80 + place]),
)

/** "CÃ´te" was "Côte": each run of such signs is read as bytes, and kept as it is where they are no UTF-8. */
export const repairText = (text: string): string =>
  text.replaceAll(/[\u0080-\uFFFF]+/g, (run) => {
    const bytes = [...run].map((sign) => {
      const code = sign.codePointAt(0) ?? 0
      return bytes1252.get(sign) ?? (code <= 0xff ? code : null)
    })
    if (bytes.includes(null)) return run
    try {
      return decodeURIComponent(bytes.map((byte) => `%${(byte ?? 0).toString(16).padStart(2, '0')}`).join(''))
    } catch {
      return run
    }
  })
