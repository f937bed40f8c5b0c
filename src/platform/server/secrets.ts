/**
 * The server's own secrets: one file in the data folder, made once, never in the database. A thief with the
 * database alone cannot try a single passphrase.
 */
import { createHmac, randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { secret, type Secret } from '#kernel/core/secret.ts'

export type ServerSecrets = {
  /** Keys the HMACs of what members prove with and of what is counted against guessing. */
  readonly pepper: Secret<Buffer>
  /** Wraps the vaults a second time before they are stored. */
  readonly vaultWrap: Secret<Buffer>
  /** With which `amparo_login` enters another PostgreSQL; the same for all processes of an installation. */
  readonly loginPassword: Secret<string>
}

/** Reads the file, or makes it the first time; of two processes that make it at once, one wins for both. */
export const loadSecrets = (dataFolder: string): ServerSecrets => {
  const path = pathIn(dataFolder)
  return secretsIn(path, readIfThere(path) ?? makeFile(dataFolder, path))
}

/** For commands of the operator, which make none. */
export const findSecrets = (dataFolder: string): ServerSecrets | null => {
  const path = pathIn(dataFolder)
  const text = readIfThere(path)
  return text === undefined ? null : secretsIn(path, text)
}

/** The file itself, for the copy that the operator keeps under a passphrase; null where there is none. */
export const secretsText = (dataFolder: string): string | null => {
  const text = readIfThere(pathIn(dataFolder))
  return text === undefined || findSecrets(dataFolder) === null ? null : text
}

/** Of a copy that was opened; null where it holds no secrets. */
export const secretsInText = (text: string): ServerSecrets | null => {
  try {
    return secretsOf(secretsFile.parse(JSON.parse(text)))
  } catch {
    return null
  }
}

/** Puts a copy in its place. Nothing is overwritten: what is there must have been moved away. */
export const placeSecrets = (dataFolder: string, text: string): void => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  linkWhole(pathIn(dataFolder), text)
}

/** Names these secrets and tells nothing of them: a backup says by it which ones it needs. */
export const secretsId = ({ pepper, vaultWrap }: ServerSecrets): string =>
  createHmac('sha256', pepper.reveal())
    .update('amparo/v1/secrets-id')
    .update(vaultWrap.reveal())
    .digest('base64url')

export const pathIn = (dataFolder: string): string => join(dataFolder, 'secrets.json')

const secretsIn = (path: string, text: string): ServerSecrets => {
  refuseOpenFile(path)
  return secretsOf(parseFile(path, text))
}

const secretsOf = (kept: z.infer<typeof secretsFile>): ServerSecrets => {
  const loginPassword = createHmac('sha256', kept.pepper).update('amparo/v1/login-role').digest('base64url')
  return {
    pepper: secret(kept.pepper),
    vaultWrap: secret(kept.vaultWrap),
    loginPassword: secret(loginPassword),
  }
}

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
}

const makeFile = (dataFolder: string, path: string): string => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const made = {
    v: 1,
    pepper: randomBytes(32).toString('base64url'),
    vaultWrap: randomBytes(32).toString('base64url'),
  }
  linkWhole(path, `${JSON.stringify(made, null, 2)}\n`)
  return readFileSync(path, 'utf8')
}

/** Of two processes that write at once, one wins for both. */
const linkWhole = (path: string, text: string): void => {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = openSync(draft, 'wx', 0o600)
  writeSync(file, text)
  // On the disk before anything depends on it: without the pepper nobody could sign in again.
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(draft, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    unlinkSync(draft)
  }
}

const refuseOpenFile = (path: string): void => {
  if ((statSync(path).mode & 0o077) === 0) return
  throw new Error(`Other users of this machine may read ${path}. Close it with: chmod 600 ${path}`)
}

const key = z.base64url().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length === 32) return bytes
  context.addIssue({ code: 'custom', message: 'not 32 bytes' })
  return z.NEVER
})
const secretsFile = z.strictObject({ v: z.literal(1), pepper: key, vaultWrap: key })

const parseFile = (path: string, text: string): z.infer<typeof secretsFile> => {
  try {
    return secretsFile.parse(JSON.parse(text))
  } catch {
    // Without the cause, which could quote the file.
    throw new Error(
      `The secrets in ${path} are damaged. Put the file back from your copy; a new one would lock every member out.`,
    )
  }
}
