/**
 * What of the database is under the server's secrets, column by column, and how each goes on under the next ones. What is
 * not here is sealed by members' devices, hashed from long tokens by chance, public, or under the first secrets for ever;
 * tests/contract/renewed_columns.test.ts asks it of every column of bytes.
 */
import { coverHash } from '#platform/server/covers.ts'
import { openLetter, sealLetter } from '#platform/server/mail/mail_seal.ts'
import type { RenewedTable, Row } from '#platform/server/renew_secrets.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { openHeldKeys } from '#vault/server/held.service.ts'
import { openSecret, sealSecret } from '#vault/server/second_factor.service.ts'
import { openHalf, openVault, sealHalf, sealVault } from '#vault/server/server_keys.service.ts'

/** A row that was restored without its secrets opens no more: it stays as it is. */
const ifItOpens = (open: () => Buffer): Buffer | null => {
  try {
    return open()
  } catch {
    return null
  }
}

export const renewedColumns = (from: ServerSecrets, to: ServerSecrets): readonly RenewedTable[] => {
  const added = to.covers.slice(from.covers.length)
  const hash = (value: Buffer): Buffer => coverHash(added, value)
  const vault = (value: Buffer, row: Row): Buffer | null => {
    const account = String(row.id ?? row.account)
    return ifItOpens(() => sealVault(to, account, openVault(from, account, value)))
  }
  const sealed = { from: openHeldKeys(from), to: openHeldKeys(to) }
  const held = (value: Buffer, { id }: Row): Buffer | null => {
    const plain = sealed.from.open(String(id), value)
    return plain === null ? null : sealed.to.seal(String(id), plain)
  }
  return [
    { table: 'account', by: ['id'], columns: { auth: hash, vault }, vouches: true },
    { table: 'recovery_request', by: ['account'], columns: { auth: hash, vault } },
    { table: 'factor', by: ['id', 'account'], columns: { sealed: factorOf(from, to) } },
    { table: 'factor_code', columns: { hash } },
    { table: 'reopening', by: ['session', 'way'], columns: { proof: hash, half: halfOf(from, to) } },
    { table: 'attempt', columns: { key: hash } },
    { table: 'action', by: ['id'], columns: { code_hash: hash, held } },
    {
      table: 'ask_random',
      by: ['ask'],
      columns: {
        random: (value, { ask }) =>
          sealed.to.maskRandom(String(ask), sealed.from.maskRandom(String(ask), value)),
      },
    },
    { table: 'signatory_sealed', by: ['id'], columns: { reply: held } },
    // With files a letter has 20 MB.
    {
      table: 'mail',
      by: ['id', 'purpose', 'ask', 'about'],
      columns: { target: hash, sealed: letterOf(from, to) },
      atOnce: 10,
    },
    { table: 'mail_pace', columns: { target: hash } },
    { table: 'mail_stopped', columns: { mark: hash } },
    { table: 'delivery_text', columns: { mark: hash } },
  ]
}

const factorOf =
  (from: ServerSecrets, to: ServerSecrets) =>
  (value: Buffer, row: Row): Buffer | null => {
    const of = { account: String(row.account), factor: String(row.id) }
    return ifItOpens(() => sealSecret(to, of, openSecret(from, of, value)))
  }

const halfOf =
  (from: ServerSecrets, to: ServerSecrets) =>
  (value: Buffer, row: Row): Buffer | null => {
    const of = { session: String(row.session), way: String(row.way) }
    return ifItOpens(() => sealHalf(to, of, openHalf(from, of, value)))
  }

const letterOf =
  (from: ServerSecrets, to: ServerSecrets) =>
  (value: Buffer, row: Row): Buffer | null => {
    const { id, purpose, ask, about } = row as {
      readonly id: string
      readonly purpose: string
      readonly ask: string | null
      readonly about: string | null
    }
    const letter = openLetter(from, { id, purpose, ask, about, sealed: value })
    return letter === null ? null : sealLetter(to, id, letter)
  }
