/** What the documents say is so: links lead somewhere, commands and files exist, tables equal the code. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, test } from 'vitest'

import { withTables } from './fields_table.ts'

const program = fileURLToPath(new URL('../../', import.meta.url))
const read = (file: string): string => readFileSync(join(program, file), 'utf8')
const manifest = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
}
const documents = globSync(['*.md', 'docs/**/*.md', 'src/*/README.md', 'examples/**/*.md'], { cwd: program })

describe.each(documents)('%s', (document) => {
  const text = read(document)

  test('links lead to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '')
    expect(links.filter((link) => !existsSync(join(program, dirname(document), link)))).toEqual([])
  })

  test('commands it names exist', () => {
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '')
    expect(named.filter((command) => !Object.hasOwn(manifest.scripts, command))).toEqual([])
  })

  test('sources it names exist', () => {
    const named = [...text.matchAll(/`((?:src|tests|docs)\/[\w./-]+\.\w+)`/g)].map((match) => match[1] ?? '')
    expect(named.filter((file) => !existsSync(join(program, file)))).toEqual([])
  })
})

test('every room says its words and its files', () => {
  const notRooms = ['cli', 'routes']
  const rooms = globSync('src/*/', { cwd: program }).filter((room) => !notRooms.includes(room.slice(4)))
  expect(rooms.filter((room) => !existsSync(join(program, room, 'README.md')))).toEqual([])
})

test('the tables of fields in SECURITY.md are those of the code', () => {
  expect(read('SECURITY.md')).toBe(withTables(read('SECURITY.md')))
})

test('the page of dependencies lists exactly what package.json asks for', () => {
  const [, atRunTime = '', alongside = '', inDevelopment = ''] = read('docs/dependencies.md').split(/^## /m)
  expect(listed(atRunTime)).toEqual(Object.keys(manifest.dependencies))
  expect(listed(alongside)).toEqual(Object.keys(manifest.optionalDependencies))
  expect(listed(inDevelopment)).toEqual(Object.keys(manifest.devDependencies))
})

test('the lock file is complete: it names every optional build, and no host', () => {
  const lock = read('package-lock.json')
  const { packages } = JSON.parse(lock) as {
    readonly packages: Readonly<Record<string, { optionalDependencies?: Readonly<Record<string, string>> }>>
  }
  const asked = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}))
  const present = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
  expect(asked.filter((name) => !present.has(name))).toEqual([])
  expect(lock).not.toContain('"resolved"')
})

test('the licence is the text of the AGPL, version 3, unchanged', () => {
  const hash = createHash('sha256').update(read('LICENSE')).digest('hex')
  expect(hash).toBe('8486a10c4393cee1c25392769ddd3b2d6c242d6ec7928e1414efff7dfb2f07ef')
})

function listed(section: string): readonly (string | undefined)[] {
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1])
}
