/** Acts of a public record pasted as CSV: as many as can be read, and of the others the line and what is wrong. Pure. */
import { readCsvRows } from '#instruments/core/csv_rows.ts'
import { parseEdtf } from '#kernel/core/edtf.ts'
import { dutyCodes, engagementResults, engagementTypes } from '#kernel/core/vocabulary/missions.ts'
import type { PublicEngagement } from './mission_record.ts'

/** In any order; the first five are needed. Several duties or missions are parted by spaces or semicolons. */
export const actColumns = [
  'on',
  'type',
  'duties',
  'what',
  'publisher',
  'title',
  'address',
  'result',
  'joint_with',
  'id',
] as const
const needed = actColumns.slice(0, 5)

export const actProblems = [
  'unreadable',
  'column_missing',
  'day_unreadable',
  'type_unknown',
  'duty_unknown',
  'result_unknown',
  'empty',
] as const
export type ActProblem = {
  readonly line: number
  readonly problem: (typeof actProblems)[number]
  readonly what: string
}

/** Most acts of a record. */
const MOST = 500

export const readActs = (
  text: string,
  { lang, taken }: { readonly lang: string; readonly taken: readonly string[] },
): { readonly acts: readonly PublicEngagement[]; readonly problems: readonly ActProblem[] } => {
  const rows = readCsvRows(text)
  if (!rows.ok) return { acts: [], problems: [{ line: 1, problem: 'unreadable', what: rows.error.kind }] }
  const missing = needed.filter((name) => rows.value[0] && !(name in rows.value[0].cells))
  if (missing.length > 0 || rows.value.length === 0)
    return {
      acts: [],
      problems: [
        { line: 1, problem: 'column_missing', what: (missing.length > 0 ? missing : needed).join(', ') },
      ],
    }
  const ids = new Set(taken)
  const acts: PublicEngagement[] = []
  const problems: ActProblem[] = []
  for (const { line, cells } of rows.value.slice(0, MOST)) {
    const read = readAct(cells, lang)
    if ('problem' in read) problems.push({ line, ...read })
    else {
      const id = freeId(cells.id || `${read.on}-${read.type}`, ids)
      ids.add(id)
      acts.push({ ...read, id })
    }
  }
  return { acts, problems }
}

type Cells = Readonly<Record<string, string>>

const readAct = (cells: Cells, lang: string): Omit<PublicEngagement, 'id'> | Omit<ActProblem, 'line'> => {
  const { on = '', what = '', publisher = '', title = '', address = '' } = cells
  const type = engagementTypes.find((one) => one === cells.type)
  const result = engagementResults.find((one) => one === (cells.result || 'done'))
  const named = partsOf(cells.duties)
  const duties = dutyCodes.filter((one) => named.includes(one))
  const strange = named.find((one) => !dutyCodes.some((code) => code === one))
  if (!parseEdtf(on).ok) return { problem: 'day_unreadable', what: on }
  if (!type) return { problem: 'type_unknown', what: cells.type ?? '' }
  if (strange !== undefined || duties.length === 0) return { problem: 'duty_unknown', what: strange ?? '' }
  if (!result) return { problem: 'result_unknown', what: cells.result ?? '' }
  if (what === '' || publisher === '') return { problem: 'empty', what: what === '' ? 'what' : 'publisher' }
  return {
    type,
    duties,
    on,
    result,
    what: { [lang]: what },
    jointWith: partsOf(cells.joint_with),
    about: null,
    sources: [
      {
        publisher,
        title: title === '' ? publisher : title,
        address: address === '' ? null : address,
        checkedOn: null,
      },
    ],
  }
}

const partsOf = (cell = ''): string[] => cell.split(/[\s;,]+/).filter((one) => one !== '')

/** As an address has it; a second one of the same name gets a number. */
export const freeId = (wanted: string, taken: ReadonlySet<string>): string => {
  const plain =
    wanted
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      // After the line before, no two hyphens stand side by side.
      .slice(0, 70)
      .replaceAll(/^-|-$/g, '') || 'act'
  if (!taken.has(plain)) return plain
  let number = 2
  while (taken.has(`${plain}-${number}`)) number += 1
  return `${plain}-${number}`
}
