/**
 * `amparo recover`: with enough of the organisation's sheets, every case of the desks that trust its keys, straight from
 * the installation's database: for the day on which nobody of a desk can sign in any more.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { rootDigits } from '#members/core/root.ts'
import { verifyDesk } from '#members/core/verify_desk.ts'
import { type DeskRow, findDesks } from '#members/server/desk.store.ts'
import { type Database, inSnapshot } from '#platform/server/database.ts'
import { openOwnerDatabase } from '#platform/server/owner_database.ts'
import { toInstant } from '#vault/core/v1/statement.ts'
import type { ShareFault } from '#vault/core/v1/share_text.ts'
import { combineShares, readShares, type RootKeys, type SharesRefusal } from '#vault/client/v1/root.ts'

import { type AddCommand, inWords, readConfig, say } from './command.ts'
import { sealFor, writeSealed } from './export.ts'
import { filesOfExport } from './export_folder.ts'
import { loadStored, openAllWithKit, openWithKit, type StoredDesk } from './kit.ts'
import { askHidden } from './sign_in.ts'
import { tell } from './verify_folder.ts'

type RecoverOptions = {
  readonly desk: readonly string[]
  readonly shares?: string
  readonly to: readonly string[]
  readonly passphrase?: true
  readonly out?: string
}

const gather = (one: string, before: readonly string[]): readonly string[] => [...before, one]

export const addRecover: AddCommand = (program) => {
  program
    .command('recover')
    .description("open desks with enough of the organisation's sheets, on the machine of the installation")
    .option('--desk <name>', 'this desk alone: its name or id; may be given several times', gather, [])
    .option('--shares <file>', 'the codes of the sheets, one a line; without it they are asked for')
    .option('--to <recipient>', 'age1… of a person or program; may be given several times', gather, [])
    .option('--passphrase', 'seal it under a passphrase: asked for, or AMPARO_EXPORT_PASSPHRASE')
    .option('--out <folder>', 'the folder to write into, one file a desk; must not exist')
    .action(inWords(recover))
}

const recover = async (options: RecoverOptions): Promise<void> => {
  const out = options.out ?? `amparo-recovered-${new Date().toISOString().slice(0, 10)}`
  if (existsSync(out)) throw new Error(`${out} is there already. Name another folder with --out.`)
  const keys = await rootOf(options)
  say(`The sheets give the keys with the digits ${rootDigits(keys)}.`)
  const to = await sealFor(options)
  const { database, stop } = await openOwnerDatabase(readConfig())
  try {
    mkdirSync(out, { recursive: true, mode: 0o700 })
    for (const desk of await desksOf(database, options.desk)) {
      const stored = await loadStored(database, desk.id, [])
      const why = await notRecoverable(keys, stored)
      if (why === null) await recoverDesk(keys, { desk, stored, to, file: join(out, `${desk.id}.age`) })
      else leaveOut(`${desk.name}: ${why}`)
    }
  } finally {
    await stop()
  }
}

const leaveOut = (words: string): void => {
  process.stderr.write(`${words} It was left out.\n`)
  process.exitCode = 1
}

const rootOf = async ({ shares }: RecoverOptions): Promise<RootKeys> => {
  const keys = await combineShares(shares === undefined ? await askForShares() : sharesIn(shares))
  if (keys.ok) return keys.value
  throw new Error(explainShares(keys.error))
}

const sharesIn = (file: string): readonly string[] => {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`)
  const lines = readFileSync(file, 'utf8').split(/\r?\n/)
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'))
}

/** Each is read at once, so that whoever typed it mends it; as many as the first one says are needed. */
const askForShares = async (): Promise<readonly string[]> => {
  if (!process.stdin.isTTY) throw new Error('No sheets: give --shares FILE, or use a terminal.')
  const texts: string[] = []
  for (let needed = 2; texts.length < needed;) {
    const text = await askHidden(`Code of sheet (${texts.length + 1} of ${needed}): `)
    const read = readShares([...texts, text])
    if (!read.ok) {
      say(explainShares(read.error))
      continue
    }
    needed = read.value[0]?.threshold ?? needed
    texts.push(text)
  }
  return texts
}

const explainShares = (refusal: SharesRefusal): string => {
  switch (refusal.kind) {
    case 'share_damaged':
      return `Sheet ${refusal.place} of those given cannot be read: ${explainFault(refusal.why)}`
    case 'share_twice':
      return `Sheet ${refusal.number} was given twice. Each counts once.`
    case 'share_of_another':
      return `Sheet ${refusal.place} of those given is of other keys than the first one.`
    case 'too_few_shares':
      return `${refusal.have} of the ${refusal.need} sheets that are needed were given.`
    case 'shares_do_not_fit':
      return 'Each sheet can be read, yet together they give no key of theirs. One was made up or changed.'
  }
}

const explainFault = (fault: ShareFault): string => {
  switch (fault.kind) {
    case 'wrong_length':
      return `it has 15 groups of six letters, and ${fault.groups} were given.`
    case 'wrong_group':
      return `group ${fault.group} is not as printed.`
    case 'damaged':
      return 'its letters do not fit each other.'
    case 'newer_version':
      return 'it was made by a newer version of Amparo.'
  }
}

const desksOf = async (database: Database, names: readonly string[]): Promise<readonly DeskRow[]> => {
  const all = await inSnapshot(database, { role: 'owner' }, findDesks)
  const missing = names.find((name) => !all.some((desk) => isNamed(desk, name)))
  if (missing !== undefined) throw new Error(`There is no desk "${missing}" in this installation.`)
  return names.length === 0 ? all : all.filter((desk) => names.some((name) => isNamed(desk, name)))
}

const isNamed = ({ id, name }: DeskRow, asked: string): boolean =>
  id === asked || name.toLowerCase() === asked.trim().toLowerCase()

/** By the desk's own verified log: null where it trusts these keys. */
const notRecoverable = async (keys: RootKeys, { id, log }: StoredDesk): Promise<string | null> => {
  const verified = await verifyDesk(log, id, null)
  if (!verified.ok) return `its log does not verify: ${tell(verified.error)}.`
  const { root } = verified.value.desk
  if (!root) return 'none of its leads has compared the digits of the sheets, so they cannot open it.'
  const same = root.root === keys.root && root.recovery === keys.recovery
  return same ? null : 'it trusts other keys than these sheets give.'
}

type OneDesk = {
  readonly desk: DeskRow
  readonly stored: StoredDesk
  readonly to: Awaited<ReturnType<typeof sealFor>>
  readonly file: string
}

const recoverDesk = async (keys: RootKeys, { desk, stored, to, file }: OneDesk): Promise<void> => {
  const opened = await openWithKit({ identity: keys.identity, recipient: keys.recovery }, stored)
  const { cases, journal, leftOut } = await openAllWithKit(opened, stored)
  const now = new Date()
  const exporting = {
    desk: opened,
    by: 'shares',
    bundle: stored.bundle,
    cases,
    journal,
    at: toInstant(now),
  } as const
  await writeSealed(file, filesOfExport(exporting).files, { to, at: now })
  say(`${desk.name}: ${cases.length} cases${journal ? ' and the journal' : ''} were written to ${file}.`)
  for (const words of leftOut) leaveOut(`${desk.name}: ${words}`)
}
