/** `amparo import-instrument`: texts in files become drafts of a desk. Nothing is proposed: a person looks at them first. */
import { randomUUID } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'

import { readTextFile } from '#instruments/client/read_text_file.ts'
import { flatten, type InstrumentKind, instrumentKinds } from '#instruments/core/instrument.ts'
import type { Doubt } from '#instruments/core/structure_doubts.ts'
import { LARGEST_FILE, type ReadFile } from '#instruments/core/text_file.ts'
import { refusalWords } from '#instruments/ui/write/file_words.ts'
import {
  type Body,
  emptyInstrument,
  emptyVersion,
  tidyInstrument,
  toSlug,
  withFacts,
  withText,
} from '#instruments/ui/write/instrument_draft.ts'
import { isLanguage, languages, translator } from '#languages/translate.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'
import { findDeskDocuments, saveDocument } from '#releases/client/documents.ts'

import { type AddCommand, inWords, say } from './command.ts'
import { expectOk } from './device.ts'
import { importedId } from './import_propose.ts'
import { deskNamed, leave, mustWrite, signInFrom, type SignInOptions, withSignIn } from './sign_in.ts'

type Options = SignInOptions & {
  readonly desk: string
  readonly lang: string
  readonly kind?: string
  readonly title?: string
  readonly slug?: string
  readonly symbol?: string
  readonly preview?: true
  readonly skipBad?: true
}

type PlannedText = {
  readonly file: string
  readonly slug: string
  readonly body: Body
  readonly provisions: number
  readonly doubts: readonly Doubt[]
}

export const addImportInstrument: AddCommand = (program) => {
  withSignIn(program.command('import-instrument'))
    .description('bring texts (plain text, DOCX, HTML, Akoma Ntoso) to a desk, a draft for each file')
    .argument('<files...>', 'the files; what they are is found by their content')
    .requiredOption('--desk <name>', 'the desk')
    .option('--kind <kind>', `what they are: ${instrumentKinds.join(', ')}; left out, it is found`)
    .option('--lang <language>', 'language of title and text', 'en')
    .option('--title <words>', 'title, of one file; left out, the one that it prints')
    .option('--symbol <symbol>', 'symbol, of one file, such as A/RES/53/144')
    .option('--slug <name>', 'end of the address, of one file; left out, it is made from symbol or title')
    .option('--preview', 'show what would be written, and write nothing')
    .option('--skip-bad', 'write the good files though others are refused')
    .action(inWords(runImportInstrument))
}

const runImportInstrument = async (files: readonly string[], options: Options): Promise<void> => {
  const kind = checkOptions(files, options)
  const { texts, refused } = await planTexts(files, options, kind)
  if (refused > 0 && !options.skipBad)
    throw new Error(
      `${refused} of ${files.length} refused; nothing was written. Mend them, or leave them out with --skip-bad.`,
    )
  if (options.preview) return
  if (texts.length === 0) throw new Error('No file is left to import.')
  const device = await signInFrom(options)
  const desk = deskNamed(device, options.desk)
  mustWrite(device, desk)
  const written = await writeDrafts(device.deps, desk, texts)
  await leave(device)
  const there = texts.length - written
  if (there > 0) say(`${there} of these texts were at the desk already and stay as they are.`)
  say(`${written} drafts at ${options.desk}: look at each, name its sources, and propose it there.`)
}

const checkOptions = (files: readonly string[], options: Options): InstrumentKind | null => {
  const { lang, title, slug, symbol } = options
  if (!isLanguage(lang)) throw new Error(`--lang ${lang}: one of ${languages.join(', ')}.`)
  if (files.length > 1 && [title, slug, symbol].some((one) => one !== undefined))
    throw new Error('--title, --symbol and --slug are of one file: import the files one by one.')
  if (slug !== undefined && toSlug(slug) !== slug)
    throw new Error(`--slug ${slug}: small letters, digits and hyphens, such as ${toSlug(slug)}.`)
  if (options.kind === undefined) return null
  const kind = instrumentKinds.find((one) => one === options.kind)
  if (!kind) throw new Error(`--kind ${options.kind}: one of ${instrumentKinds.join(', ')}.`)
  return kind
}

/** Reads every file and tells what was found in it, what was assumed, or why it is refused. */
const planTexts = async (
  files: readonly string[],
  options: Options,
  kind: InstrumentKind | null,
): Promise<{ readonly texts: readonly PlannedText[]; readonly refused: number }> => {
  const texts: PlannedText[] = []
  const fileBySlug = new Map<string, string>()
  const t = translator('en')
  for (const file of files) {
    const name = basename(file)
    const read = await readTextFile(bytesOf(file), { newId: randomUUID })
    if (!read.ok) {
      process.stderr.write(`${refusalWords(t, read.error, name)}\n`)
      continue
    }
    const text = planText(file, read.value, { ...options, kind })
    const before = fileBySlug.get(text.slug)
    if (before !== undefined) {
      process.stderr.write(
        `“${name}” has the address of “${before}” (${text.slug}). Import one with --slug.\n`,
      )
      continue
    }
    fileBySlug.set(text.slug, name)
    tell(text)
    texts.push(text)
  }
  return { texts, refused: files.length - texts.length }
}

/** One byte more than is read is enough to be refused. */
const bytesOf = (file: string): Uint8Array => {
  const { size } = statSync(file)
  return size > LARGEST_FILE ? new Uint8Array(LARGEST_FILE + 1) : readFileSync(file)
}

const planText = (
  file: string,
  { found, facts, own }: ReadFile,
  { lang, title, slug, symbol, kind }: Omit<Options, 'kind'> & { readonly kind: InstrumentKind | null },
): PlannedText => {
  const base = emptyInstrument(lang)
  const name = basename(file).replace(/\.\w+$/, '')
  const version = withFacts(withText({ ...emptyVersion(lang), symbol: symbol ?? null }, found), facts)
  const made: Body = {
    ...base,
    kind: kind ?? found.kind,
    title: { [lang]: title ?? found.title ?? name },
    symbol: version.symbol,
    slug: slug ?? toSlug(version.symbol ?? title ?? found.title ?? name),
    versions: [version],
  }
  // What this program wrote out comes back as it was, but for what is said here.
  const whole: Body = own
    ? {
        ...own.instrument,
        versions: own.versions,
        ...(kind === null ? {} : { kind }),
        ...(title === undefined ? {} : { title: { ...own.instrument.title, [lang]: title } }),
        ...(symbol === undefined ? {} : { symbol }),
        ...(slug === undefined ? {} : { slug }),
      }
    : made
  const body = tidyInstrument(whole, { newId: randomUUID })
  return {
    file,
    slug: String(body.slug),
    body,
    provisions: flatten(found.provisions).length,
    doubts: found.doubts,
  }
}

const tell = ({ file, slug, provisions, doubts }: PlannedText): void => {
  const t = translator('en')
  say(`${basename(file)} → ${slug}: ${t('instruments_write.found', { n: provisions })}`)
  for (const { kind, line, found, assumed } of doubts) {
    const words = [found, assumed].filter((one) => one !== '').map((one) => `“${one}”`)
    say(`  line ${line}: ${t(`instruments_write.doubt.${kind}`)} ${words.join(' → ')}`.trimEnd())
  }
}

const writeDrafts = async (
  deps: ClientDeps,
  desk: string,
  texts: readonly PlannedText[],
): Promise<number> => {
  const { documents } = expectOk(await findDeskDocuments(deps, desk), 'read the documents of the desk')
  const there = new Set(documents.map(({ id }) => id))
  const fresh = texts.filter(({ slug }) => !there.has(importedId('instrument', desk, slug)))
  for (const { slug, body, file } of fresh)
    expectOk(
      await saveDocument(deps, {
        desk,
        document: importedId('instrument', desk, slug),
        kind: 'instrument',
        body,
        seen: null,
      }),
      `write the text of ${basename(file)}`,
    )
  return fresh.length
}
