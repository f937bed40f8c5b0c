/** `amparo evidence`: files of a case from a terminal. They stream from the disk and to it; none is held in memory. */
import { createWriteStream, existsSync, openAsBlob, renameSync, rmSync, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'

import type { Command } from 'commander'

import { appendEntries } from '#cases/client/case_writing.ts'
import { noCasesYet, viewCase } from '#cases/client/desk_cases.ts'
import { evidenceIn, saveEvidence } from '#cases/client/evidence_read.ts'
import {
  addEvidence,
  type EvidenceOf,
  noEvidenceYet,
  resumeEvidence,
  waitingUploads,
} from '#cases/client/evidence_upload.ts'
import type { EvidenceNote, EvidenceRefusal, FileLike } from '#cases/client/evidence_views.ts'
import { type EvidenceType, evidenceTypes } from '#cases/core/terms.ts'
import type { CaseView } from '#cases/client/views.ts'
import type { Result } from '#kernel/core/result.ts'

import { type AddCommand, inWords, say } from './command.ts'
import { type Device } from './device.ts'
import { deskNamed, leave, mustWrite, signInFrom, type SignInOptions, withSignIn } from './sign_in.ts'
import { tell } from './verify_folder.ts'

type CaseOptions = SignInOptions & { readonly desk: string; readonly case: string }
type AddOptions = CaseOptions & {
  readonly type?: string
  readonly title?: string
  readonly from?: string
  readonly received?: string
  readonly note?: string
  readonly about?: string
}
type GetOptions = CaseOptions & { readonly out?: string; readonly age?: true }

const ofCase = (command: Command): Command =>
  withSignIn(command)
    .requiredOption('--desk <name>', 'the desk: its name or id')
    .requiredOption('--case <id>', 'the case')

export const addEvidenceCommands: AddCommand = (program) => {
  const evidence = program.command('evidence').description('files of a case: add them, list them, get them')
  ofCase(evidence.command('add'))
    .description('seal a file and add it to a case')
    .argument('<file>')
    .option('--type <type>', `${evidenceTypes.join(', ')}; by the name of the file unless told`)
    .option('--title <words>', 'what it shows')
    .option('--from <words>', 'from whom it was received')
    .option('--received <date>', 'when: a day, a month, a year (EDTF)')
    .option('--note <words>', 'anything else')
    .option('--about <entry>', 'the entry that it tells about')
    .action(inWords(runAdd))
  ofCase(evidence.command('list')).description('the files of a case').action(inWords(runList))
  ofCase(evidence.command('get'))
    .description('write a file out of Amparo; the case says who did')
    .argument('<entry>', 'the entry of the file, as the list gives it')
    .option('--out <file>', 'the file to write; its own name unless told')
    .option('--age', 'leave it encrypted, and write its key beside it')
    .action(inWords(runGet))
}

export const openEvidence = ({ deps, unlocked }: Device): EvidenceOf => {
  const cases = noCasesYet({ deps, unlocked, progress: showProgress() })
  return noEvidenceYet({
    ...cases,
    bytes: deps.bytes,
    view: (given) => viewCase(cases, given),
    append: (given) => appendEntries(cases, given),
  })
}

/** On a terminal alone; every hundredth. */
const showProgress = () => {
  let shown = ''
  return (done: number, total: number, what: string): void => {
    if (!process.stderr.isTTY || total === 0) return
    const line = `${what.replaceAll('_', ' ')} ${Math.floor((100 * done) / total)} %`
    if (line === shown) return
    shown = line
    process.stderr.write(`\r${line}${done >= total ? '\n' : ''}`)
  }
}

const runAdd = async (path: string, options: AddOptions): Promise<void> => {
  const type = typeOf(path, options.type)
  const file = await fileAt(path)
  const device = await signInFrom(options)
  const desk = deskNamed(device, options.desk)
  mustWrite(device, desk)
  const of = openEvidence(device)
  const where = { desk, case: options.case }
  const { about } = options
  const words: EvidenceNote = {
    ...(options.title && { title: options.title }),
    ...(options.from && { receivedFrom: options.from }),
    ...(options.received && { received: options.received }),
    ...(options.note && { note: options.note }),
  }
  const given = { ...where, file, type, words, ...(about !== undefined && { about }) }
  const added = await untilThrough(of, given, await addEvidence(of, given))
  const entry = added.entries.findLast(({ kind }) => kind === 'evidence' || kind === 'dark')
  await leave(device)
  say(`${file.name} was added as entry ${entry?.id ?? ''}.`)
}

/** Seconds between tries, when the server is away: a line that is cut for five minutes costs nothing that was sent. */
const WAIT_SECONDS = 5
const TRIES = 60

const untilThrough = async (
  of: EvidenceOf,
  given: { readonly desk: string; readonly case: string; readonly file: FileLike },
  first: Result<CaseView, EvidenceRefusal>,
): Promise<CaseView> => {
  let last = first
  for (let tries = 0; !last.ok && last.error.kind === 'unreachable' && tries < TRIES; tries++) {
    const [waiting] = await waitingUploads(of, given)
    if (!waiting) break
    if (tries === 0) process.stderr.write('The server does not answer; trying again.\n')
    await new Promise((next) => setTimeout(next, WAIT_SECONDS * 1000))
    last = await resumeEvidence(of, { ...given, id: waiting.id })
  }
  return orWords(last)
}

const runList = async (options: CaseOptions): Promise<void> => {
  const device = await signInFrom(options)
  const of = openEvidence(device)
  orWords(await of.view({ desk: deskNamed(device, options.desk), case: options.case }))
  for (const entry of of.opened.get(options.case)?.entries ?? []) {
    const file = evidenceIn(entry)
    if (file) say([entry.id, file.coded.type, file.words.size, file.words.name].join('\t'))
  }
  await leave(device)
}

const runGet = async (entry: string, options: GetOptions): Promise<void> => {
  if (options.out !== undefined) refuseThere(options.out)
  const device = await signInFrom(options)
  const desk = deskNamed(device, options.desk)
  mustWrite(device, desk)
  const of = openEvidence(device)
  const given = { desk, case: options.case, entry, to: options.age ? 'age' : 'plain' } as const
  const saved = orWords(await saveEvidence(of, given))
  const out = options.out ?? saved.name
  refuseThere(out)
  const part = `${out}.part`
  try {
    const stream = Readable.fromWeb(saved.stream as unknown as NodeStream)
    await pipeline(stream, createWriteStream(part, { flags: 'wx', mode: 0o600 }))
    renameSync(part, out)
  } catch (cause) {
    rmSync(part, { force: true })
    throw inFileWords(cause, out)
  }
  await leave(device)
  say(`${saved.size} bytes were written to ${out}, and the case says so.`)
  if (saved.identity !== null)
    say(`It opens with: age --decrypt -i KEY ${out}, KEY being a file with ${saved.identity}`)
}

const inFileWords = (cause: unknown, out: string): Error => {
  if (cause instanceof Error && cause.name === 'StreamRefused')
    return new Error(
      `What the server gave is not the file (${cause.message}). Nothing was kept; tell your lead.`,
    )
  return new Error(`${out} could not be written.`, { cause })
}

const refuseThere = (out: string): void => {
  if (existsSync(out)) throw new Error(`${out} is there already. Name another file with --out.`)
}

const fileAt = async (path: string): Promise<FileLike> => {
  if (!existsSync(path) || !statSync(path).isFile()) throw new Error(`There is no file ${path}.`)
  const { size, mtimeMs } = statSync(path)
  const blob = await openAsBlob(path)
  const type = mediaTypes[extname(path).toLowerCase()] ?? ''
  return {
    name: basename(path),
    size,
    lastModified: Math.floor(mtimeMs),
    type,
    slice: (from, to) => blob.slice(from, to),
  }
}

/** What pages can show; anything else is a file of which only the name speaks. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mov': 'video/quicktime',
}

const typeOf = (path: string, told: string | undefined): EvidenceType => {
  if (told !== undefined) {
    const known = evidenceTypes.find((type) => type === told)
    if (!known) throw new Error(`${told} is no type. Give one of ${evidenceTypes.join(', ')}.`)
    return known
  }
  const [kind] = (mediaTypes[extname(path).toLowerCase()] ?? '').split('/')
  return evidenceTypes.find((type) => type === kind) ?? (kind === '' ? 'other' : 'document')
}

const orWords = <T>(result: Result<T, EvidenceRefusal>): T => {
  if (result.ok) return result.value
  const { error } = result
  const type = error.kind === 'refused_by_server' ? error.type : error.kind
  throw new Error(words[type] ?? `Refused: ${tell({ ...error, kind: 'what' in error ? error.what : type })}.`)
}

const words: Readonly<Record<string, string>> = {
  unreachable: 'The server does not answer. What was sent so far is thrown away in some days.',
  file_too_large: 'The file is larger than this installation takes (AMPARO_FILE_MOST).',
  desk_full: 'The desk has as many files as this installation lets it have (AMPARO_FILES_OF_DESK).',
  no_room: 'There is no room for it on the disk of the server. Nothing of it was kept.',
  other_file: 'The file has changed since it was begun.',
  file_unreadable: 'The file cannot be read any more, or it changes while it is read.',
  not_found: 'There is no such case at this desk.',
  no_such_evidence: 'There is no such file in this case, or it was erased.',
}
