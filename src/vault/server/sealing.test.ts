/** What the server seals for others, and goes on answering meanwhile. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import {
  Decrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption'
import { expect, test } from 'vitest'
import { sealTo } from './sealing.service.ts'

const open = (identity: string, sealed: Uint8Array): Promise<Uint8Array> => {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(sealed)
}

test('a hybrid and a classic recipient open what was sealed to them, and not the other’s', async () => {
  const identities = await Promise.all([generateHybridIdentity(), generateX25519Identity()])
  const recipients = await Promise.all(identities.map(identityToRecipient))
  const plain = new TextEncoder().encode('Ana')
  const sealed = await Promise.all(recipients.map((recipient) => sealTo(recipient, plain)))
  expect(await open(identities[0], sealed[0]!)).toEqual(plain)
  expect(await open(identities[1], sealed[1]!)).toEqual(plain)
  await expect(open(identities[0], sealed[1]!)).rejects.toThrow()
})

test('what is no recipient is refused, and the thread goes on', async () => {
  await expect(sealTo('age1nobody', new Uint8Array(1))).rejects.toThrow('not sealed')
  const identity = await generateX25519Identity()
  const sealed = await sealTo(await identityToRecipient(identity), new Uint8Array([7]))
  expect(await open(identity, sealed)).toEqual(new Uint8Array([7]))
})

test('two hundred seals at once leave the thread of the pages free', async () => {
  const recipient = await identityToRecipient(await generateHybridIdentity())
  const plain = new Uint8Array(2048)
  await sealTo(recipient, plain)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const begun = performance.now()
  const all = await Promise.all(Array.from({ length: 200 }, () => sealTo(recipient, plain)))
  const took = performance.now() - begun
  delay.disable()
  expect(new Set(all.map((one) => one.length)).size).toBe(1)
  // On this thread they would have blocked for all that time; a busy machine may still delay a single answer.
  expect(delay.percentile(50) / 1e6).toBeLessThan(took / 4)
})
