/**
 * The data dictionary in docs/formats/open-data.md, made from the columns that the program writes and the words of its
 * page. `node tests/documents/open_data_table.ts` writes it; open_data.test.ts holds the file against it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { openTables } from '../../src/figures/core/open_data.ts'
import { catalogue } from '../../src/languages/catalogue.node.ts'

const document = fileURLToPath(new URL('../../docs/formats/open-data.md', import.meta.url))
const START = '<!-- columns -->'
const END = '<!-- end of columns -->'

const tables = (): string =>
  Object.entries(openTables)
    .map(([table, columns]) => {
      const rows = columns.map(
        ({ name, hxl }) =>
          `| \`${name}\` | \`${hxl}\` | ${catalogue.en?.[`explore.column.${table}.${name}`]} |`,
      )
      return [`### ${table}`, '', '| column | HXL | meaning |', '|---|---|---|', ...rows, ''].join('\n')
    })
    .join('\n')

/** The document with its tables as the code has them now. */
export const withColumns = (text: string): string => {
  const [before, rest = ''] = text.split(START)
  const [, after] = rest.split(END)
  if (after === undefined) throw new Error(`docs/formats/open-data.md lacks ${START} or ${END}`)
  return `${before}${START}\n\n${tables()}\n${END}${after}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(document, withColumns(readFileSync(document, 'utf8')))
}
