/** A member's own account: sessions seen and ended, a passphrase changed, and a server that lies about either. */
import { setTimeout as pause } from 'node:timers/promises'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { ask, sessionOf } from '../support/adversary.ts'
import {
  memoryDrafts,
  memoryKept,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  type Through,
  value,
} from '../support/app.ts'
import { type Lie, lying } from '../support/liar.ts'
import { asSuperuser } from '../support/open_rows.ts'

const NEXT = 'ravine clothing stiffly unbolted marauding copper'
const THIRD = 'quarry sandbank plausible dimmed oxidize thirsty'

let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk()
})
afterAll(() => app.stop())

const signedIn = async (name: string, passphrase = PASSPHRASE): Promise<Workbench> => {
  const device = app.device()
  value(await device.signIn({ name, passphrase }))
  return device
}
const opens = async (name: string, passphrase: string): Promise<boolean> =>
  (await app.device().signIn({ name, passphrase })).ok
const refused = (type: string) => ({ ok: false, error: { kind: 'refused_by_server', type, fields: {} } })
const locked = { ok: false, error: { kind: 'locked' } }
const tampered = (what: string) => ({ ok: false, error: { kind: 'tampered', what, seq: null } })

test('a member sees their open sessions, which is theirs, and nothing of where they are', async () => {
  const one = await app.join('sami', 'reader')
  await signedIn('sami')
  const sessions = value(await one.sessions())
  expect(sessions).toHaveLength(2)
  expect(sessions.filter(({ own }) => own)).toHaveLength(1)
  for (const session of sessions) {
    expect(Object.keys(session).toSorted()).toEqual(['begunOn', 'own', 'session', 'usedAt'])
    expect(session.begunOn).toBe(new Date().toISOString().slice(0, 10))
  }
})

test('what is listed of a session does not open it', async () => {
  const [first] = value(await app.reader.sessions())
  const cookie = `amparo=${first!.session}`
  const answer = await app.api.fetch(
    new Request('http://localhost:3000/api/v1/me', {
      headers: { cookie, origin: 'http://localhost:3000' },
    }),
  )
  expect(answer.status).toBe(401)
})

test('one session that is ended locks its device, and no other', async () => {
  const one = await app.join('tove', 'reader')
  const [two, three] = [await signedIn('tove'), await signedIn('tove')]
  const own = value(await two.sessions()).find((session) => session.own)!
  expect(value(await one.endSession({ session: own.session }))).toHaveLength(2)
  expect(await two.sessions()).toEqual(locked)
  expect((await three.sessions()).ok).toBe(true)
  expect(value(await one.endOtherSessions())).toHaveLength(1)
  expect(await three.sessions()).toEqual(locked)
})

test('signing in gives a session of its own: none that was planted before is taken up, none that ended opens', async () => {
  const invented = 'p'.repeat(43)
  const another = await sessionOf(app, (await app.reader.me())!.account)
  for (const planted of [invented, another]) {
    const given: string[] = []
    const through: Through = async (request, send) => {
      if (!request.url.endsWith('/sign-in')) return send(request)
      const headers = new Headers(request.headers)
      headers.set('cookie', `amparo=${planted}`)
      const answer = await send(new Request(request, { headers }))
      given.push(...answer.headers.getSetCookie())
      return answer
    }
    const before = await ask(app, 'GET', '/me', { token: planted })
    const device = app.device({ through })
    value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
    expect(given).toHaveLength(1)
    const token = /^amparo=([\w-]{43});/.exec(given[0]!)?.[1] ?? ''
    expect(token).not.toBe(planted)
    expect((await ask(app, 'GET', '/me', { token })).status).toBe(200)
    const after = await ask(app, 'GET', '/me', { token: planted })
    expect([after.status, after.body]).toEqual([before.status, before.body])
    await device.signOut()
    expect((await ask(app, 'GET', '/me', { token })).status).toBe(401)
  }
})

test("nobody ends another's session, nor by this way their own", async () => {
  const theirs = value(await app.writer.sessions())[0]!
  expect(await app.reader.endSession({ session: theirs.session })).toEqual(refused('not_found'))
  expect((await app.writer.sessions()).ok).toBe(true)
  const own = value(await app.reader.sessions()).find((session) => session.own)!
  expect(await app.reader.endSession({ session: own.session })).toEqual(refused('own_session'))
})

test('a session that ran out or was idle too long is not listed', async () => {
  const one = await app.join('uma', 'reader')
  const { account } = (await one.me())!
  await sessionOf(app, account, { seconds: -1 })
  await sessionOf(app, account, { now: new Date(Date.now() - 3_600_000), seconds: 9 * 3600 })
  expect(value(await one.sessions())).toHaveLength(1)
})

test('after a change the new passphrase opens the same keys, the old one nothing, and others are out', async () => {
  const one = await app.join('wim', 'writer')
  const before = (await one.me())!
  const other = await signedIn('wim')
  expect(value(await one.changePassphrase({ old: PASSPHRASE, passphrase: NEXT }))).toEqual({ ended: 1 })
  expect(await other.sessions()).toEqual(locked)
  expect((await one.sessions()).ok, 'this one goes on').toBe(true)
  expect(await opens('wim', PASSPHRASE)).toBe(false)
  const again = await signedIn('wim', NEXT)
  const after = (await again.me())!
  expect(after.fingerprint).toBe(before.fingerprint)
  expect(after.desks).toEqual(before.desks)
  expect(after.alarms).toEqual([])
  expect(value(await again.changePassphrase({ old: NEXT, passphrase: THIRD }))).toEqual({ ended: 1 })
  expect([await opens('wim', NEXT), await opens('wim', THIRD)]).toEqual([false, true])
})

test('the old passphrase is asked again, and guesses at it are slowed down', async () => {
  const one = await app.join('xaver', 'reader')
  const wrong = { old: 'not what it was at all, sorry', passphrase: NEXT }
  expect(await one.changePassphrase(wrong)).toEqual({ ok: false, error: { kind: 'wrong_sign_in' } })
  const answers = await Promise.all(Array.from({ length: 8 }, () => one.changePassphrase(wrong)))
  expect(answers.some((answer) => !answer.ok && answer.error.kind === 'wait')).toBe(true)
  expect(await opens('xaver', PASSPHRASE)).toBe(true)
}, 30_000)

test('a sign-in that meets a change of the passphrase half-way opens no session', async () => {
  await app.join('ulli', 'reader')
  const answer = await asSuperuser(app.database, async (change) => {
    await change.query('begin')
    await change.query(`update amparo.account set auth = sha256(auth) where name = 'ulli'`)
    const signing = app.device().signIn({ name: 'ulli', passphrase: PASSPHRASE })
    const answered = signing.then(() => 'answered')
    const waits = `select 1 from pg_locks where not granted`
    const isUnder = async (): Promise<boolean> =>
      (await Promise.race([answered, pause(20)])) === undefined && (await change.query(waits)).rowCount === 0
    while (await isUnder());
    await change.query(`delete from amparo.session s using amparo.account a
      where a.id = s.account and a.name = 'ulli'`)
    await change.query('commit')
    return signing
  })
  expect(answer).toEqual({ ok: false, error: { kind: 'wrong_sign_in' } })
})

test('a weak passphrase and the same one are refused before anything is sent', async () => {
  const asked: string[] = []
  const through: Through = (request, send) => {
    asked.push(new URL(request.url).pathname)
    return send(request)
  }
  const device = app.device({ through })
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  await device.lock()
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  asked.length = 0
  const why = async (passphrase: string) => {
    const answer = await device.changePassphrase({ old: PASSPHRASE, passphrase })
    return answer.ok || answer.error.kind !== 'passphrase_refused' ? null : answer.error.why.kind
  }
  expect(await why('short')).toBe('too_short')
  expect(await why('aaaaaaaaaaaaaaaaaaaaaaaa')).toBe('too_easy')
  expect(await why(PASSPHRASE)).toBe('same')
  expect(asked.filter((path) => path.includes('passphrase') || path.includes('vault'))).toEqual([])
})

test('neither passphrase passes the wire, and the server keeps nothing of the old one', async () => {
  const one = await app.join('yara', 'reader')
  await one.lock()
  const wire: string[] = []
  const device = app.device({
    through: async (request, send) => {
      wire.push(await request.clone().text())
      const response = await send(request)
      wire.push(await response.clone().text())
      return response
    },
  })
  value(await device.signIn({ name: 'yara', passphrase: PASSPHRASE }))
  const row = () =>
    asSuperuser(app.database, async (client) => {
      const { rows } = await client.query<{
        seed: Buffer
        auth: Buffer
        vault: Buffer
        vault_change: number
      }>("select seed, auth, vault, vault_change from amparo.account where name = 'yara'")
      return rows[0]!
    })
  const before = await row()
  value(await device.changePassphrase({ old: PASSPHRASE, passphrase: NEXT }))
  const after = await row()
  expect(after.seed.equals(before.seed) || after.auth.equals(before.auth)).toBe(false)
  expect(after.vault.equals(before.vault)).toBe(false)
  expect([before.vault_change, after.vault_change]).toEqual([0, 1])
  for (const word of [...PASSPHRASE.split(' '), ...NEXT.split(' ')])
    expect(wire.join('\n'), word).not.toContain(word)
  expect(wire.join('\n')).not.toContain('AGE-SECRET-KEY')
})

/** A device whose line is cut at the change: before the server hears of it, or before its answer comes back. */
const cutAt =
  (when: 'before' | 'after'): Through =>
  async (request, send) => {
    if (!request.url.endsWith('/me/passphrase')) return send(request)
    if (when === 'after') await send(request)
    throw new TypeError('the line is cut')
  }

test.each([
  ['before', PASSPHRASE, NEXT],
  ['after', NEXT, PASSPHRASE],
] as const)('a line cut %s the change leaves exactly one passphrase that opens', async (when, works, not) => {
  const name = `zoe-${when}`
  await app.join(name, 'reader')
  const drafts = memoryDrafts()
  const device = app.device({ through: cutAt(when), drafts })
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  const change = { old: PASSPHRASE, passphrase: NEXT }
  expect(await device.changePassphrase(change)).toEqual({ ok: false, error: { kind: 'unreachable' } })
  await device.lock()
  expect(await opens(name, not)).toBe(false)
  expect((await app.device({ drafts }).signIn({ name, passphrase: works })).ok, 'the same device').toBe(true)
})

test('of two devices that change it at once, one does and the other is told', async () => {
  const one = await app.join('hugo', 'reader')
  const other = await signedIn('hugo')
  const answers = await Promise.all([
    one.changePassphrase({ old: PASSPHRASE, passphrase: NEXT }),
    other.changePassphrase({ old: PASSPHRASE, passphrase: THIRD }),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  const loser = answers.find(({ ok }) => !ok)!
  // The loser's session is over, or it comes late to prove a passphrase that is one no more.
  if (!loser.ok) expect(['locked', 'wrong_sign_in', 'refused_by_server']).toContain(loser.error.kind)
  const works = answers[0]!.ok ? NEXT : THIRD
  const open = await Promise.all([PASSPHRASE, NEXT, THIRD].map((phrase) => opens('hugo', phrase)))
  expect(open.filter(Boolean)).toHaveLength(1)
  expect(await opens('hugo', works)).toBe(true)
})

test('a server that goes back to the vault of an old passphrase is found out by the memory', async () => {
  await app.join('ivo', 'reader')
  const kept = new Map<string, unknown>()
  const drafts = memoryDrafts()
  const keeps = lying((asked, told) => void kept.set(asked, told))
  const device = app.device({ drafts, through: keeps })
  value(await device.signIn({ name: 'ivo', passphrase: PASSPHRASE }))
  value(await device.changePassphrase({ old: PASSPHRASE, passphrase: NEXT }))
  await device.lock()
  // Somebody who knows the old one, and a server that still takes it.
  const through: Through = async (request, send) => {
    const asked = `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`
    return asked.startsWith('POST /sign-in') ? Response.json(kept.get(asked)) : send(request)
  }
  const fooled = app.device({ through, drafts })
  expect(await fooled.signIn({ name: 'ivo', passphrase: PASSPHRASE })).toEqual(tampered('vault_rolled_back'))
  expect(await fooled.me()).toBeNull()
})

const aboutVault =
  (change: (vault: string) => string): Lie =>
  (asked, told) =>
    asked === 'POST /me/vault' ? { vault: change((told as { vault: string }).vault) } : told

const withWrap =
  (change: (wrap: { kdf: { m: number }; change?: number }) => void) =>
  (text: string): string => {
    const vault = JSON.parse(Buffer.from(text, 'base64url').toString()) as { wraps: [never] }
    change(vault.wraps[0])
    return Buffer.from(JSON.stringify(vault)).toString('base64url')
  }

test.each<[string, (vault: string) => string, string]>([
  ['a cheaper derivation', withWrap((wrap) => (wrap.kdf.m = 1024)), 'weak_kdf'],
  ['a number of changes that it had not', withWrap((wrap) => (wrap.change = 7)), 'cannot_open'],
  ['no vault', () => 'AA', 'cannot_open'],
])('changing the passphrase, a vault with %s is not wrapped anew', async (_, change, what) => {
  const asked: string[] = []
  const lie = aboutVault(change)
  const device = app.device({
    through: (request, send) => {
      asked.push(new URL(request.url).pathname)
      return lying(lie)(request, send)
    },
  })
  value(await device.signIn({ name: 'rosa', passphrase: PASSPHRASE }))
  expect(await device.changePassphrase({ old: PASSPHRASE, passphrase: NEXT })).toEqual(tampered(what))
  expect(asked.some((path) => path.endsWith('/me/passphrase'))).toBe(false)
})

test('signing out tells the browser to clear what it keeps, but on a device that its member chose', async () => {
  await app.join('nora', 'reader')
  const cleared: (string | null)[] = []
  for (const chooses of [false, true]) {
    const through: Through = async (request, send) => {
      const answer = await send(request)
      if (request.url.endsWith('/sign-out')) cleared.push(answer.headers.get('clear-site-data'))
      return answer
    }
    const device = app.device({ through, kept: memoryKept() })
    value(await device.signIn({ name: 'nora', passphrase: PASSPHRASE }))
    if (chooses) value(await device.keepOffline({ passphrase: PASSPHRASE }))
    await device.signOut()
  }
  expect(cleared).toEqual(['"storage"', null])
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
