/** All messages, where Node runs the sources as they are: the command line and most tests. */
import { readdirSync, readFileSync } from 'node:fs'
import { joinCatalogue, type MessageFile } from './catalogue.ts'

const folder = new URL('./messages/', import.meta.url)

const readFiles = function* (): Generator<MessageFile> {
  for (const lang of readdirSync(folder)) {
    for (const file of readdirSync(new URL(`${lang}/`, folder))) {
      if (!file.endsWith('.json')) continue
      const path = `${lang}/${file}`
      yield { path, messages: JSON.parse(readFileSync(new URL(path, folder), 'utf8')) }
    }
  }
}

export const catalogue = joinCatalogue(readFiles())
