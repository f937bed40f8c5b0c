/** The checklist of security names its proofs by file and sentence; each of them is there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../../', import.meta.url))
const checklist = readFileSync(join(program, 'docs/security-checklist.md'), 'utf8')
const states = ['held', 'partly', 'not yet', 'does not apply', 'deviation']

const rows = [...checklist.matchAll(/^\| (V\d[^|]*) \| ([^|]*) \| ([^|]*) \| (.*) \|$/gm)].map(
  ([, line = '', what = '', state = '', how = '']) => ({ line, what, state, how }),
)
const proofs = [...checklist.matchAll(/`([\w./]+\.test\.ts)` “([^”]+)”/g)].map(
  ([, file = '', sentence = '']) => ({ file, sentence }),
)

test('every test that it names is there, in its own words', () => {
  expect(proofs.length).toBeGreaterThan(80)
  const missing = proofs.filter(({ file, sentence }) => {
    const path = join(program, file)
    return !existsSync(path) || !isTestIn(readFileSync(path, 'utf8'), sentence)
  })
  expect(missing).toEqual([])
})

/** As the first argument of a test, in whichever quotes. */
const isTestIn = (source: string, sentence: string): boolean =>
  [`'${sentence}'`, `"${sentence}"`].some((quoted) => source.includes(quoted))

test('every line has a state that we know, a held one a test, any other a reason', () => {
  expect(rows.length).toBeGreaterThan(70)
  for (const { line, state, how } of rows) {
    expect(states, line).toContain(state)
    expect(how.length, line).toBeGreaterThan(8)
    if (state === 'held') expect(how, line).toContain('.test.ts`')
  }
})

test('no line stands there twice', () => {
  const lines = rows.flatMap(({ line }) => line.split(', '))
  expect(lines.filter((line, at) => lines.indexOf(line) !== at)).toEqual([])
})
