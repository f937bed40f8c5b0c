/** The data dictionary says what the files hold. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { openTables } from '../../src/figures/core/open_data.ts'
import { catalogue } from '../../src/languages/catalogue.node.ts'
import { withColumns } from './open_data_table.ts'

const text = readFileSync(fileURLToPath(new URL('../../docs/formats/open-data.md', import.meta.url)), 'utf8')

/** The formatter sets tables with spaces: they are read without. */
const plain = (words: string): string => words.replaceAll(/[ -]+/g, '')

test('docs/formats/open-data.md has the columns of the code', () => {
  expect(plain(text)).toBe(plain(withColumns(text)))
})

test.each(['en', 'ar'])('every column is explained in %s, and nothing else is', (lang) => {
  const columns = Object.entries(openTables).flatMap(([table, all]) =>
    all.map(({ name }) => `explore.column.${table}.${name}`),
  )
  const explained = Object.keys(catalogue[lang] ?? {}).filter((key) => key.startsWith('explore.column.'))
  expect(explained.toSorted()).toEqual(columns.toSorted())
})
