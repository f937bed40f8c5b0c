/**
 * A member who leaves with everything they ever held: with it and with all that the server keeps they open nothing that
 * was written afterwards, and nothing that they write is taken, neither by the server nor by a device that it lies to.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { entryToWire } from '../../src/vault/core/wire.ts'
import { readEntry } from '../../src/vault/core/v1/entry.ts'
import {
  type DeskKey,
  type LogKeys,
  openBundle,
  openGrant,
  sealGrant,
} from '../../src/vault/client/v1/desk.ts'
import { openWords } from '../../src/vault/client/v1/entry.ts'
import { openHead } from '../../src/vault/client/v1/head.ts'
import { aesKey, type Key } from '../../src/vault/core/v1/webcrypto.ts'
import { craft, type Insider, insider, openRaw, put, type RawCase, refreshed } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, type Through, value } from '../support/app.ts'
import { aboutCase, aboutList, deviceOf } from '../support/liar.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { confidential } from '../support/sealed.ts'

let app: TestDesk
let desk: string
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
})
afterAll(() => app.stop())

const note = (text: string) => ({ kind: 'note', coded: { toCode: false }, words: { text } })
const openCase = async (device: Workbench): Promise<string> => {
  const opened = { kind: 'opened', coded: { dark: false }, words: { reference: 'R-1' } }
  return value(await device.createCase({ desk, entries: [opened, note('before')] })).case
}
const wordsIn = async (device: Workbench, id: string): Promise<string> =>
  JSON.stringify(value(await device.openCase({ desk, case: id })).entries.map(({ words }) => words))
const accountOf = async (device: Workbench): Promise<string> => (await device.me())!.account
const remove = async (by: Workbench, who: Workbench) => {
  const view = value(await by.removeMember({ desk, account: await accountOf(who) }))
  return { view, renewed: value(await by.renewKeys({ desk })) }
}
const refused = (type: string) => ({ ok: false, error: { kind: 'refused_by_server', type, fields: {} } })
/** The line goes when something is sent there. */
const cutAt =
  (end: string): Through =>
  (request, send) => {
    if (request.method === 'POST' && request.url.endsWith(end)) throw new TypeError('the line is cut')
    return send(request)
  }
const signedIn = async (name: string): Promise<Workbench> => {
  const device = app.device()
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  return device
}

type Kept = { readonly desks: DeskKey[]; readonly cases: Map<string, LogKeys>; readonly identity: string }

/** Everything that a member's device can hold: keys of the desk, of every case and of the journal, and their own. */
const keptBy = async (who: Insider): Promise<Kept> => {
  const open = await refreshed(who)
  const desks = [open.key, ...open.older.values()]
  return { desks, cases: new Map(), identity: who.unlocked.keys.identity }
}

type Rows = {
  readonly grants: { log: string; epoch: number; desk_epoch: number; sealed: Buffer }[]
  readonly parts: { log: string; seq: number; bytes: Buffer; statement: Buffer; signature: Buffer }[]
  readonly heads: { statement: Buffer; signature: Buffer; sealed: Buffer }[]
  readonly bundles: { epoch: number; bytes: Buffer }[]
}

/** Everything that the server keeps of the desk. */
const serverData = (): Promise<Rows> =>
  asSuperuser(app.database, async (client) => {
    const rows = async <T extends object>(text: string) => (await client.query<T>(text)).rows
    return {
      grants: await rows('select log, epoch, desk_epoch, sealed from amparo.key_grant'),
      parts: await rows(
        `select e.log, e.seq, p.bytes, e.statement, e.signature from amparo.entry e
         join amparo.part p on p.log = e.log and p.seq = e.seq and p.part = 'sealed'`,
      ),
      heads: await rows('select statement, signature, sealed from amparo.head'),
      bundles: await rows('select epoch, bytes from amparo.bundle'),
    } as Rows
  })

/** Tries every key on everything, as whoever has both may: what opens, by the place of its entry. */
const plunder = async (
  kept: Kept,
): Promise<{ readonly opened: readonly string[]; readonly heads: number }> => {
  const { grants, parts, heads, bundles } = await serverData()
  const keys: Key[] = kept.desks.map(({ key }) => key)
  const under = [...kept.desks]
  for (const { epoch, bytes } of bundles) {
    const { hashOf } = await import('../../src/vault/core/v1/statement.ts')
    const secret = await openBundle(bytes, kept.identity, { desk, epoch, hash: hashOf(bytes) })
    if (secret.ok) keys.push(await aesKey(Buffer.from(secret.value.secret, 'base64url')))
  }
  for (const { log, epoch, sealed } of grants)
    for (const key of keys)
      for (const deskEpoch of [1, 2, 3, 4]) {
        const found = await openGrant({ desk, epoch: deskEpoch, key }, { log, epoch }, sealed)
        if (found) keys.push(...found.keys)
      }
  expect(under.length).toBeGreaterThan(0)
  const opened: string[] = []
  for (const { log, seq, bytes, statement, signature } of parts) {
    const read = readEntry({ statement, signature, coded: null, sealed: bytes, open: null })
    if (!read.ok) continue
    for (const key of keys) if ((await openWords(read.value, key)).ok) opened.push(`${log} ${seq}`)
  }
  let count = 0
  for (const head of heads) {
    const opens = await Promise.all(keys.map((key) => openHead(head, key)))
    if (opens.some(({ ok }) => ok)) count += 1
  }
  return { opened: [...new Set(opened)], heads: count }
}

test('who left with all keys and all that the server keeps opens nothing that was written afterwards', async () => {
  const leaver = await app.join('lena', 'lead')
  const [first, second] = [await openCase(app.writer), await openCase(leaver)]
  const fact = confidential({ instrument: 'draft', body: 'house', member: 'm-1', source: 'a clerk' })
  value(await app.writer.noteSealedPosition({ desk, fact }))
  const lena = await insider(app, 'lena', desk)
  const kept = await keptBy(lena)
  const before = await plunder(kept)
  expect(before.opened).toContain(`${first} 1`)
  expect(before.heads).toBe(2)

  const { view, renewed } = await remove(app.second, leaver)
  expect(view).toMatchObject({ epoch: 2, toRenew: 3 })
  expect(renewed).toEqual({ renewed: 3, stuck: 0 })
  expect(value(await app.second.desk({ desk })).toRenew).toBe(0)

  const third = await openCase(app.writer)
  for (const id of [first, second])
    value(await app.writer.append({ desk, case: id, entries: [note('after she had left')] }))
  const later = confidential({ instrument: 'draft', body: 'house', member: 'm-2', source: 'another' })
  value(await app.writer.noteSealedPosition({ desk, fact: later }))

  const after = await plunder(kept)
  const removal = before.opened.length
  expect(after.opened.toSorted(), 'no entry more').toEqual(before.opened.toSorted())
  expect(removal).toBeGreaterThan(0)
  expect(after.heads, 'not even a name in a head').toBe(0)
  for (const device of [app.steward, app.second, app.writer, app.reader])
    for (const id of [first, second]) {
      const words = await wordsIn(device, id)
      expect(words).toContain('before')
      expect(words).toContain('after she had left')
    }
  expect(await wordsIn(app.reader, third)).toContain('before')
  const told = value(await app.reader.sealedPositions({ desk, instrument: 'draft' }))
  expect(told.notes).toHaveLength(2)
}, 60_000)

test('keys are renewed with everybody staying: nothing new opens to who had left, and a line that is cut stops nothing', async () => {
  const leaver = await app.join('mona', 'writer')
  const id = await openCase(leaver)
  const kept = await keptBy(await insider(app, 'mona', desk))
  const before = await plunder(kept)
  await remove(app.second, leaver)
  const was = value(await app.second.desk({ desk }))
  const { link } = value(await app.steward.invite({ desk, role: 'reader', days: 7 }))
  const vera = await insider(app, 'vera', desk)
  const raw = await openRawNow(vera)
  const given = { desk, after: was.epoch }
  expect(await app.writer.beginEpoch(given)).toEqual({ ok: false, error: { kind: 'not_a_lead' } })
  const away = app.device({ through: cutAt('/log') })
  value(await away.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  expect(await away.beginEpoch(given)).toEqual({ ok: false, error: { kind: 'unreachable' } })

  // Of two leads who press the button at once one begins, and the other finds it done.
  const [first, other] = await Promise.all([app.second.beginEpoch(given), app.steward.beginEpoch(given)])
  const begun = value(first)
  expect(begun).toMatchObject({ epoch: was.epoch + 1, inbox: was.inbox, members: was.members })
  expect(begun.history.filter(({ kind }) => kind === 'epoch_begun')).toHaveLength(1)
  expect([value(other).epoch, begun.toRenew > 0]).toEqual([begun.epoch, true])
  const entries = [entryToWire(await craft(vera, raw))]
  const late = await vera.ask('POST', `/desks/${desk}/cases/${raw.id}/entries`, { entries })
  expect([late.status, late.type]).toEqual([409, 'old_key'])
  const cutOff = app.device({ through: cutAt('/keys') })
  value(await cutOff.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  expect(await cutOff.renewKeys({ desk })).toEqual({ ok: false, error: { kind: 'unreachable' } })
  expect(value(await app.steward.renewKeys({ desk }))).toEqual({ renewed: begun.toRenew, stuck: 0 })

  const guest = app.device()
  value(await guest.acceptInvitation({ secret: link.split('#')[1]!, name: 'nora', passphrase: PASSPHRASE }))
  const [waits] = value(await app.second.invitations({ desk })).filter((one) => one.guest?.name === 'nora')
  value(await app.second.admit({ desk, invitation: waits!.invitation }))
  await guest.me()
  value(await app.writer.append({ desk, case: id, entries: [note('under the newest')] }))
  for (const device of [app.steward, app.second, app.writer, app.reader, guest, await signedIn('rosa')])
    expect(await wordsIn(device, id)).toMatch(/before.*under the newest/)
  const after = await plunder(kept)
  expect([after.opened.toSorted(), after.heads]).toEqual([before.opened.toSorted(), 0])
}, 60_000)

test('who left is out at once: the desk does not exist for them any more', async () => {
  const leaver = await app.join('marc', 'writer')
  const id = await openCase(leaver)
  const marc = await insider(app, 'marc', desk)
  await remove(app.second, leaver)
  expect((await leaver.openCase({ desk, case: id })).ok).toBe(false)
  expect((await leaver.append({ desk, case: id, entries: [note('still here')] })).ok).toBe(false)
  for (const path of ['log', 'cases', `cases/${id}`, 'journal', 'keys'])
    expect((await marc.ask('GET', `/desks/${desk}/${path}`)).status, path).toBe(404)
  expect((await leaver.me())!.desks.map((one) => one.id)).not.toContain(desk)
  const history = value(await app.second.desk({ desk })).history[0]!
  expect(history).toMatchObject({ kind: 'removed', subject: 'marc', author: 'ben' })
})

test('a member who comes later reads what was written before and after', async () => {
  const leaver = await app.join('nils', 'writer')
  const id = await openCase(leaver)
  await remove(app.second, leaver)
  value(await app.writer.append({ desk, case: id, entries: [note('after')] }))
  const late = await app.join('olga', 'reader')
  expect(await wordsIn(late, id)).toContain('before')
  expect(await wordsIn(late, id)).toContain('after')
  const kit = value(await app.second.makeKit({ desk }))
  value(await app.second.confirmKit({ desk, recipient: kit.recipient }))
})

test('before the keys are renewed everything is read and nothing is sealed under the old ones', async () => {
  const leaver = await app.join('pia', 'writer')
  const id = await openCase(app.writer)
  const pia = await accountOf(leaver)
  value(await app.second.removeMember({ desk, account: pia }))
  const fresh = await signedIn('vera')
  expect(await wordsIn(fresh, id)).toContain('before')
  expect(value(await fresh.cases({ desk, filter: {} })).lines.every(({ alarm }) => alarm === null)).toBe(true)
  const entries = [note('too early')]
  expect(await fresh.append({ desk, case: id, entries })).toEqual(refused('keys_in_renewal'))
  // A device that has not seen it yet asks, is refused, looks, and says the same.
  expect(await app.writer.append({ desk, case: id, entries })).toEqual(refused('keys_in_renewal'))
  expect(
    (await app.writer.createCase({ desk, entries: [{ kind: 'opened', coded: { dark: false } }] })).ok,
  ).toBe(true)
  const { renewed, stuck } = value(await app.steward.renewKeys({ desk }))
  expect([renewed > 0, stuck]).toEqual([true, 0])
  value(await app.writer.append({ desk, case: id, entries }))
  expect(await wordsIn(fresh, id)).toContain('too early')
})

test("a renewal that was cut is said and goes on at any other lead's device", async () => {
  const leaver = await app.join('quin', 'reader')
  const ids = [await openCase(app.writer), await openCase(app.writer)]
  value(await app.second.removeMember({ desk, account: await accountOf(leaver) }))
  const ben = app.device({ through: cutAt('/keys') })
  value(await ben.signIn({ name: 'ben', passphrase: PASSPHRASE }))
  expect(await ben.renewKeys({ desk })).toEqual({ ok: false, error: { kind: 'unreachable' } })
  const left = value(await app.steward.desk({ desk })).toRenew
  expect(left).toBeGreaterThanOrEqual(ids.length)
  const both = await Promise.all([app.steward.renewKeys({ desk }), app.second.renewKeys({ desk })])
  expect(both.every(({ ok }) => ok)).toBe(true)
  expect(value(await app.steward.desk({ desk })).toRenew).toBe(0)
  for (const id of ids) {
    value(await app.writer.append({ desk, case: id, entries: [note('later')] }))
    expect(await wordsIn(app.reader, id)).toContain('before')
  }
})

test('of two leads who remove at once one does, and the other is told', async () => {
  const [a, b] = [await app.join('rolf', 'reader'), await app.join('sina', 'reader')]
  const [rolf, sina] = [await accountOf(a), await accountOf(b)]
  let arrived = 0
  const { promise: together, resolve: both } = Promise.withResolvers<void>()
  const waits: Through = async (request, send) => {
    if (request.method === 'POST' && request.url.endsWith('/log')) {
      arrived += 1
      if (arrived >= 2) both()
      await together
    }
    return send(request)
  }
  const devices = [app.device({ through: waits }), app.device({ through: waits })]
  for (const [place, name] of ['ana', 'ben'].entries())
    value(await devices[place]!.signIn({ name, passphrase: PASSPHRASE }))
  const answers = await Promise.all([
    devices[0]!.removeMember({ desk, account: rolf }),
    devices[1]!.removeMember({ desk, account: sina }),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.find(({ ok }) => !ok)).toEqual(refused('tip_moved'))
  const { members } = value(await app.second.desk({ desk }))
  const [first, second] = [rolf, sina].map((account) => members.some((one) => one.account === account))
  expect([first, second].filter(Boolean)).toHaveLength(1)
  value(await app.second.removeMember({ desk, account: first ? rolf : sina }))
  value(await app.second.renewKeys({ desk }))
})

test('nobody but a lead removes, no lead removes themself, and the only lead stays', async () => {
  const reader = await accountOf(app.reader)
  expect(await app.writer.removeMember({ desk, account: reader })).toEqual({
    ok: false,
    error: { kind: 'not_a_lead' },
  })
  expect(await app.writer.renewKeys({ desk })).toEqual({ ok: false, error: { kind: 'not_a_lead' } })
  const own = await accountOf(app.second)
  expect(await app.second.removeMember({ desk, account: own })).toEqual(refused('removes_self'))
  const south = value(await app.reader.foundDesk({ name: 'South' }))
  expect(await app.reader.removeMember({ desk: south.id, account: reader })).toEqual(refused('removes_self'))
})

/** A case that its author writes by hand, and who leaves then. */
const leftBehind = async (name: string): Promise<{ readonly who: Insider; readonly log: RawCase }> => {
  const leaver = await app.join(name, 'writer')
  const who = await insider(app, name, desk)
  const log = await openRaw(who)
  value(await app.reader.cases({ desk, filter: {} }))
  await remove(app.second, leaver)
  return { who, log }
}

test('an entry of who left is refused by a device, though server and author date it back', async () => {
  const { who, log } = await leftBehind('tess')
  const liar = await deviceOf(app, 'rosa')
  value(await liar.device.cases({ desk, filter: {} }))
  const forged = await craft(who, log, {
    at: new Date(Date.now() - 3_600_000).toISOString().slice(0, 19) + 'Z',
  })
  await put(who, log)
  log.entries[log.entries.length - 1] = forged
  const { hash } = (() => {
    const read = readEntry(forged)
    if (!read.ok) throw new Error(read.error.kind)
    return read.value
  })()
  const tip = { seq: log.entries.length - 1, hash }
  liar.lie(
    aboutCase(log.id, (answer) => {
      answer.entries = log.entries.map(entryToWire)
      answer.tip = tip
    }),
  )
  expect(await liar.device.openCase({ desk, case: log.id })).toEqual({
    ok: false,
    error: { kind: 'tampered', what: 'right_ended', seq: tip.seq },
  })
})

test('a grant that who left makes under the old key opens nothing and nothing is written under it', async () => {
  const leaver = await app.join('ugo', 'writer')
  const who = await insider(app, 'ugo', desk)
  const id = await openCase(app.writer)
  const old = (await refreshed(who)).key
  await remove(app.second, leaver)
  const raw = crypto.getRandomValues(new Uint8Array(32))
  const of = { log: id, epoch: 1 }
  const sealed = toBase64url(await sealGrant(old, of, raw, who.deps.chance))
  const liar = await deviceOf(app, 'vera', {
    lie: aboutList(({ cases }) => {
      for (const line of cases) if (line.case === id) line.grant = { epoch: 1, deskEpoch: old.epoch, sealed }
    }),
  })
  const { lines } = value(await liar.device.cases({ desk, filter: {} }))
  expect(lines.find((line) => line.case === id)?.alarm).toBe('head_does_not_open')
  expect((await liar.device.append({ desk, case: id, entries: [note('for whom?')] })).ok).toBe(false)
  // Nor does a lead's device carry it on: it says that one log is stuck.
  const ben = await deviceOf(app, 'ben', {
    lie: (asked, told) => {
      if (!asked.startsWith(`GET /desks/${desk}/keys`)) return told
      const head = (told as { logs: { head: unknown }[] }).logs[0]?.head ?? null
      const after = asked.includes('after')
      return {
        left: 1,
        logs: after ? [] : [{ log: id, grant: { epoch: 1, deskEpoch: old.epoch, sealed }, head }],
      }
    },
  })
  expect(value(await ben.device.renewKeys({ desk }))).toEqual({ renewed: 0, stuck: 1 })
})

test('a server that shows the key of before to a writer gets nothing sealed under it', async () => {
  const leaver = await app.join('vito', 'writer')
  const id = await openCase(app.writer)
  let before: { cases: { case: string; grant: unknown; head: unknown }[] } | null = null
  const keeps = await deviceOf(app, 'rosa')
  keeps.lie((asked, told) => {
    if (asked === `GET /desks/${desk}/cases`) before = structuredClone(told) as typeof before
    return told
  })
  value(await keeps.device.cases({ desk, filter: {} }))
  await remove(app.second, leaver)
  const was = before!.cases.find((line) => line.case === id)!
  const liar = await deviceOf(app, 'vera', {
    lie: aboutList(({ cases }) => {
      for (const line of cases)
        if (line.case === id) Object.assign(line, { grant: was.grant, head: was.head })
    }),
  })
  expect(await liar.device.append({ desk, case: id, entries: [note('for whom?')] })).toEqual(
    refused('keys_in_renewal'),
  )
})

test('the server takes no entry under an older key, no head and no case, whoever asks', async () => {
  const leaver = await app.join('wanda', 'reader')
  const vera = await insider(app, 'vera', desk)
  await refreshed(vera)
  const entry = await (async () => {
    const log = await openRawNow(vera)
    await remove(app.second, leaver)
    await refreshed(vera)
    const crafted = await craft(vera, log)
    return { log, crafted }
  })()
  const path = `/desks/${desk}/cases/${entry.log.id}/entries`
  const said = await vera.ask('POST', path, { entries: [entryToWire(entry.crafted)] })
  expect([said.status, said.type]).toEqual([409, 'old_key'])
})

/** As `openRaw`, under the desk's present key. */
const openRawNow = async (who: Insider): Promise<RawCase> => {
  const { newRawCase, openingBody } = await import('../support/adversary.ts')
  const log = await newRawCase(who)
  const answer = await who.ask('POST', `/desks/${log.desk}/cases`, await openingBody(who, log))
  expect(answer.status).toBe(201)
  return log
}

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
