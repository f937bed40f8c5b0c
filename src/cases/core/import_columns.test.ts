import { expect, test } from 'vitest'
import { type Column, guessColumns, overrideColumns } from './import_columns.ts'
import { importTerms } from './import_terms.ts'

const terms = importTerms(() => [])
const columns = (...given: readonly (readonly [string, ...string[]])[]): readonly Column[] =>
  given.map(([heading, ...cells]) => ({ heading, cells }))

test.each([
  ['English', ['Full Name', 'Country', 'Date of arrest', 'Charges']],
  ['Arabic', ['الاسم الكامل', 'البلد', 'تاريخ الاعتقال', 'التهمة']],
  ['French', ['Nom complet', 'Pays', "Date d'arrestation", 'Inculpation']],
  ['Spanish', ['Nombre completo', 'País', 'Fecha de detención', 'Acusación']],
  ['Russian', ['ФИО', 'Страна', 'Дата задержания', 'Обвинение']],
])('headings in %s are understood', (_, headings) => {
  expect(guessColumns(columns(...headings.map((heading) => [heading] as const)), terms)).toEqual([
    'name',
    'country',
    'arrested',
    'charge',
  ])
})

test('a heading that says nothing is guessed from what its cells hold, and left out where they say nothing', () => {
  const given = columns(
    ['A', 'Ada', 'Ben'],
    ['B', 'Tadjikistan', 'مصر', 'Россия'],
    ['C', 'https://a.example', 'https://b.example'],
    ['D', 'female', 'ذكر'],
    ['E', '2020-05', '3 May 2021'],
    ['F', '12', '2020'],
  )
  expect(guessColumns(given, terms)).toEqual([null, 'country', 'url', 'gender', 'date', null])
})

test('a field goes to the first column that claims it; names, sources and notes may be several', () => {
  const given = columns(['Country'], ['State'], ['Name'], ['Nom'])
  expect(guessColumns(given, terms)).toEqual(['country', null, 'name', 'name'])
})

test('what somebody says counts more than the guess, and takes the field from the column that was guessed', () => {
  const given = columns(['Name'], ['Country'], ['Where'])
  const guessed = guessColumns(given, terms)
  expect(overrideColumns(given, guessed, [['Where', 'country']])).toEqual({
    ok: true,
    value: ['name', null, 'country'],
  })
  expect(overrideColumns(given, guessed, [['Country', '']])).toEqual({
    ok: true,
    value: ['name', null, null],
  })
})

test('an override that cannot be is refused', () => {
  const given = columns(['Name'], ['Country'], ['Where'])
  const guessed = guessColumns(given, terms)
  const why = (...said: readonly (readonly [string, string])[]) => {
    const result = overrideColumns(given, guessed, said)
    return result.ok ? null : result.error
  }
  expect(why(['Nme', 'name'])).toEqual({ kind: 'no_such_column', column: 'Nme' })
  expect(why(['Name', 'nome'])).toEqual({ kind: 'no_such_field', field: 'nome' })
  expect(why(['Where', 'country'], ['Country', 'country'])).toEqual({
    kind: 'field_twice',
    field: 'country',
    columns: ['Country', 'Where'],
  })
  expect(why(['Name', ''])).toEqual({ kind: 'nobody_named' })
})
