/** Signing in from a terminal: the server, the name, and a passphrase that never stands in the command itself. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

import type { Command } from 'commander'

import type { Entered } from '#members/client/entering.ts'
import { signIn, signOut } from '#members/client/gate.ts'
import { provePassphrase } from '#members/client/own_account.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { saveMemory } from '#members/client/unlocked.ts'
import type { Role } from '#members/core/desk_entries.ts'
import { isLocal } from '#platform/server/config.ts'

import { type Device, newDeviceDeps } from './device.ts'

export type SignInOptions = {
  readonly server: string
  readonly name: string
  readonly passphraseFile?: string
}

/** The options every command of a member has. */
export const withSignIn = (command: Command, { nameNeeded } = { nameNeeded: true }): Command =>
  (nameNeeded
    ? command.requiredOption('--name <name>', 'account name')
    : command.option('--name <name>', 'account name')
  )
    .option('--server <address>', 'address of the installation', 'http://localhost:3000')
    .option('--passphrase-file <file>', 'file whose first line is the passphrase; or set AMPARO_PASSPHRASE')

export const signInFrom = async (options: SignInOptions): Promise<Device> => {
  const server = originOf(options.server)
  const deps = newDeviceDeps({ server, clock: () => new Date() })
  const passphrase = await passphraseOf(options)
  const signed = await withCode(await signIn(deps, { name: options.name, passphrase }))
  if (!signed.ok) throw new Error(explainSignIn(signed.error, server))
  return { deps, unlocked: signed.value }
}

/** A terminal has no security key: an app's code or a printed one. */
const withCode = async (entered: Entered): Promise<Entered> => {
  if (entered.ok || entered.next?.kind !== 'give') return entered
  const code = await codeOf()
  const kind = code.replaceAll(/[\s-]/g, '').length > 6 ? 'code' : 'totp'
  return entered.next.give({ kind, code })
}

const codeOf = async (): Promise<string> => {
  const set = process.env.AMPARO_CODE
  if (set !== undefined && set !== '') return set
  if (!process.stdin.isTTY)
    throw new Error('This account asks for a second factor: set AMPARO_CODE, or run it in a terminal.')
  return askHidden('Code of your app, or a printed one: ')
}

/** The passphrase once more, where the server asks for it before a grave act: an export may take longer than it holds. */
export const proveFrom = async ({ deps, unlocked }: Device, options: SignInOptions): Promise<void> => {
  const proved = await provePassphrase(deps, unlocked.keys.name, await passphraseOf(options))
  if (!proved.ok) throw new Error(explainSignIn(proved.error, originOf(options.server)))
}

/** Ends the session; what this device saw of the logs goes to the server first. */
export const leave = async ({ deps, unlocked }: Device): Promise<void> => {
  await saveMemory(deps, unlocked, true)
  await signOut(deps, {})
}

/** Plain HTTP only where nobody is in between. */
const originOf = (text: string): string => {
  if (!URL.canParse(text)) throw new Error(`${text} is not an address. Write it as https://desk.example.org.`)
  const url = new URL(text)
  const safe =
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && (isLocal(url) || url.hostname.endsWith('.onion')))
  if (!safe) throw new Error(`${text} is plain HTTP beyond this machine. Use its https:// or .onion address.`)
  return url.origin
}

const passphraseOf = async ({ passphraseFile }: SignInOptions): Promise<string> => {
  if (passphraseFile !== undefined) return readFileSync(passphraseFile, 'utf8').split(/\r?\n/)[0] ?? ''
  const set = process.env.AMPARO_PASSPHRASE
  if (set !== undefined && set !== '') return set
  if (!process.stdin.isTTY)
    throw new Error('No passphrase: set AMPARO_PASSPHRASE, give --passphrase-file, or run it in a terminal.')
  return askHidden('Passphrase: ')
}

/** What is typed is not shown. */
export const askHidden = async (question: string): Promise<string> => {
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_part, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const answer = await lines.question('')
  lines.close()
  process.stderr.write('\n')
  return answer
}

const explainSignIn = (refusal: MemberRefusal, server: string): string => {
  switch (refusal.kind) {
    case 'wrong_sign_in':
      return 'The name or the passphrase is wrong, or the account is closed.'
    case 'wrong_factor':
      return 'The code is wrong or was used already. Wait for the next one.'
    case 'add_factor':
      return `A second factor is a duty here. Sign in at ${server}/desk first, and add one.`
    case 'digits_wanted':
      return `You were let in again: sign in at ${server}/desk first, with the digits that a holder reads to you.`
    case 'wait':
      return `Too many attempts: try again in ${refusal.seconds} seconds.`
    case 'unreachable':
      return `${server} does not answer. Is it running, and is the address right?`
    case 'tampered':
      return `What the server answered does not verify (${refusal.what}). Nothing was opened; tell your lead.`
    default:
      return `Signing in was refused: ${refusal.kind}.`
  }
}

const roleAt = ({ unlocked }: Device, desk: string): Role =>
  unlocked.desks.get(desk)?.desk.members.get(unlocked.keys.account)?.role ?? 'reader'

export const mustWrite = (device: Device, desk: string): void => {
  if (roleAt(device, desk) !== 'reader') return
  throw new Error(`${device.unlocked.keys.name} may read this desk, not write to it.`)
}

export const mustLead = (device: Device, desk: string): void => {
  if (roleAt(device, desk) === 'lead') return
  throw new Error(`${device.unlocked.keys.name} is not a lead of this desk: only its leads may export.`)
}

/** The desk of that name among those this member has opened. */
export const deskNamed = ({ unlocked }: Device, name: string): string => {
  const desks = [...unlocked.desks.values()].map(({ desk }) => desk)
  const found = oneDesk(desks, name)
  if (found !== null) return found
  const alarm = [...unlocked.alarms.values()].find((one) => isNamed(one.deskName, name))
  if (alarm?.kind === 'newer_version')
    throw new Error(`${alarm.deskName} was changed with a newer version of Amparo: use that one here, too.`)
  if (alarm)
    throw new Error(
      `The log of ${alarm.deskName} does not verify (${alarm.kind}). Nothing was opened; tell your lead.`,
    )
  const known = desks.map((desk) => desk.name).join(', ') || 'none'
  throw new Error(`There is no desk "${name}" for this member. Desks: ${known}.`)
}

/** The id of the one desk that is meant by a name or an id; null where there is none. */
export const oneDesk = (
  desks: readonly { readonly id: string; readonly name: string }[],
  name: string,
): string | null => {
  const found = desks.filter((desk) => desk.id === name || isNamed(desk.name, name))
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ')
    throw new Error(`Several desks are called "${name}": give the id of one (${ids}).`)
  }
  return found[0]?.id ?? null
}

const isNamed = (deskName: string, typed: string): boolean =>
  deskName.toLowerCase() === typed.trim().normalize('NFC').toLowerCase()
