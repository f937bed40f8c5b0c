/** `amparo export`: cases of a desk as a plain folder inside an age file, and an entry in the desk's log that says so. */
import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { Readable } from 'node:stream'

import { type Here, openCase } from '#cases/client/case_log.ts'
import { isErased, loadRegistry, type RegistryLine } from '#cases/client/registry.ts'
import { caseListAnswer, type CaseLineWire } from '#cases/core/wire.ts'
import { appendToDeskLog } from '#members/client/desk_log.ts'
import { noJournalsYet, openJournal } from '#members/client/journal.ts'
import { at } from '#members/client/unlocked.ts'
import { deskLogAnswer } from '#members/core/wire.ts'
import { proposeExport } from '#releases/client/documents.ts'
import { needsRelease } from '#releases/core/exports.ts'
import { openOwnerDatabase } from '#platform/server/owner_database.ts'
import { hashOf, toInstant } from '#vault/core/v1/statement.ts'
import { wireToBytes, wireToHead } from '#vault/core/wire.ts'
import { type ExportTo, isExportRecipient, sealExport } from '#vault/client/v1/export.ts'

import { openBlobs } from '#platform/server/blobs.ts'
import { type AddCommand, inWords, readConfig, say } from './command.ts'
import { atDesk } from './device.ts'
import {
  type ExportedCase,
  type ExportedJournal,
  type Exporting,
  type Files,
  filesOfExport,
} from './export_folder.ts'
import { openEvidence } from './evidence.ts'
import { filesBeside, filesNamed, fromServer, type NamedFile, writeFiles } from './export_files.ts'
import { explainSend } from './import_send.ts'
import { limitWords } from './limit_words.ts'
import { loadKit, loadParts, loadStored, openAllWithKit, openWithKit } from './kit.ts'
import { newPassphrase } from './passphrase.ts'
import {
  deskNamed,
  leave,
  mustLead,
  proveFrom,
  signInFrom,
  type SignInOptions,
  withSignIn,
} from './sign_in.ts'
import { tarEnd, tarOf } from '#platform/server/tar.ts'
import { tell } from './verify_folder.ts'

type ExportOptions = Omit<SignInOptions, 'name'> & {
  readonly name?: string
  readonly kit?: string
  readonly desk: string
  readonly case: readonly string[]
  readonly to: readonly string[]
  readonly passphrase?: true
  readonly out?: string
  readonly propose?: true
  readonly reason?: string
}

const gather = (one: string, before: readonly string[]): readonly string[] => [...before, one]

export const addExport: AddCommand = (program) => {
  withSignIn(program.command('export'), { nameNeeded: false })
    .description('write cases of a desk into an age file, for whoever holds its key')
    .requiredOption('--desk <name>', 'the desk: its name or id; of its members, leads alone may export')
    .option(
      '--kit <file>',
      "open it with the desk's printed kit, on the machine of the installation, as nobody",
    )
    .option('--case <id>', 'this case alone; may be given several times', gather, [])
    .option('--to <recipient>', 'age1… of a person or program; may be given several times', gather, [])
    .option('--passphrase', 'seal it under a passphrase: asked for, or AMPARO_EXPORT_PASSPHRASE')
    .option('--out <file>', 'the file to write')
    .option('--propose', 'ask another lead to release an export of more than one case; writes no file')
    .option('--reason <words>', 'with --propose: why, in words that name nobody')
    .action(
      inWords((options: ExportOptions) => (options.propose ? runProposal(options) : runExport(options))),
    )
}

const runExport = async (options: ExportOptions): Promise<void> => {
  const exportTo = exporterFor(options)
  const to = await sealFor(options)
  const out = options.out ?? `amparo-export-${new Date().toISOString().slice(0, 10)}.age`
  // Made before anything is asked of the server: no file is ever overwritten.
  const part = `${out}.part`
  if (existsSync(filesBeside(out)))
    throw new Error(`${filesBeside(out)} is there already. Name another file with --out.`)
  for (const file of [out, part]) closeSync(openFresh(file))
  rmSync(out)
  try {
    const written = await exportTo(part, to)
    renameSync(part, out)
    if (existsSync(filesBeside(part))) renameSync(filesBeside(part), filesBeside(out))
    say(`${written} were written to ${out}${endings[options.kit === undefined ? 'member' : 'kit']}`)
  } finally {
    rmSync(part, { force: true })
    rmSync(filesBeside(part), { recursive: true, force: true })
  }
}

/** More than one case leaves only when a second lead agrees: what it is and why goes to the desk's page. */
const runProposal = async ({ name, kit, reason = '', ...options }: ExportOptions): Promise<void> => {
  if (name === undefined || kit !== undefined)
    throw new Error('A lead proposes: give --name, and no --kit. With the kit nothing is proposed.')
  if (reason.trim() === '')
    throw new Error('Say why with --reason "…". The server reads these words: name nobody in them.')
  const device = await signInFrom({ ...options, name })
  const desk = deskNamed(device, options.desk)
  mustLead(device, desk)
  const lines = await linesOf(atDesk(device, desk), options.case)
  if (!needsRelease(lines.length)) {
    await leave(device)
    return say('One case needs nobody to release it: export it without --propose.')
  }
  const scope = options.case.length === 0 ? 'desk' : 'cases'
  const body = { scope, cases: lines.length, reason: reason.trim() } as const
  const proposed = await proposeExport(device.deps, { desk, body })
  await leave(device)
  if (!proposed.ok) throw new Error(`The export could not be proposed: ${tell(proposed.error)}.`)
  say(
    proposed.value.versions.some(({ state }) => state === 'released')
      ? `This desk has one lead, so it is released; the reason stays with the desk. Export ${lines.length} cases within a day.`
      : `The export of ${lines.length} cases is proposed. When another lead has released it at the desk, under Releases, export within a day.`,
  )
}

const endings = {
  member: ", and the desk's log says so.",
  kit: ". Nobody signed for it, so the desk's log does not say so: write down who opened the desk, when and why.",
}

/** Seals into the file and answers what, in words. */
type Exporter = (file: string, to: ExportTo) => Promise<string>

const inAll = ({ cases, journal }: Pick<Exporting, 'cases' | 'journal'>): string => {
  const files = filesNamed(cases).length
  const all = journal ? `${cases.length} cases and the journal` : `${cases.length} cases`
  return files === 0 ? all : `${all}, with ${files} files in the folder ending in -files,`
}

const exporterFor = ({ name, kit, ...options }: ExportOptions): Exporter => {
  if (name !== undefined && kit === undefined)
    return (file, to) => exportAsMember(file, to, { ...options, name })
  if (kit !== undefined && name === undefined)
    return (file, to) => exportWithKit(file, to, { ...options, kit })
  throw new Error('Say who opens the desk: --name of a lead, or --kit FILE with its printed kit.')
}

const openFresh = (file: string): number => {
  try {
    return openSync(file, 'wx', 0o600)
  } catch (cause) {
    throw new Error(`${file} cannot be made, or is there already. Name another file with --out.`, { cause })
  }
}

const ofExport = { of: 'the export', variable: 'AMPARO_EXPORT_PASSPHRASE' }

export const sealFor = async ({
  to,
  passphrase,
}: Pick<ExportOptions, 'to' | 'passphrase'>): Promise<ExportTo> => {
  if (to.length > 0 === (passphrase === true)) throw new Error('Say for whom: --to age1… or --passphrase.')
  if (passphrase) return { kind: 'passphrase', passphrase: await newPassphrase(ofExport) }
  const wrong = to.find((one) => !isExportRecipient(one))
  if (wrong?.startsWith('age1pq1'))
    throw new Error(
      `${wrong.slice(0, 16)}… is a hybrid recipient, which age 1.1 cannot read. Make one with age-keygen.`,
    )
  if (wrong !== undefined)
    throw new Error(`${wrong} is not an age recipient. It begins with age1 and has 62 letters.`)
  return { kind: 'recipient', recipients: to }
}

type What = Pick<ExportOptions, 'desk' | 'case'>

const exportWithKit = async (
  file: string,
  to: ExportTo,
  options: What & { readonly kit: string },
): Promise<string> => {
  const kit = await loadKit(options.kit)
  const { database, stop } = await openOwnerDatabase(readConfig())
  const loading = async () => {
    const loaded = await loadStored(database, options.desk, options.case)
    return { loaded, parts: await loadParts(database, loaded) }
  }
  const { loaded: stored, parts } = await loading().finally(stop)
  const desk = await openWithKit(kit, stored)
  const { cases, journal, leftOut } = await openAllWithKit(desk, stored)
  const blobs = openBlobs(readConfig().dataFolder)
  const give = async ({ file: id }: NamedFile) => blobs.each(id, parts(id))
  const lost: string[] = []
  await writeFiles(filesBeside(file), filesNamed(cases), { give, onLost: (words) => lost.push(words) })
  const now = new Date()
  const exporting = { desk, by: 'kit', bundle: stored.bundle, cases, journal, at: toInstant(now) } as const
  await writeSealed(file, filesOfExport(exporting).files, { to, at: now })
  for (const words of [...leftOut, ...lost]) process.stderr.write(`${words} It was left out.\n`)
  if (leftOut.length + lost.length > 0) process.exitCode = 1
  return inAll(exporting)
}

const exportAsMember = async (file: string, to: ExportTo, options: What & SignInOptions): Promise<string> => {
  const device = await signInFrom(options)
  const desk = deskNamed(device, options.desk)
  mustLead(device, desk)
  const here = atDesk(device, desk)
  const lines = await linesOf(here, options.case)
  const wires = await wiresOf(here)
  const cases: ExportedCase[] = []
  for (const line of lines) cases.push(await exportCase(here, line, wires.get(line.case)))
  const now = at(here.deps)
  const bundle = await bundleOf(here)
  const journal = options.case.length === 0 ? await journalFor(here) : null
  const exporting = { desk: here.desk(), by: 'member', bundle, cases, journal, at: now } as const
  const { files, manifest } = filesOfExport(exporting)
  const evidence = openEvidence(device)
  await writeFiles(filesBeside(file), filesNamed(cases), { give: fromServer(evidence, desk) })
  await writeSealed(file, files, { to, at: here.deps.clock() })
  // Only then the desk's log says so; without its entry the file is thrown away.
  const coded = { manifest: hashOf(manifest), cases: cases.length, to: to.kind }
  const append = () => appendToDeskLog(here.deps, here.unlocked, { desk, kind: 'exported', coded })
  let told = await append()
  if (!told.ok && told.error.kind === 'passphrase_again') {
    await proveFrom(device, options)
    told = await append()
  }
  if (!told.ok && told.error.kind === 'refused_by_server' && told.error.type === 'export_not_released')
    throw new Error(notReleased)
  if (!told.ok && limitWords(told.error)) throw new Error(`${limitWords(told.error)} Nothing was exported.`)
  if (!told.ok)
    throw new Error(`The desk's log could not be written (${told.error.kind}); nothing was exported.`)
  await leave(device)
  return inAll(exporting)
}

const notReleased =
  'More than one case leaves the desk only when another lead has released it within the last day; nothing was exported. ' +
  'Propose it: amparo export --propose --reason "…" with the same --desk and --case. The other lead releases it at the ' +
  'desk, under Releases; then export again.'

const linesOf = async (here: Here, wanted: readonly string[]): Promise<readonly RegistryLine[]> => {
  const given = { desk: here.desk(), before: new Map(), progress: () => undefined }
  const registry = await loadRegistry(here.deps, here.unlocked, given)
  if (!registry.ok) throw new Error(explainSend(registry.error))
  const missing = wanted.find((id) => !registry.value.has(id))
  if (missing !== undefined) throw new Error(`There is no case ${missing} at this desk.`)
  const erased = wanted.find((id) => isErased(registry.value.get(id)!))
  if (erased !== undefined) throw new Error(`Case ${erased} was erased: there is nothing left to export.`)
  if (wanted.length > 0) return wanted.map((id) => registry.value.get(id)!)
  return [...registry.value.values()].filter((line) => !isErased(line))
}

/** Heads and grants as they are stored. */
const wiresOf = async (here: Here): Promise<ReadonlyMap<string, CaseLineWire>> => {
  const wires = new Map<string, CaseLineWire>()
  let after: string | null = null
  do {
    const query: string = after === null ? '' : `?after=${after}`
    const path = `/desks/${here.desk().desk.id}/cases${query}`
    const page = await here.deps.api('GET', path, { answer: caseListAnswer })
    if (!page.ok) throw new Error('The server does not answer any more; nothing was exported.')
    for (const wire of page.value.cases) wires.set(wire.case, wire)
    after = page.value.next
  } while (after !== null)
  return wires
}

const bundleOf = async (here: Here): Promise<Uint8Array | null> => {
  const path = `/desks/${here.desk().desk.id}/log`
  const answer = await here.deps.api('GET', path, { answer: deskLogAnswer })
  const bundle = answer.ok && answer.value.bundle !== null ? wireToBytes(answer.value.bundle) : null
  // Another lead may have changed it meanwhile: the one of the verified log, or none.
  return bundle && hashOf(bundle) === here.desk().desk.bundle ? bundle : null
}

/** What was noted for the desk and no single case. */
const journalFor = async ({ deps, unlocked, desk }: Here): Promise<ExportedJournal | null> => {
  const open = await openJournal(noJournalsYet({ deps, unlocked }), desk().desk.id)
  if (!open.ok) throw new Error(`The journal: ${tell(open.error)}; nothing was exported.`)
  const { value } = open
  return value && { open: value, grant: { ...value.grant, sealed: wireToBytes(value.grant.sealed) } }
}

/** A case that does not verify is no case to pass on: the export stops and says which. */
const exportCase = async (
  here: Here,
  line: RegistryLine,
  wire: CaseLineWire | undefined,
): Promise<ExportedCase> => {
  if (line.alarm !== null)
    throw new Error(`Case ${line.case} does not verify (${line.alarm}); nothing was exported.`)
  const open = await openCase(here, line, { markRead: false })
  here.opened.delete(line.case)
  if (!open.ok && limitWords(open.error)) throw new Error(`${limitWords(open.error)} Nothing was exported.`)
  if (!open.ok) throw new Error(`Case ${line.case}: ${tell(open.error)}; nothing was exported.`)
  return {
    open: { case: open.value.case, log: open.value.log, entries: open.value.entries },
    grant: wire?.grant ? { ...wire.grant, sealed: wireToBytes(wire.grant.sealed) } : null,
    head: wire?.head ? wireToHead(wire.head) : null,
  }
}

export const writeSealed = async (
  file: string,
  files: Files,
  given: { readonly to: ExportTo; readonly at: Date },
): Promise<void> => {
  const archive = function* (): Generator<Uint8Array> {
    for (const [path, bytes] of files) yield tarOf({ path, bytes }, given.at)
    yield tarEnd()
  }
  const sealed = await sealExport(
    Readable.toWeb(Readable.from(archive())) as ReadableStream<Uint8Array>,
    given.to,
  )
  const descriptor = openSync(file, 'w', 0o600)
  try {
    for await (const bytes of sealed) writeSync(descriptor, bytes)
  } finally {
    closeSync(descriptor)
  }
}
