/**
 * Facts from files: the status of a bill, records of documents, a table. What a file says is shown before it is kept;
 * each line that says nothing certain is refused with its place. Pure.
 */
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { readBillStatus } from './billstatus.ts'
import { type Seat, stateOfCode } from './bodies.ts'
import { type CsvRow, readCsvRows } from './csv_rows.ts'
import type { FileRefusal } from './file_refusal.ts'
import { type DocumentRecord, readMarcXml, type SponsorName } from './marcxml.ts'
import { memberOfName } from './member_names.ts'
import { explanationWords, sourceWords } from './position_wire.ts'
import { type Confidence, confidences, type PositionFact, type Stance, stances } from './positions.ts'
import { isRollWhole, type ReleasedBody, seatsOfBody } from './released_body.ts'

/** What a fact says, but of which text. */
export type FileFact = Pick<
  PositionFact,
  'member' | 'stance' | 'on' | 'confidence' | 'source' | 'explanation'
> & {
  /** Place in the file: "line 12", or the symbol of a record. */
  readonly at: string
  /** As the file writes it. */
  readonly name: string
}

export type FileFacts = {
  /** Of the bill or the record, as the file has it. */
  readonly title: string | null
  readonly facts: readonly FileFact[]
  readonly refused: readonly LineRefusal[]
}

/** day_ahead: mend the day. The mends of the others stand in file_refusal.ts. */
export type LineRefusal = FileRefusal | { readonly kind: 'day_ahead'; readonly at: string }

type CountedBody = Pick<ReleasedBody, 'slug' | 'roll' | 'known'>
/** What a person said of the file: for what it does not say itself. */
export type FileGiven = {
  readonly body: CountedBody
  readonly source: string
  readonly confidence: Confidence
  /** ISO day. */
  readonly on: string
  readonly today: string
}

type Said = Omit<FileFact, 'member'> & { readonly code: string | null }

/** Of the US Congress: who tabled it, who joined and who left, each with the day. */
export const factsOfBill = (text: string, given: FileGiven): Result<FileFacts, FileRefusal> => {
  const bill = readBillStatus(text)
  if (!bill.ok) return bill
  const { type, number, congress, title, introducedOn, sponsors, cosponsors } = bill.value
  const source = given.source || `BILLSTATUS ${type} ${number}, ${congress}`
  const said = (one: { line: number; name: string; member: string }, stance: Stance, on: string): Said => ({
    at: `line ${one.line}`,
    code: one.member,
    name: one.name,
    stance,
    on,
    source,
    confidence: 'record',
    explanation: null,
  })
  return ok({
    title: `${type} ${number}: ${title}`,
    ...placed(
      [
        ...sponsors.map((one) => said(one, 'sponsor', introducedOn)),
        ...cosponsors.flatMap((one) => [
          said(one, 'cosponsor', one.since),
          ...(one.withdrawnOn === null ? [] : [said(one, 'withdrew', one.withdrawnOn)]),
        ]),
      ],
      given,
    ),
  })
}

export type RecordChoice = Pick<DocumentRecord, 'symbol' | 'title' | 'on'>

/** The records of a file, of which one is chosen. */
export const recordsOf = (text: string): Result<readonly RecordChoice[], FileRefusal> => {
  const records = readMarcXml(text)
  return records.ok ? ok(records.value.map(({ symbol, title, on }) => ({ symbol, title, on }))) : records
}

/** Who is printed on the document has its day; who joined or left later the day that a person gives. */
export const factsOfRecord = (
  text: string,
  { symbol, ...given }: FileGiven & { readonly symbol: string },
): Result<FileFacts, FileRefusal> => {
  const records = readMarcXml(text)
  if (!records.ok) return records
  const record = records.value.find((one) => one.symbol === symbol)
  if (!record) return err({ kind: 'value_wrong', at: symbol })
  const said = (of: readonly SponsorName[], stance: Stance, on: string): readonly Said[] =>
    of.map(({ name, state }) => ({
      at: symbol,
      code: state,
      name,
      stance,
      on,
      source: given.source || symbol,
      confidence: 'record',
      explanation: null,
    }))
  return ok({
    title: `${symbol}: ${record.title}`,
    ...placed(
      [
        ...said(record.sponsors, 'sponsor', record.on ?? given.on),
        ...said(record.additionalSponsors, 'cosponsor', given.on),
        ...said(record.withdrawnSponsors, 'withdrew', given.on),
      ],
      given,
    ),
  })
}

/** Of a table: `member` is a code or a name; only it and the stance have to be there. */
export const positionColumns = ['member', 'stance', 'day', 'source', 'confidence', 'explanation'] as const

export const factsOfTable = (text: string, given: FileGiven): Result<FileFacts, FileRefusal> => {
  const rows = readCsvRows(text)
  if (!rows.ok) return rows
  const missing = (['member', 'stance'] as const).find((column) => rows.value[0]?.cells[column] === undefined)
  if (missing !== undefined) return err({ kind: 'column_missing', at: missing })
  const read = rows.value.map((row) => rowOf(row, given))
  const { facts, refused } = placed(
    read.flatMap((one) => (one.ok ? [one.value] : [])),
    given,
  )
  return ok({
    title: null,
    facts,
    refused: [...read.flatMap((one) => (one.ok ? [] : [one.error])), ...refused],
  })
}

const rowOf = ({ line, cells }: CsvRow, given: FileGiven): Result<Said, FileRefusal> => {
  const at = `line ${line}`
  const refused = (column: string): Result<Said, FileRefusal> =>
    err({ kind: 'value_wrong', at: `${at}, ${column}` })
  const stance = stances.find((one) => one === cells.stance?.toLowerCase().replaceAll(/[ -]/g, '_'))
  if (stance === undefined) return refused('stance')
  const on = cells.day || given.on
  if (!isIsoDay(on)) return refused('day')
  const confidence = cells.confidence ? confidences.find((one) => one === cells.confidence) : given.confidence
  if (confidence === undefined) return refused('confidence')
  const source = sourceWords.safeParse(cells.source || given.source)
  if (!source.success) return refused('source')
  const explanation = cells.explanation ? explanationWords.safeParse(cells.explanation) : null
  if (explanation?.success === false) return refused('explanation')
  const name = cells.member ?? ''
  return ok({
    at,
    code: name,
    name,
    stance,
    on,
    confidence,
    source: source.data,
    explanation: explanation?.data ?? null,
  })
}

/** Each of a member who sat in the body that day, once. */
const placed = (all: readonly Said[], { body, today }: FileGiven): Omit<FileFacts, 'title'> => {
  const seatsByDay = new Map<string, readonly Seat[]>()
  const facts: FileFact[] = []
  const refused: LineRefusal[] = []
  const seen = new Set<string>()
  for (const { code, ...said } of all) {
    const seats = seatsByDay.get(said.on) ?? seatsOfBody(body, said.on)
    seatsByDay.set(said.on, seats)
    const member = memberOf({ code, name: said.name, on: said.on }, seats, body)
    const at = `${said.at}, ${said.name}`
    const key = `${member} ${said.stance} ${said.on}`
    if (member === null) refused.push({ kind: 'unknown_member', at })
    else if (said.on > today) refused.push({ kind: 'day_ahead', at: `${at}, ${said.on}` })
    else if (!seats.some((one) => one.member.id === member) && isRollWhole(body, said.on))
      refused.push({ kind: 'not_member_then', at: `${at}, ${said.on}` })
    else if (seen.has(key)) refused.push({ kind: 'named_twice', at })
    else facts.push({ ...said, member })
    if (member !== null) seen.add(key)
  }
  return { facts, refused }
}

type Written = { readonly code: string | null; readonly name: string; readonly on: string }

/** By the code of the data, an identifier of the member, or the name as it is written. */
const memberOf = (
  { code, name, on }: Written,
  seats: readonly Seat[],
  { roll }: CountedBody,
): string | null => {
  const known = roll.members.find(
    ({ id, identifiers }) =>
      code !== null && (id === code || identifiers.some(({ identifier }) => identifier === code)),
  )
  if (known) return known.id
  const state = code === null ? null : stateOfCode(code, on)
  if (state !== null && roll.members.some(({ id, kind }) => id === state && kind === 'state')) return state
  return memberOfName(seats, name)
}

/** What the desk has entered already, word for word, is not entered twice. */
export const notKept = (
  facts: readonly FileFact[],
  kept: readonly Pick<PositionFact, 'member' | 'stance' | 'on' | 'source'>[],
): readonly FileFact[] => {
  const keyOf = ({ member, stance, on, source }: (typeof kept)[number]): string =>
    JSON.stringify([member, stance, on, source])
  const known = new Set(kept.map(keyOf))
  return facts.filter((one) => !known.has(keyOf(one)))
}
