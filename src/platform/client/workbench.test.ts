import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#platform/server/database.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { invitationId, parseLink } from '#vault/client/v1/invitation.ts'

let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk()
})
afterAll(() => app.stop())

const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
const identity = {
  kind: 'identity',
  coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
  words: { names: [{ text: 'Canary Kestrel', kind: 'full' }] },
}
const note = (text: string) => ({ kind: 'note', coded: { toCode: true }, words: { text } })
const arrest = {
  kind: 'event',
  coded: { type: 'arrest', date: '2026-03', country: 'TJ', acts: [], verification: 'VER' },
  words: { date: '2026-03-14', narrative: 'taken at night' },
}

test('a writer opens a case that every member of the desk can read and a reader cannot change', async () => {
  const made = value(await app.writer.createCase({ desk: app.desk, entries: [opened, identity, arrest] }))
  expect(made.state.custody.status).toBe('held')
  const [line] = value(await app.reader.cases({ desk: app.desk, filter: { text: 'kestrel' } })).lines
  expect(line?.head?.names).toEqual(['Canary Kestrel'])
  const seen = value(await app.reader.openCase({ desk: app.desk, case: made.case }))
  expect(seen.entries.map(({ kind }) => kind)).toEqual(['opened', 'identity', 'event'])
  expect(seen.entries[2]?.words).toEqual(arrest.words)
  const refused = await app.reader.append({ desk: app.desk, case: made.case, entries: [arrest] })
  expect(refused).toEqual({
    ok: false,
    error: { kind: 'decided', why: { kind: 'role_too_low', needed: 'writer' } },
  })
  expect(app.faults).toEqual([])
})

test('a log that grows while it is read is never taken for one that was cut', async () => {
  const made = value(await app.writer.createCase({ desk: app.desk, entries: [opened] }))
  const where = { desk: app.desk, case: made.case }
  const writes = async (): Promise<void> => {
    for (let at = 0; at < 12; at++) value(await app.writer.append({ ...where, entries: [note(`${at}`)] }))
  }
  const reads = async (): Promise<void> => {
    for (let at = 0; at < 40; at++) {
      value(await app.second.openCase(where))
      const { lines } = value(await app.reader.cases({ desk: app.desk, filter: {} }))
      expect(lines.filter(({ alarm }) => alarm !== null)).toEqual([])
    }
  }
  await Promise.all([writes(), reads(), reads()])
})

test('two members who write at once both keep their work', async () => {
  const made = value(await app.writer.createCase({ desk: app.desk, entries: [opened] }))
  const where = { desk: app.desk, case: made.case }
  const [a, b] = await Promise.all([
    app.writer.append({ ...where, entries: [note('from vera')] }),
    app.second.append({ ...where, entries: [note('from ben')] }),
  ])
  expect([a.ok, b.ok]).toEqual([true, true])
  const seen = value(await app.steward.openCase(where))
  expect(
    seen.entries
      .map(({ words }) => (words as { text?: string }).text)
      .filter(Boolean)
      .toSorted(),
  ).toEqual(['from ben', 'from vera'])
})

test('a wrong passphrase, an unknown name and a closed account are answered alike', async () => {
  const device = app.device()
  const wrong = await device.signIn({ name: 'vera', passphrase: 'not the right one at all' })
  const unknown = await device.signIn({ name: 'nobody', passphrase: 'not the right one at all' })
  const rosa = value(await app.steward.accounts()).find(({ name }) => name === 'rosa')
  value(await app.steward.closeAccount({ account: rosa?.id ?? '' }))
  const closed = await device.signIn({
    name: 'rosa',
    passphrase: 'grapple untidy mosaic perch walnut celery',
  })
  for (const answer of [wrong, unknown, closed])
    expect(answer).toEqual({ ok: false, error: { kind: 'wrong_sign_in' } })
})

test('a member whose memory was lost comes back to the desk by a new link of a lead', async () => {
  await (await app.join('forgetful', 'writer')).lock()
  await inTransaction(app.database, { role: 'owner' }, (db) =>
    db.updateTable('account').set({ memory: null }).where('name', '=', 'forgetful').execute(),
  )
  const device = app.device()
  const me = value(await device.signIn({ name: 'forgetful', passphrase: PASSPHRASE }))
  expect(me.alarms).toMatchObject([{ desk: app.desk, kind: 'not_expected' }])
  const { link } = value(await app.steward.invite({ desk: app.desk, role: 'writer', days: 1 }))
  value(await device.acceptInvitation({ secret: link.split('#')[1] ?? '' }))
  expect(await device.me()).toMatchObject({ alarms: [], desks: [{ id: app.desk, role: 'writer' }] })
  // Nobody needs admitting: the link has done its work, and works no more.
  expect(value(await app.steward.invitations({ desk: app.desk }))).toEqual([])
  const again = await device.acceptInvitation({ secret: link.split('#')[1] ?? '' })
  expect(again).toEqual({ ok: false, error: { kind: 'invitation_not_open' } })
})

test('a guest who accepted two invitations is admitted by one, and the other waits for nobody', async () => {
  const invite = async () =>
    value(await app.steward.invite({ desk: app.desk, role: 'reader', days: 1 })).link.split('#')[1] ?? ''
  const [first, second] = [await invite(), await invite()]
  const guest = app.device()
  value(await guest.acceptInvitation({ secret: first, name: 'twice', passphrase: PASSPHRASE }))
  value(await guest.acceptInvitation({ secret: second }))
  const waiting = value(await app.steward.invitations({ desk: app.desk }))
  expect(waiting.map(({ guest: who }) => [who?.name, who?.proved, who?.member])).toEqual([
    ['twice', true, false],
    ['twice', true, false],
  ])
  value(await app.steward.admit({ desk: app.desk, invitation: waiting[1]?.invitation ?? '' }))
  expect(value(await app.steward.invitations({ desk: app.desk }))).toEqual([])
})

test('an invitation that a member had accepted before is shown as theirs, not as a guest to admit', async () => {
  const { link } = value(await app.steward.invite({ desk: app.desk, role: 'writer', days: 1 }))
  const secret = link.split('#')[1] ?? ''
  value(await app.second.acceptInvitation({ secret }))
  const id = await invitationId(parseLink(secret)?.secret ?? '')
  // As an installation left it that did not close such an invitation.
  await inTransaction(app.database, { role: 'owner' }, (db) =>
    db.updateTable('invitation').set({ state: 'accepted' }).where('id', '=', id).execute(),
  )
  const [line] = value(await app.steward.invitations({ desk: app.desk }))
  expect(line?.guest).toMatchObject({ proved: true, member: true })
  value(await app.steward.revoke({ desk: app.desk, invitation: line?.invitation ?? '' }))
  expect(value(await app.steward.invitations({ desk: app.desk }))).toEqual([])
})

test('a desk kit is one more recipient of the desk, and lets a lone lead open cases', async () => {
  const lone = await app.join('lone', 'reader')
  const desk = value(await lone.foundDesk({ name: 'South' }))
  const refused = await lone.createCase({ desk: desk.id, entries: [opened] })
  expect(refused).toEqual({ ok: false, error: { kind: 'desk_not_safe' } })
  const kit = value(await lone.makeKit({ desk: desk.id }))
  expect(kit.identity).toMatch(/^AGE-SECRET-KEY-/)
  const unprinted = await lone.createCase({ desk: desk.id, entries: [opened] })
  expect(unprinted).toEqual(refused)
  value(await lone.confirmKit(kit))
  const made = await lone.createCase({ desk: desk.id, entries: [opened] })
  expect(made.ok).toBe(true)
})
