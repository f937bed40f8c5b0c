import { expect, test } from 'vitest'
import { problemsOf } from '#releases/core/kind.ts'
import { figureKind } from './document_kinds.ts'
import { aComputedFigure, aFigure } from './testing.ts'

const kind = figureKind(() => true)

test('a figure that nobody has counted yet has one problem, whatever its number is without a count', () => {
  const { source, ...counted } = aComputedFigure(5)
  const body = { ...counted, value: { kind: 'number', value: '' }, source: { ...source, frozen: undefined } }
  expect(problemsOf(kind, body, [])).toEqual([{ at: 'source.frozen', code: 'not_counted' }])
  expect(problemsOf(kind, { ...body, statement: { en: '' } }, []).map(({ at }) => at)).toEqual([
    'statement.en',
    'source.frozen',
  ])
})

test('what is wrong with a count that is there is said field by field', () => {
  const body = { ...aComputedFigure(5), value: { kind: 'number', value: 6 } }
  expect(problemsOf(kind, body, [])).toEqual([{ at: 'value', code: 'value_not_of_query' }])
  expect(problemsOf(kind, { ...aFigure(), value: { kind: 'number', value: '' } }, [])).toEqual([
    { at: 'value.value', code: 'value_missing' },
  ])
})
