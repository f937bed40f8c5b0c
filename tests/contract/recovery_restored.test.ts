/**
 * A server whose secrets are lost: nobody can sign in to what was restored, until the holders let them in again. Whoever does
 * that as a drill has a clock run meanwhile.
 */
import { expect, test } from 'vitest'

import { secret } from '../../src/kernel/core/secret.ts'
import { minutesOf } from '../../src/members/core/drills.ts'
import { beginDrill, endDrill } from '../../src/members/server/drills.service.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { newId } from '../support/adversary.ts'
import { PASSPHRASE, startTestApp, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { holdCeremony, recoverMember } from '../support/shares.ts'

test('without the secrets a restored server lets nobody in; two sheets let a lead in, who opens a case', async () => {
  const before = await startTestDesk()
  const { desk } = before
  const note = { kind: 'note', coded: { toCode: false }, words: { text: 'Still here' } }
  const opened = { kind: 'opened', coded: { dark: false } }
  const made = value(await before.writer.createCase({ desk, entries: [opened, note] }))
  const sheets = await holdCeremony(before.steward)
  value(await before.second.coverDesk({ desk, digits: sheets.digits }))
  const drill = await startClock(before)

  // The same rows, as a restore gives them, and new secrets, as a restore without their file makes them.
  const secrets = {
    pepper: secret(Buffer.alloc(32, 7)),
    vaultWrap: secret(Buffer.alloc(32, 8)),
    covers: [],
    loginPassword: secret('unused'),
  }
  const after = await startTestApp(() => new Date(), { database: before.database, secrets })
  const lead = after.device()
  expect(await lead.signIn({ name: 'ben', passphrase: PASSPHRASE })).toEqual({
    ok: false,
    error: { kind: 'wrong_sign_in' },
  })
  const back = await recoverMember(after, 'ben', sheets)
  const { entries } = value(await back.openCase({ desk, case: made.case }))
  expect(entries.map(({ words }) => words)).toContainEqual({ text: 'Still here' })
  await stopClock(before, drill)
  value(await back.append({ desk, case: made.case, entries: [note] }))
  // And everybody else, one by one.
  const steward = await recoverMember(after, 'ana', sheets)
  expect(value(await steward.accounts()).length).toBe(4)
  expect([...before.faults, ...after.faults]).toEqual([])
  await before.stop()
})

const refused = (type: string) => ({ ok: false, error: { type } })

/** One at a time, by a steward. */
const startClock = async ({ steward, writer }: TestDesk): Promise<string> => {
  expect(await writer.drills()).toMatchObject(refused('not_permitted'))
  expect(value(await steward.drills())).toEqual({ running: null, last: null, lastOpened: null })
  const { running } = value(await steward.beginDrill())
  expect(running).toMatchObject({ begunBy: 'ana', ended: null })
  expect(await steward.beginDrill()).toMatchObject(refused('drill_runs'))
  return running!.drill
}

/** The figure is the server's clock, and stays; a later drill without a case takes nothing from it. */
const stopClock = async ({ steward, database }: TestDesk, drill: string): Promise<void> => {
  const held = value(await steward.endDrill({ drill, opened: true })).lastOpened!
  expect(held).toMatchObject({ drill, begunBy: 'ana', ended: { by: 'ana', opened: true } })
  expect(await steward.endDrill({ drill, opened: false })).toMatchObject(refused('drill_over'))
  const account = (await steward.me())!.account
  const at = (time: string) => ({ database, clock: () => new Date(time) })
  const next = { drill: newId(), account }
  value(await beginDrill(at('2031-01-01T10:00:00Z'), next))
  // The answer was lost, and it is asked again.
  value(await beginDrill(at('2031-01-01T10:02:00Z'), next))
  value(await endDrill(at('2031-01-01T11:00:30Z'), { ...next, opened: false }))
  const { last, lastOpened } = value(await steward.drills())
  expect([minutesOf(last!), last!.ended?.opened, lastOpened]).toEqual([61, false, held])
  const back = { drill: newId(), account }
  value(await beginDrill(at('2031-01-02T10:00:00Z'), back))
  value(await endDrill(at('2031-01-02T09:00:00Z'), { ...back, opened: false }))
  expect(minutesOf(value(await steward.drills()).last!)).toBe(0)
  const changed = await inTransaction(database, { role: 'gate' }, (db) =>
    db.updateTable('drill').set({ opened: true }).where('id', '=', back.drill).executeTakeFirst(),
  )
  expect(changed.numUpdatedRows).toBe(0n)
}
