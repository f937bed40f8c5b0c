import { expect, test } from 'vitest'

import { err, ok } from '#kernel/core/result.ts'

import { whileOpen } from './while_open.ts'

test('what is open is asked for at each call, and a locked workbench does nothing', async () => {
  let device: string | null = null
  let acts = 0
  const open = whileOpen(() => device)
  const act = (name: string) => Promise.resolve(ok(`${name} ${(acts += 1)}`))
  expect(await open(act)).toEqual(err({ kind: 'locked' }))
  device = 'ana'
  expect(await open(act)).toEqual(ok('ana 1'))
  expect(await open(() => Promise.resolve(err({ kind: 'other' })))).toEqual(err({ kind: 'other' }))
  device = null
  expect(await open(act)).toEqual(err({ kind: 'locked' }))
  expect(acts).toBe(1)
})
