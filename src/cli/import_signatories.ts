/**
 * `amparo import-signatories`: a list of names becomes signatories of a letter, written down by the desk. What may be
 * one and the same is told and left out; a second run adds nobody twice.
 */
import { readFileSync } from 'node:fs'

import { addSignatories, findLetter } from '#campaigns/client/sign_on.ts'
import { mayKeep, type PreviewLine, previewList, readSignatoryList } from '#campaigns/core/sign_on_list.ts'
import { findDeskDocuments } from '#releases/client/documents.ts'
import { translator } from '#languages/translate.ts'

import { type AddCommand, inWords, say } from './command.ts'
import { type Device, expectOk } from './device.ts'
import { deskNamed, leave, mustWrite, signInFrom, type SignInOptions, withSignIn } from './sign_in.ts'

type Options = SignInOptions & {
  readonly desk: string
  readonly ask: string
  readonly evidence?: string
  readonly withLike?: true
  readonly preview?: true
}

export const addImportSignatories: AddCommand = (program) => {
  withSignIn(program.command('import-signatories'))
    .description('write down who signs a letter, from one name a line or a table with name and country')
    .argument('<file>', 'the list')
    .requiredOption('--desk <name>', 'the desk')
    .requiredOption('--ask <address>', 'end of the address of the letter, such as joint-letter')
    .option('--evidence <words>', 'what shows that they sign; sealed on this machine, noted with each')
    .option('--with-like', 'write down those too that may be one with another name')
    .option('--preview', 'show what would be written, and write nothing')
    .action(inWords(runImport))
}

const runImport = async (file: string, options: Options): Promise<void> => {
  const read = readSignatoryList(readFileSync(file, 'utf8'))
  if (!read.ok) throw new Error(translator('en')('sign_on.desk.unreadable', { at: read.error.at }))
  const device = await signInFrom(options)
  const desk = deskNamed(device, options.desk)
  mustWrite(device, desk)
  const of = { desk, ask: await askNamed(device, desk, options.ask) }
  const { signatories } = expectOk(await findLetter(device, of), 'read the letter')
  const lines = previewList(
    read.value,
    signatories.filter(({ endedOn }) => endedOn === null),
  )
  for (const line of lines) tell(line)
  // The same list once more: whoever has the very same name is there.
  const there = new Set(signatories.map(({ name }) => name))
  const right = lines.filter((one) => mayKeep(one) && !there.has(one.name))
  const chosen = options.withLike ? right : right.filter(({ like }) => like.length === 0)
  say(`${lines.length} names read, ${chosen.length} to write down, ${lines.length - chosen.length} left out.`)
  if (!options.preview && chosen.length > 0) {
    const typed = chosen.map(({ kind, name, localName, localLanguage, country }) => ({
      kind,
      name,
      localName,
      localLanguage,
      country,
      logo: false,
      listed: true,
    }))
    const evidence = options.evidence === undefined ? null : { text: options.evidence, mail: null }
    expectOk(await addSignatories(device, of, { signatories: typed, evidence }), 'write them down')
    say(`${chosen.length} written down at ${options.desk}.`)
  }
  await leave(device)
}

const tell = ({ line, name, doubts, like }: PreviewLine): void => {
  const t = translator('en')
  for (const doubt of doubts) say(`line ${line}: ${name}: ${t(`sign_on.desk.doubt.${doubt}`)}`)
  for (const { name: other, because, where } of like) {
    const words = { name: other, because: t(`sign_on.desk.because.${because}`) }
    say(
      `line ${line}: ${name}: ${t(where === 'signed' ? 'sign_on.desk.likeSigned' : 'sign_on.desk.likeList', words)}`,
    )
  }
}

const askNamed = async (device: Device, desk: string, slug: string): Promise<string> => {
  const { documents } = expectOk(await findDeskDocuments(device.deps, desk), 'read the documents of the desk')
  const found = documents.find(
    ({ kind, versions }) =>
      kind === 'ask' &&
      versions.some(({ state, body }) => state === 'released' && (body as { slug?: unknown })?.slug === slug),
  )
  if (!found) throw new Error(`--ask ${slug}: this desk has no released letter with that address.`)
  return found.id
}
