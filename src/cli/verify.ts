/** `amparo verify`: an export, or the live desks of a member; says what is wrong and where, and ends with 1 then. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

import { type Here, openCase } from '#cases/client/case_log.ts'
import { loadRegistry } from '#cases/client/registry.ts'
import { noJournalsYet, openJournal } from '#members/client/journal.ts'
import { openExport } from '#vault/client/v1/export.ts'

import { type AddCommand, inWords, say } from './command.ts'
import { atDesk, type Device } from './device.ts'
import { checkFilesBeside } from './export_files.ts'
import type { Files } from './export_folder.ts'
import { explainSend } from './import_send.ts'
import { askHidden, deskNamed, leave, signInFrom, type SignInOptions, withSignIn } from './sign_in.ts'
import { readTar } from '#platform/server/tar.ts'
import { tell, verifyFolder } from './verify_folder.ts'

type VerifyOptions = Partial<SignInOptions> & {
  readonly desk?: string
  readonly identity?: string
  readonly files?: string
}

export const addVerify: AddCommand = (program) => {
  withSignIn(program.command('verify'), { nameNeeded: false })
    .description('check chains, signatures and hashes of an export, or of a desk on the server')
    .argument('[export]', 'an age file, or the folder that was in it')
    .option('--identity <file>', 'age identity that opens the file; without it a passphrase is asked for')
    .option('--files <folder>', 'the files of evidence that lie beside the export')
    .option('--desk <name>', 'check this desk on the server, as a member of it')
    .action(inWords(runVerify))
}

const runVerify = async (path: string | undefined, options: VerifyOptions): Promise<void> => {
  if ((path === undefined) === (options.desk === undefined))
    throw new Error('Say what to verify: an export (a file or folder), or --desk NAME of the server.')
  const findings = path === undefined ? await verifyLive(options) : await verifyExport(path, options)
  for (const finding of findings) process.stderr.write(`${finding}\n`)
  if (findings.length === 0) return
  throw new Error(`${findings.length} found. Do not rely on it before somebody knows why.`)
}

const verifyExport = async (path: string, options: VerifyOptions): Promise<readonly string[]> => {
  if (!existsSync(path)) throw new Error(`There is no ${path}.`)
  const files = statSync(path).isDirectory() ? folderOf(path) : await openFile(path, options)
  const { findings, logs, entries, founded } = await verifyFolder(files)
  const beside = options.files === undefined ? [] : await checkFilesBeside(options.files, files)
  if (findings.length + beside.length > 0) return [...findings, ...beside]
  if (options.files !== undefined) say('Every file of evidence is beside it, as its entry says.')
  say(`${logs} logs with ${entries} entries: chains, rights, signatures and hashes hold.`)
  say(`The desk's first entry is ${founded ?? ''}: compare it with a member of the desk.`)
  return []
}

const folderOf = (folder: string): Files =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name)
        return [relative(folder, file).replaceAll(sep, '/'), readFileSync(file)] as const
      }),
  )

const openFile = async (path: string, { identity }: VerifyOptions): Promise<Files> => {
  const by =
    identity === undefined
      ? { passphrase: await passphraseOfExport() }
      : { identities: identitiesIn(identity) }
  const plain = await openExport(readFileSync(path), by)
  if (!plain) throw new Error(`${path} does not open: another key is needed, or the file is damaged.`)
  const archive = readTar(plain)
  if (!archive) throw new Error(`${path} opens, but what lies in it is no export.`)
  const files = new Map(archive.map(({ path: name, bytes }) => [name, bytes]))
  if (files.size !== archive.length) throw new Error(`${path} holds a file twice.`)
  return files
}

const identitiesIn = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('AGE-SECRET-KEY-'))

const passphraseOfExport = async (): Promise<string> => {
  const set = process.env.AMPARO_EXPORT_PASSPHRASE
  if (set !== undefined && set !== '') return set
  if (!process.stdin.isTTY) throw new Error('Give --identity FILE, or set AMPARO_EXPORT_PASSPHRASE.')
  return askHidden('Passphrase of the export: ')
}

/** As a member sees it: what does not open for this member is a finding too. */
const verifyLive = async (options: VerifyOptions): Promise<readonly string[]> => {
  const { server = '', name } = options
  if (name === undefined) throw new Error('Verifying the server wants a member: give --name.')
  const device = await signInFrom({ ...options, server, name })
  const desk = deskNamed(device, options.desk ?? '')
  const findings = await checkDesk(device, atDesk(device, desk))
  await leave(device)
  return findings
}

const checkDesk = async ({ deps, unlocked }: Device, here: Here): Promise<readonly string[]> => {
  const given = { desk: here.desk(), before: new Map(), progress: () => undefined }
  const registry = await loadRegistry(deps, unlocked, given)
  if (!registry.ok) throw new Error(explainSend(registry.error))
  const findings: string[] = []
  let entries = here.desk().log.length
  for (const line of registry.value.values()) {
    if (line.alarm !== null) findings.push(`case ${line.case}: ${line.alarm.replaceAll('_', ' ')}`)
    if (line.alarm === 'withheld') continue
    const open = await openCase(here, line, { markRead: false })
    here.opened.delete(line.case)
    if (open.ok) entries += open.value.log.length
    else
      findings.push(
        `case ${line.case}: ${tell('what' in open.error ? { ...open.error, kind: open.error.what } : open.error)}`,
      )
  }
  const journal = await openJournal(noJournalsYet({ deps, unlocked }), here.desk().desk.id)
  if (!journal.ok)
    findings.push(
      `the journal: ${tell('what' in journal.error ? { ...journal.error, kind: journal.error.what } : journal.error)}`,
    )
  else entries += journal.value?.log.length ?? 0
  if (findings.length === 0) {
    const logs = registry.value.size + (journal.ok && journal.value ? 2 : 1)
    say(`${logs} logs with ${entries} entries: chains, rights, signatures and hashes hold, every part opens.`)
    say(`The desk's first entry is ${here.desk().log[0]?.hash ?? ''}: compare it with another member.`)
  }
  return findings
}
