/** A case that one member of a desk has written and another has let out into the open. */
import type { NewEntry } from '../../src/cases/client/views.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { newId } from './adversary.ts'
import { value } from './app.ts'

export type Publishing = {
  readonly name: string
  readonly summary?: string
  readonly country?: string
  readonly entries?: readonly NewEntry[]
}

export type Published = { readonly case: string; readonly ref: string; readonly publication: string }

export const opened = (country = 'TJ'): NewEntry => ({ kind: 'opened', coded: { dark: false, country } })

export const arrest = (country = 'TJ'): NewEntry => ({
  kind: 'event',
  coded: { type: 'arrest', date: '2026-03', country, acts: [], verification: 'VER' },
  words: { date: '2026-03-14', narrative: 'taken at night' },
})

/** What a publication says: its chosen fields and these words, on the ground that they are public already. */
export const publicationOf = (given: Publishing, ref: string): NewEntry => {
  const { name, summary } = given
  const fields = ['name', ...(summary === undefined ? [] : ['summary'])]
  return {
    kind: 'publication',
    coded: { basis: 'already_public', ref, fields, lang: 'en' },
    words: { reason: 'The court has named them.' },
    open: { ref, lang: 'en', isPseudonym: false, name, ...(summary !== undefined && { summary }) },
  }
}

/** Written by the writer, released by the second lead. */
export const publishCase = async (
  app: { readonly desk: string; readonly writer: Workbench; readonly second: Workbench },
  given: Publishing,
): Promise<Published> => {
  const { desk } = app
  const country = given.country ?? 'TJ'
  const entries = [opened(country), arrest(country), ...(given.entries ?? [])]
  const made = value(await app.writer.createCase({ desk, entries }))
  const ref = newId()
  const proposed = { desk, case: made.case, entries: [publicationOf(given, ref)] }
  const publication = value(await app.writer.append(proposed)).entries.at(-1)!.id
  const release = { kind: 'release', coded: { of: publication } }
  value(await app.second.append({ desk, case: made.case, entries: [release] }))
  return { case: made.case, ref, publication }
}
