/** What somebody said in confidence, the journal in which it is noted, and a desk that has none. */
import type { ConfidentialFact } from '../../src/instruments/core/sealed_positions.ts'
import { journalOf } from '../../src/members/core/journal.ts'
import { journalAnswer } from '../../src/members/core/wire.ts'
import { aesKey, aesOpen } from '../../src/vault/core/v1/webcrypto.ts'
import { wireToBytes, wireToEntry } from '../../src/vault/core/wire.ts'
import type { Insider, RawCase } from './adversary.ts'
import { PASSPHRASE, type TestApp, value } from './app.ts'

export const confidential = (given: Partial<ConfidentialFact> = {}): ConfidentialFact => ({
  instrument: 'draft-resolution',
  body: 'third-committee',
  member: 'NO',
  of: { kind: 'instrument', id: 'draft-resolution' },
  stance: 'leans_for',
  on: '2026-11-20',
  confidence: 'said',
  source: 'a talk in the corridor',
  explanation: null,
  ...given,
})

/** The journal as an insider holds it: its key, and everything that stands in it. */
export const rawJournal = async (who: Insider, desk: string): Promise<RawCase> => {
  const { journal } = journalAnswer.parse((await who.ask('GET', `/desks/${desk}/journal`)).body)
  const id = journalOf(desk)
  const data = new TextEncoder().encode(`amparo/v1/ck|${desk}|1|${id}|1`)
  const raw = (await aesOpen(who.desk().key.key, wireToBytes(journal!.grant!.sealed), data))!
  return { id, desk, raw, key: await aesKey(raw), entries: journal!.entries.map(wireToEntry) }
}

/** A desk whose founding was cut off before its journal was begun; nothing begins one through this device until `mend`. */
export const foundCut = async (app: TestApp, of: { readonly name: string; readonly by: string }) => {
  let cut = true
  const lead = app.device({
    through: async (request, send) => {
      if (cut && request.method === 'POST' && request.url.endsWith('/journal')) throw new TypeError('cut')
      return send(request)
    },
  })
  value(await lead.signIn({ name: of.by, passphrase: PASSPHRASE }))
  const { id: desk } = value(await lead.foundDesk({ name: of.name }))
  const mend = (): void => void (cut = false)
  return { desk, lead, mend }
}
