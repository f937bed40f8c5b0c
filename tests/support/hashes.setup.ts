/**
 * The same passphrase and salt give the same Argon2id, so a run of tests has the platform compute it once: members sign
 * in hundreds of times, and each takes 140 ms. Its cost is the one there is, and the bytes are those that were computed.
 */
import crypto from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { inject } from 'vitest'

/** Once a process, whichever file of tests it runs. */
const isDone = Symbol.for('amparo.hashes')
const compute = crypto.argon2
const folder = join(dirname(inject('postgresFolder')), 'hashes')

const argon2: typeof compute = (name, given, done) => {
  const file = join(folder, keyOf(name, given))
  const known = read(file)
  if (known) return void setImmediate(() => done(null, known))
  compute(name, given, (fault, bytes) => {
    if (!fault) keep(file, bytes)
    done(fault, bytes)
  })
}

type Given = Parameters<typeof compute>[1]

const keyOf = (name: string, { message, nonce, ...rest }: Given): string =>
  crypto.hash('sha256', JSON.stringify([name, hex(message), hex(nonce), rest]))

const hex = (given: Given['message']): string => {
  if (!ArrayBuffer.isView(given)) throw new TypeError('Only bytes are hashed.')
  return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString('hex')
}

const read = (file: string) => {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Whole or not at all: another file of tests may read it meanwhile. */
const keep = (file: string, bytes: Uint8Array): void => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${file}-${process.pid}`, bytes)
  renameSync(`${file}-${process.pid}`, file)
}

if (!(isDone in crypto)) Object.assign(crypto, { argon2, [isDone]: true })
