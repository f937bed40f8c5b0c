/** Members of a body as CSV, a line for each membership: what the public takes away, and what a desk brings. Pure. */
import { toCsv } from '#figures/core/csv.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { BodyRoll } from './body_document.ts'
import { type Group, type GroupKind, groupKinds, type Member, type Membership } from './bodies.ts'
import { type CsvRow, readCsvRows } from './csv_rows.ts'
import type { FileRefusal } from './file_refusal.ts'
import { plainId, takenIds } from './plain_ids.ts'

export const memberColumns = [
  'id',
  'name',
  'party',
  'group',
  'region',
  'area',
  'votes',
  'from',
  'to',
] as const
type MemberColumn = (typeof memberColumns)[number]

/** What a roll, of a document or of a released body, holds for it. */
type Listed = {
  readonly members: readonly Pick<Member, 'id' | 'name'>[]
  readonly groups: readonly Group[]
  readonly memberships: readonly Omit<Membership, 'body'>[]
}

export const membersCsv = ({ members, groups, memberships }: Listed): string => {
  const nameById = new Map(members.map(({ id, name }) => [id, name]))
  const groupByKey = new Map(groups.map(({ kind, id, name }) => [`${kind} ${id}`, name]))
  return toCsv([
    [...memberColumns],
    ...memberships.map(({ member, groups: of, area, votes, from, to }) => [
      member,
      nameById.get(member) ?? member,
      ...(['party', 'group', 'region'] as const).map((kind) =>
        of[kind] === undefined ? null : (groupByKey.get(`${kind} ${of[kind]}`) ?? of[kind]),
      ),
      area,
      votes ? 'yes' : 'no',
      from,
      to,
    ]),
  ])
}

export const isMembersCsv = (head: string): boolean => {
  const columns = head
    .replace(/^\uFEFF/, '')
    .split(',')
    .map((one) => one.trim().replaceAll('"', '').toLowerCase())
  return columns.includes('name') && columns.some((one) => one !== 'name' && isColumn(one))
}

const isColumn = (text: string): text is MemberColumn => memberColumns.some((one) => one === text)

/** Who has no id is one by their name. Nothing but the name has to be there. */
export const readMembersCsv = (text: string): Result<BodyRoll, FileRefusal> => {
  const rows = readCsvRows(text)
  if (!rows.ok) return rows
  const read: Row[] = []
  for (const row of rows.value) {
    const one = rowOf(row)
    if (typeof one === 'string') return err({ kind: 'value_wrong', at: `line ${row.line}, ${one}` })
    read.push(one)
  }
  if (rows.value[0] && lower(rows.value[0].cells).name === undefined)
    return err({ kind: 'column_missing', at: 'name' })
  return ok(rollOf(read))
}

type Row = {
  readonly id: string
  readonly name: string
  /** By their names. */
  readonly groups: Readonly<Partial<Record<GroupKind, string>>>
  readonly area: string | null
  readonly votes: boolean
  readonly from: string | null
  readonly to: string | null
}

const lower = (cells: CsvRow['cells']): CsvRow['cells'] =>
  Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name.toLowerCase(), cell]))

/** Or the column that is wrong. */
const rowOf = (row: CsvRow): Row | MemberColumn => {
  const cells = lower(row.cells)
  const cell = (column: MemberColumn): string => cells[column] ?? ''
  const unclean = memberColumns.find((column) => !isPlainText(cell(column)) || cell(column).length > 200)
  if (unclean) return unclean
  if (cell('name') === '' && cells.name !== undefined) return 'name'
  if (!['', 'yes', 'no'].includes(cell('votes').toLowerCase())) return 'votes'
  for (const column of ['from', 'to'] as const)
    if (cell(column) !== '' && !isIsoDay(cell(column))) return column
  if (cell('from') !== '' && cell('to') !== '' && cell('to') < cell('from')) return 'to'
  return {
    id: cell('id'),
    name: cell('name'),
    groups: Object.fromEntries(
      groupKinds.flatMap((kind) => (cell(kind) === '' ? [] : [[kind, cell(kind)] as const])),
    ),
    area: cell('area') || null,
    votes: cell('votes').toLowerCase() !== 'no',
    from: cell('from') || null,
    to: cell('to') || null,
  }
}

const rollOf = (rows: readonly Row[]): BodyRoll => {
  const taken = takenIds()
  const idByKey = new Map<string, string>()
  for (const { id, name } of rows) {
    const key = id || name
    if (!idByKey.has(key)) idByKey.set(key, taken.give(plainId(key, 'm')))
  }
  const groups = new Map<string, BodyRoll['groups'][number]>()
  const takenByKind = { region: takenIds(), party: takenIds(), group: takenIds() }
  for (const row of rows)
    for (const kind of groupKinds) {
      const name = row.groups[kind]
      if (name === undefined || groups.has(`${kind} ${name}`)) continue
      groups.set(`${kind} ${name}`, { id: takenByKind[kind].give(plainId(name, kind)), kind, name })
    }
  const nameById = new Map(rows.map(({ id, name }) => [idByKey.get(id || name) ?? '', name]))
  return {
    groups: [...groups.values()],
    members: [...nameById].map(([id, name]) => ({ id, kind: 'person', name, identifiers: [] })),
    memberships: rows.map(({ id, name, groups: named, area, votes, from, to }) => ({
      member: idByKey.get(id || name) ?? '',
      groups: Object.fromEntries(
        groupKinds.flatMap((kind) => {
          const group = named[kind] === undefined ? undefined : groups.get(`${kind} ${named[kind]}`)
          return group ? [[kind, group.id] as const] : []
        }),
      ),
      area,
      votes,
      from,
      to,
    })),
  }
}
