import { beforeAll, expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import { checkHead, openHead, sealHead } from '#vault/client/v1/head.ts'
import { headBytes, type HeadContext, headData, MAX_HEAD_BYTES } from '#vault/core/v1/head.ts'
import { pad } from '#vault/core/v1/padding.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import { aesKey, aesSeal, verifyingKey } from '#vault/core/v1/webcrypto.ts'
import { fromBase64url, utf8 } from '#vault/core/bytes.ts'
import { type CaseWorld, makeCase, rightOf, tipOf } from '../../../../tests/support/vault_world.ts'

let world: CaseWorld
let context: HeadContext

beforeAll(async () => {
  world = await makeCase('client head')
  const tip = tipOf(world.case.entries)!
  context = {
    v: 1,
    log: world.case.id,
    desk: world.desk.id,
    author: world.writer.account,
    roster: rightOf(world, world.writer),
    through: tip.seq,
    tip: tip.hash,
    foldVersion: 1,
    key: 'case:1',
  }
})
const seal = (summary: unknown) =>
  sealHead(context, summary, { key: world.caseKey, signing: world.writer.signing, chance: world.chance })

const keyOf = async (text: string) => (await verifyingKey(fromBase64url(text)!))!

test('a summary is opened with its context, and its signature holds', async () => {
  const head = await seal({ names: ['Ada', 'آدا'] })
  expect(await openHead(head, world.caseKey)).toEqual(ok({ context, summary: { names: ['Ada', 'آدا'] } }))
  expect(await checkHead(head, await keyOf(world.writer.signingPublic))).toBe(true)
  expect(await checkHead(head, await keyOf(world.lead.signingPublic))).toBe(false)
})

test('a short summary takes the first bucket, a longer one the next', async () => {
  expect((await seal({})).sealed.length).toBe(512 + 28)
  expect((await seal('a'.repeat(600))).sealed.length).toBe(1024 + 28)
})

test('a summary beyond the limit is neither written nor read', async () => {
  const largest = 'a'.repeat(MAX_HEAD_BYTES - 2)
  expect((await openHead(await seal(largest), world.caseKey)).ok).toBe(true)
  await expect(seal(`${largest}a`)).rejects.toThrow(RangeError)
  const use = { nonce: world.chance(12), data: headData(context) }
  const sealed = await aesSeal(
    world.caseKey,
    pad(utf8(`"${largest}a"`), (n) => Math.ceil(n / 512) * 512),
    use,
  )
  const head = { ...(await seal({})), sealed, statement: headBytes({ ...context, sealed: hashOf(sealed) }) }
  expect(await openHead(head, world.caseKey)).toEqual(err({ kind: 'cannot_open' }))
})

test('a head with another sealed part, or another key, is refused', async () => {
  const head = await seal({})
  const other = await seal({ a: 1 })
  expect(await openHead({ ...head, sealed: other.sealed }, world.caseKey)).toEqual(
    err({ kind: 'not_a_head' }),
  )
  expect(await openHead(head, await aesKey(world.chance(32)))).toEqual(err({ kind: 'cannot_open' }))
  expect(await openHead({ ...head, statement: utf8('{}') }, world.caseKey)).toEqual(
    err({ kind: 'not_a_head' }),
  )
})

test('a summary moved into another context does not open', async () => {
  const head = await seal({})
  for (const change of [
    { through: 1 },
    { log: world.desk.id },
    { tip: hashOf(utf8('x')) },
    { foldVersion: 2 },
  ]) {
    const statement = headBytes({ ...context, ...change, sealed: hashOf(head.sealed) })
    expect(await openHead({ ...head, statement }, world.caseKey)).toEqual(err({ kind: 'cannot_open' }))
  }
})
