import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

import { catalogue } from '#languages/catalogue.node.ts'
import { countingRules } from './rules.ts'

const src = fileURLToPath(new URL('../../', import.meta.url))
const named = globSync(['figures/**/*.test.ts', 'cases/**/*.test.ts'], { cwd: src })
  .filter((file) => !file.endsWith('core/rules.test.ts'))
  .flatMap((file) => readFileSync(`${src}/${file}`, 'utf8').match(/\bN\d{1,2}\b/g) ?? [])

describe.each(countingRules)('%s', (code) => {
  test.each(['en', 'ar'])('has a name, words and an example in %s', (lang) => {
    for (const key of ['', '.words', '.example'])
      expect(catalogue[lang]?.[`explore.rule.${code}${key}`], key).toBeTruthy()
  })

  test('is shown by a test that names it', () => {
    expect(named).toContain(code)
  })
})

test('no message speaks of a rule that is not in the list', () => {
  const told = Object.keys(catalogue.en ?? {}).flatMap(
    (key) => /^explore\.rule\.(N\d+)$/.exec(key)?.[1] ?? [],
  )
  expect(told.toSorted()).toEqual(countingRules.toSorted())
})
