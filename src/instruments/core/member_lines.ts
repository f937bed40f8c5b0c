/**
 * The members of a body from a pasted list: a line each with name, group and identifier, parted by tabs or semicolons.
 * Who has no identifier gets one from the name; two of one identifier are refused with the line. Pure.
 */
import { isPlainText } from '#kernel/core/plain_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { FileRefusal } from './file_refusal.ts'
import type { ListedMember } from './votes.ts'

/** As in Popolo files; such a member sits there and is not counted. */
const WITHOUT_VOTE = /^(non-voting member|no vote|without a vote|بلا صوت)$/i
const MOST = 2000

export const readMembers = (text: string): Result<readonly ListedMember[], FileRefusal> => {
  const members: ListedMember[] = []
  const taken = new Set<string>()
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    if (raw.trim() === '') continue
    const at = `line ${index + 1}`
    const cells = raw.split(/\t|;/).map((cell) => cell.trim())
    const votes = !cells.some((cell) => WITHOUT_VOTE.test(cell))
    const [name = '', group = '', given = ''] = cells.filter((cell) => !WITHOUT_VOTE.test(cell))
    if (name === '' || name.length > 200 || group.length > 200 || !isPlainText(name + group))
      return err({ kind: 'value_wrong', at })
    const id = given === '' ? idOfName(name, index + 1) : given
    if (!/^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$/.test(id))
      return err({ kind: 'value_wrong', at: `${at}, ${id}` })
    if (taken.has(id)) return err({ kind: 'named_twice', at: `${at}, ${name}` })
    taken.add(id)
    members.push({ id, name, group: group === '' ? null : group, votes })
    if (members.length > MOST) return err({ kind: 'too_large', at })
  }
  return ok(members)
}

/** A name that has no Latin letters is called by its line. */
const idOfName = (name: string, line: number): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || `member-${line}`
