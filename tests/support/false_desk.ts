/** A desk of a lying server's own making. */
import { deskKey, inboxRecipient, newDeskSecret, sealBundle } from '../../src/vault/client/v1/desk.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { entryHash, hashOf } from '../../src/vault/core/v1/statement.ts'
import { entryToWire } from '../../src/vault/core/wire.ts'
import { craft, type Insider, newId, nowText, type RawCase } from './adversary.ts'
import type { DeskAnswer } from './liar.ts'
import { makeWriter } from './vault_world.ts'

/** A desk of the server's own making: its member is real, its founder and its secret are the server's. */
export const falseDesk = async (id: string, victim: Insider): Promise<DeskAnswer> => {
  const { chance } = victim.deps
  const founder = await makeWriter('ana', chance, victim.unlocked.keys.recipient)
  const secret = await newDeskSecret(id, 1, chance)
  const bundle = await sealBundle(secret, [victim.unlocked.keys.recipient])
  const card = ({ account, name, signingPublic, recipient }: typeof founder) => ({
    account,
    name,
    signing: signingPublic,
    recipient,
  })
  const log: RawCase = { id, desk: id, key: (await deskKey(secret)).key, raw: chance(32), entries: [] }
  const write = async (kind: string, coded: unknown, roster: string | null) => {
    const given = { kind, coded, author: founder.account, signing: founder.signing, key: 'none' }
    log.entries.push(await craft(victim, log, { ...given, words: undefined, place: { roster } }))
    const last = log.entries.at(-1)!
    return entryHash(last.statement, last.signature)
  }
  const named = { epoch: 1, bundle: bundle.hash }
  const right = await write(
    'founded',
    { name: 'North', card: card(founder), inbox: await inboxRecipient(secret), ...named },
    null,
  )
  const invitation = newId()
  await write('invited', { invitation, role: 'lead', expires: nowText(86_400_000) }, right)
  const { keys } = victim.unlocked
  const own = {
    account: keys.account,
    name: keys.name,
    signing: keys.signingPublic,
    recipient: keys.recipient,
  }
  await write(
    'admitted',
    { invitation, role: 'lead', card: own, mac: hashOf(Buffer.from('mac')), ...named },
    right,
  )
  return { entries: log.entries.map(entryToWire), bundle: toBase64url(bundle.bytes) }
}
