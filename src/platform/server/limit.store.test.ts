import { randomBytes } from 'node:crypto'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { secret } from '#kernel/core/secret.ts'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { inTransaction } from './database.ts'
import {
  attemptKey,
  forgetAttempts,
  longestWait,
  sweepAttempts,
  takeAttempt,
  type LimitAnswer,
} from './limit.store.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const noon = Date.parse('2026-11-22T12:00:00Z')
const secrets = { pepper: secret(Buffer.alloc(32, 7)), covers: [] }
const newKey = (): Buffer => attemptKey(secrets, { purpose: 'test', subject: randomBytes(8).toString('hex') })

const take = (key: Buffer, second: number): Promise<LimitAnswer> =>
  inTransaction(database, { role: 'gate' }, (transaction) =>
    takeAttempt(transaction, key, { now: new Date(noon + second * 1000) }),
  )

test('five attempts are free, the next ones wait twice as long each time', async () => {
  const key = newKey()
  for (let attempt = 0; attempt < 5; attempt++) expect(await take(key, 0)).toEqual({ kind: 'may' })
  expect(await take(key, 0)).toEqual({ kind: 'wait', seconds: 1 })
  expect(await take(key, 1)).toEqual({ kind: 'may' })
  expect(await take(key, 2)).toEqual({ kind: 'wait', seconds: 1 })
  expect(await take(key, 3)).toEqual({ kind: 'may' })
  expect(await take(key, 3)).toEqual({ kind: 'wait', seconds: 4 })
})

test('nobody ever waits longer than fifteen minutes, and attempts made meanwhile do not prolong it', async () => {
  const key = newKey()
  let second = 0
  for (let attempt = 0; attempt < 40; attempt++) {
    expect(await take(key, second)).toEqual({ kind: 'may' })
    second += longestWait
  }
  const since = second - longestWait
  expect(await take(key, since + 1)).toEqual({ kind: 'wait', seconds: 899 })
  expect(await take(key, since + 899)).toEqual({ kind: 'wait', seconds: 1 })
  expect(await take(key, since + 900)).toEqual({ kind: 'may' })
})

test('of many attempts at the same moment only the free ones pass', async () => {
  const key = newKey()
  const answers = await Promise.all(Array.from({ length: 20 }, () => take(key, 0)))
  expect(answers.filter(({ kind }) => kind === 'may')).toHaveLength(5)
})

test('a success, and a day without attempts, make them free again', async () => {
  const key = newKey()
  for (let attempt = 0; attempt < 6; attempt++) await take(key, 0)
  await inTransaction(database, { role: 'gate' }, (transaction) => forgetAttempts(transaction, key))
  for (let attempt = 0; attempt < 5; attempt++) expect(await take(key, 0)).toEqual({ kind: 'may' })
  for (let attempt = 0; attempt < 5; attempt++) {
    expect(await take(key, 86_401)).toEqual({ kind: 'may' })
  }
})

test('what no longer matters is swept away', async () => {
  await take(newKey(), 0)
  await inTransaction(database, { role: 'jobs' }, (transaction) =>
    sweepAttempts(transaction, { now: new Date(noon + 10 * 86_400_000) }),
  )
  const left = await inTransaction(database, { role: 'jobs' }, (transaction) =>
    transaction.selectFrom('attempt').select('key').execute(),
  )
  expect(left).toEqual([])
})

test('the key depends on secrets, purpose and subject and shows none of them', () => {
  const key = attemptKey(secrets, { purpose: 'sign-in', subject: 'ana' })
  const others = [
    attemptKey(secrets, { purpose: 'sign-in', subject: 'ben' }),
    attemptKey(secrets, { purpose: 'invitation', subject: 'ana' }),
    attemptKey({ ...secrets, pepper: secret(Buffer.alloc(32, 8)) }, { purpose: 'sign-in', subject: 'ana' }),
  ]
  for (const other of others) expect(other).not.toEqual(key)
  expect(key).toHaveLength(32)
})
