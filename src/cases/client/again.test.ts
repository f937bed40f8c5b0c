import { expect, test } from 'vitest'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { againWhenCut } from './again.ts'

type Answer = Result<string, { readonly kind: string }>
const cut: Answer = err({ kind: 'unreachable' })

const given = (answers: readonly Answer[]) => {
  const left = [...answers]
  return { left, act: async (): Promise<Answer> => left.shift() ?? cut }
}

test('what is cut is asked for again until it is answered', async () => {
  const { left, act } = given([cut, cut, ok('there'), ok('twice')])
  expect(await againWhenCut([0, 0, 0], act)).toEqual(ok('there'))
  expect(left).toEqual([ok('twice')])
})

test('what is refused is not asked for again', async () => {
  const { left, act } = given([err({ kind: 'refused' }), ok('there')])
  expect(await againWhenCut([0, 0, 0], act)).toEqual(err({ kind: 'refused' }))
  expect(left).toHaveLength(1)
})

test('what stays cut is said to be so', async () => {
  const { left, act } = given([cut, cut, cut, ok('too late')])
  expect(await againWhenCut([0, 0], act)).toEqual(cut)
  expect(left).toHaveLength(1)
})
