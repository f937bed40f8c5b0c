/** `amparo import-body`: a file of members becomes drafts of a desk. Nothing is proposed: a person looks at them first. */
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'

import { type FoundBody, type FoundBodies, readBodyFile } from '#instruments/core/body_file.ts'
import { groupsOfBody } from '#instruments/core/body_page.ts'
import { type FileRefusal, MOST_BYTES } from '#instruments/core/file_refusal.ts'
import { type Body, emptyBody, takeFound, tidyBody } from '#instruments/ui/bodies/body_draft.ts'
import { fileRefusalWords } from '#instruments/ui/file_refusal_words.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
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
  readonly asOf?: string
  readonly title?: string
  readonly slug?: string
  readonly preview?: true
}

type PlannedBody = { readonly slug: string; readonly body: Body; readonly found: FoundBody }

export const addImportBody: AddCommand = (program) => {
  withSignIn(program.command('import-body'))
    .description('bring a file of members (Popolo, US legislators, CSV) to a desk, a draft for each body')
    .argument('<file>', 'the file; what it is is found by its content')
    .requiredOption('--desk <name>', 'the desk')
    .option('--lang <language>', 'language of the name', 'en')
    .option('--as-of <day>', 'day of a list that holds no days, such as 2026-11-22')
    .option('--title <words>', 'name of the body, where the file holds one')
    .option('--slug <name>', 'end of the address, where the file holds one body')
    .option('--preview', 'show what would be written, and write nothing')
    .action(inWords(runImportBody))
}

const runImportBody = async (file: string, options: Options): Promise<void> => {
  const { lang, asOf, preview } = options
  if (!isLanguage(lang)) throw new Error(`--lang ${lang}: one of ${languages.join(', ')}.`)
  if (asOf !== undefined && !isIsoDay(asOf)) throw new Error(`--as-of ${asOf}: a day such as 2026-11-22.`)
  const found = readFile(file, asOf)
  const bodies = planBodies(found, options)
  for (const body of bodies) tell(body)
  if (preview) return
  const device = await signInFrom(options)
  const desk = deskNamed(device, options.desk)
  mustWrite(device, desk)
  const written = await writeDrafts(device.deps, desk, bodies)
  await leave(device)
  const there = bodies.length - written
  if (there > 0) say(`${there} of these bodies were at the desk already and stay as they are.`)
  say(`${written} drafts at ${options.desk}: look at each, name its sources, and propose it there.`)
}

const readFile = (file: string, asOf: string | undefined): FoundBodies => {
  if (statSync(file).size > MOST_BYTES)
    throw new Error(refusalWords({ kind: 'too_large', at: basename(file) }))
  const today = new Date().toISOString().slice(0, 10)
  const read = readBodyFile(readFileSync(file, 'utf8'), { asOf: asOf ?? today })
  if (!read.ok) throw new Error(refusalWords(read.error))
  if (read.value.format === 'legislators_csv' && asOf === undefined)
    throw new Error('This list holds no days. Say of which day it is with --as-of.')
  return read.value
}

const refusalWords = (refusal: FileRefusal): string => {
  const t = translator('en')
  return t('bodies.file.refused', { refusal: fileRefusalWords(t, refusal) })
}

const planBodies = ({ bodies }: FoundBodies, { lang, title, slug }: Options): readonly PlannedBody[] => {
  if (bodies.length > 1 && (title !== undefined || slug !== undefined))
    throw new Error('--title and --slug are of one body: this file holds several.')
  return bodies.map((found) => {
    const empty = emptyBody(lang)
    const begun = { ...empty, ...(title === undefined ? {} : { name: { [lang]: title } }), slug: slug ?? '' }
    const body = tidyBody({ ...begun, ...takeFound(begun, found) })
    const own = String(body.slug)
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(own))
      throw new Error(`--slug ${own}: the address, in small letters, digits and hyphens.`)
    return { slug: own, body, found }
  })
}

const tell = ({ slug, found }: PlannedBody): void => {
  const t = translator('en')
  const seats = found.roll.memberships.map((one) => ({
    member: { id: one.member, kind: 'person' as const, name: one.member, identifiers: [] },
    membership: { ...one, body: slug },
  }))
  const groups = groupsOfBody(found, seats).map(
    ({ name, seats: n }) => `${name ?? t('votes.group.none')} ${n}`,
  )
  say(`${slug}: ${t('bodies.count', { n: found.roll.members.length })} (${groups.join(', ')})`)
  for (const doubt of found.doubts) say(`  ${t(`bodies.file.doubt.${doubt.kind}`, { ...doubt })}`)
}

const writeDrafts = async (
  deps: ClientDeps,
  desk: string,
  bodies: readonly PlannedBody[],
): Promise<number> => {
  const { documents } = expectOk(await findDeskDocuments(deps, desk), 'read the documents of the desk')
  const there = new Set(documents.map(({ id }) => id))
  const fresh = bodies.filter(({ slug }) => !there.has(importedId('body', desk, slug)))
  for (const { slug, body } of fresh)
    expectOk(
      await saveDocument(deps, {
        desk,
        document: importedId('body', desk, slug),
        kind: 'body',
        body,
        seen: null,
      }),
      `write ${slug}`,
    )
  return fresh.length
}
