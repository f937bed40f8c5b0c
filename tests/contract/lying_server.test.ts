/**
 * A server that lies about accounts, invitations and desks. Each lie is refused by the device with a kind that says
 * what is wrong, and nothing of it is opened.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { toBase64url } from '../../src/vault/core/bytes.ts'
import { hashOf } from '../../src/vault/core/v1/statement.ts'
import { entryToWire, type EntryWire, wireToEntry } from '../../src/vault/core/wire.ts'
import { craft, type Insider, insider, newId, nowText, type RawCase } from '../support/adversary.ts'
import { memoryDrafts, PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import {
  aboutDesk,
  type DeskAnswer,
  deviceOf,
  flipped,
  type Lie,
  lying,
  type MeAnswer,
  notFound,
  Says,
  type SignedInAnswer,
  withVault,
} from '../support/liar.ts'
import { falseDesk } from '../support/false_desk.ts'
import { makeWriter } from '../support/vault_world.ts'

let app: TestDesk
let desk: string
let vera: Insider
let rosa: Insider
let lead: Insider
let south: { readonly id: string; readonly founder: Workbench }

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  const guest = await app.join('olga', 'reader')
  const founded = value(await guest.foundDesk({ name: 'South' }))
  south = { id: founded.id, founder: guest }
  vera = await insider(app, 'vera', desk)
  rosa = await insider(app, 'rosa', desk)
  lead = await insider(app, 'ben', desk)
})
afterAll(() => app.stop())

const answerTo = async (who: Insider, path: string): Promise<Record<string, unknown>> =>
  (await who.ask('GET', path)).body

/** Signs in through a server that tells this lie from the first request on. */
const signInThrough = (name: string, lie: Lie, drafts = memoryDrafts()) => {
  const device = app.device({ through: lying(lie), drafts })
  return { device, signedIn: device.signIn({ name, passphrase: PASSPHRASE }) }
}

const tampered = (what: string) => ({ ok: false, error: { kind: 'tampered', what, seq: null } })

test.each<[string, Lie, unknown]>([
  [
    'a vault whose passphrase hash costs less memory',
    withVault(({ wraps }) => (wraps[0]!.kdf.m = 1024)),
    tampered('weak_kdf'),
  ],
  [
    'a vault whose passphrase hash costs less time',
    withVault(({ wraps }) => (wraps[0]!.kdf.t = 1)),
    tampered('weak_kdf'),
  ],
  [
    'a vault with one bit other',
    withVault(({ wraps }) => (wraps[0]!.sealed = flipped(wraps[0]!.sealed, 20))),
    tampered('cannot_open'),
  ],
  [
    'a vault of a version to come',
    withVault((vault) => (vault.v = 2)),
    { ok: false, error: { kind: 'newer_version' } },
  ],
  [
    'no vault',
    (asked, told) => (asked === 'POST /sign-in' ? { ...(told as object), vault: 'AA' } : told),
    tampered('cannot_open'),
  ],
  [
    'another account than the vault is of',
    (asked, told) => (asked === 'POST /sign-in' ? { ...(told as object), account: newId() } : told),
    tampered('vault_of_another'),
  ],
  [
    'a seed that is none',
    (asked, told) => (asked.endsWith('/seed') ? { seed: 'AA' } : told),
    tampered('bad_answer'),
  ],
  [
    'a seed of another name',
    (asked, told) => (asked.endsWith('/seed') ? { seed: newId() } : told),
    { ok: false, error: { kind: 'wrong_sign_in' } },
  ],
  [
    'an answer of another form',
    (asked, told) => (asked === 'GET /me' ? { desks: 'none' } : told),
    tampered('bad_answer'),
  ],
])('signing in, %s is refused', async (_, lie, refusal) => {
  const { device, signedIn } = signInThrough('vera', lie)
  expect(await signedIn).toEqual(refusal)
  expect(await device.me()).toBeNull()
})

test("signing in, another's vault is refused", async () => {
  let bens = ''
  await signInThrough('ben', (asked, told) => {
    if (asked === 'POST /sign-in') bens = (told as SignedInAnswer).vault
    return told
  }).signedIn
  const { device, signedIn } = signInThrough('vera', (asked, told) =>
    asked === 'POST /sign-in' ? { ...(told as object), vault: bens } : told,
  )
  expect(await signedIn).toEqual(tampered('cannot_open'))
  expect(await device.me()).toBeNull()
})

type Guest = { account: string; name: string; signing: string; recipient: string }
type Invited = { invitation: string; role: string; mac: string | null; guest: Guest | null; state: string }

const aboutInvitations =
  (change: (accepted: Invited) => void): Lie =>
  (asked, told) => {
    if (!asked.endsWith('/invitations')) return told
    const accepted = (told as { invitations: Invited[] }).invitations.find(
      ({ state }) => state === 'accepted',
    )
    if (accepted) change(accepted)
    return told
  }

test('a guest whose keys the server swapped is not admitted, whichever part of the card is other', async () => {
  const ana = await deviceOf(app, 'ana')
  const { link } = value(await ana.device.invite({ desk, role: 'reader', days: 7 }))
  const guest = app.device()
  value(await guest.acceptInvitation({ secret: link.split('#')[1]!, name: 'gita', passphrase: PASSPHRASE }))
  const [line] = value(await ana.device.invitations({ desk })).filter(({ state }) => state === 'accepted')
  expect(line?.guest?.proved).toBe(true)
  const own = await makeWriter('server', vera.deps.chance, vera.unlocked.keys.recipient)
  const swaps: readonly ((accepted: Invited) => void)[] = [
    ({ guest: card }) => (card!.signing = own.signingPublic),
    ({ guest: card }) => (card!.recipient = own.recipient),
    ({ guest: card }) => (card!.account = newId()),
    ({ guest: card }) => (card!.name = 'ben2'),
    (accepted) =>
      (accepted.guest = {
        account: newId(),
        name: 'gita',
        signing: own.signingPublic,
        recipient: own.recipient,
      }),
    (accepted) => (accepted.mac = flipped(accepted.mac!)),
    (accepted) => (accepted.mac = hashOf(Buffer.from('mac'))),
  ]
  const before = app.faults.length
  for (const swap of swaps) {
    ana.lie(aboutInvitations(swap))
    const [shown] = value(await ana.device.invitations({ desk })).filter(({ state }) => state === 'accepted')
    expect(shown?.guest?.proved).toBe(false)
    const refused = await ana.device.admit({ desk, invitation: line!.invitation })
    expect(refused).toEqual({ ok: false, error: { kind: 'card_not_proved' } })
  }
  ana.lie(aboutInvitations((accepted) => (accepted.role = 'lead')))
  value(await ana.device.admit({ desk, invitation: line!.invitation }))
  const gita = value(await app.second.desk({ desk })).members.find(({ name }) => name === 'gita')
  expect(gita?.role, 'the log says the role, not the server').toBe('reader')
  expect(app.faults.length).toBe(before)
})

const elsewhere: Lie = (asked, told) =>
  asked.endsWith('/look') ? { ...(told as object), desk: south.id } : told

test('an invitation that leads to another desk than its link says is refused', async () => {
  const { link } = value(await app.steward.invite({ desk, role: 'reader', days: 7 }))
  const device = app.device({ through: lying(elsewhere) })
  expect(await device.lookAtInvitation({ secret: link.split('#')[1]! })).toEqual(tampered('other_desk'))
})

test('a desk of the server’s own making, with the member in it, is not opened', async () => {
  const id = newId()
  const made = await falseDesk(id, vera)
  const { device, signedIn } = signInThrough('vera', (asked, told) => {
    if (asked === 'GET /me') (told as MeAnswer).desks.push({ id, name: 'North', role: 'lead' })
    return asked === `GET /desks/${id}/log` ? new Says(200, made) : told
  })
  const me = value(await signedIn)
  expect(me.desks.map((one) => one.id)).toEqual([desk])
  expect(me.alarms).toMatchObject([{ desk: id, kind: 'not_expected' }])
  expect(await device.createCase({ desk: id, entries: [] })).toMatchObject({
    ok: false,
    error: { kind: 'locked' },
  })
})

test('a guest is not led into a log of the server’s own making under the desk’s own id', async () => {
  const { link } = value(await app.steward.invite({ desk, role: 'reader', days: 7 }))
  let made: DeskAnswer | null = null
  const drafts = memoryDrafts()
  const device = app.device({
    drafts,
    through: lying((asked, told) => {
      if (made && asked === 'GET /me') (told as MeAnswer).desks = [{ id: desk, name: 'North', role: 'lead' }]
      return made && asked === `GET /desks/${desk}/log` ? new Says(200, made) : told
    }),
  })
  value(await device.acceptInvitation({ secret: link.split('#')[1]!, name: 'hana', passphrase: PASSPHRASE }))
  const hana = await insider(app, 'hana', desk)
  made = await falseDesk(desk, hana)
  const me = (await device.me())!
  expect(me.desks).toEqual([])
  expect(me.alarms).toMatchObject([{ desk, kind: 'forked', seq: 0 }])
})

test.each<[string, Lie]>([
  ['named no more', (asked, told) => (asked === 'GET /me' ? { ...(told as object), desks: [] } : told)],
  ['not found', (asked, told) => (/^GET \/desks\/[^/]+\/log$/.test(asked) ? notFound : told)],
])('a desk that was open before and is %s is withheld', async (_, lie) => {
  const { signedIn } = signInThrough('vera', lie)
  const me = value(await signedIn)
  expect(me.desks).toEqual([])
  expect(me.alarms).toMatchObject([{ desk, kind: 'withheld' }])
})

test('a server that loses what a member remembers shows no desk as if it were new', async () => {
  const lies: readonly Lie[] = [
    (asked, told) => (asked === 'POST /sign-in' ? { ...(told as object), memoryHash: null } : told),
    ...[null, 'AAAA', toBase64url(vera.deps.chance(200))].map(
      (memory): Lie =>
        (asked, told) =>
          asked === 'GET /me/memory' ? { memory } : told,
    ),
  ]
  for (const lie of lies)
    expect(value(await signInThrough('vera', lie).signedIn).alarms).toMatchObject([
      { desk, kind: 'not_expected' },
    ])
})

/** Lets the member's devices see, and keep on the server, what there is now. */
const remembered = async (name: string): Promise<void> => (await deviceOf(app, name)).device.lock()

/** The lies about a desk's log that any device sees through, whatever it remembers. */
const deskLies: readonly [string, (answer: DeskAnswer) => unknown, string][] = [
  ['without its last entry', ({ entries }) => void entries.pop(), 'rolled_back'],
  ['without any entry', ({ entries }) => void entries.splice(0), 'rolled_back'],
  ['without one in its middle', ({ entries }) => void entries.splice(2, 1), 'broken_link'],
  ['without its first', ({ entries }) => void entries.shift(), 'broken_link'],
  ['in another order', ({ entries }) => void entries.splice(1, 2, entries[2]!, entries[1]!), 'broken_link'],
  ['with an entry twice', ({ entries }) => void entries.splice(2, 0, entries[2]!), 'broken_link'],
  [
    'with a signature one bit other',
    ({ entries }) => (entries[1]!.signature = flipped(entries[1]!.signature)),
    'wrong_signature',
  ],
  [
    'with a statement one bit other',
    ({ entries }) => (entries[1]!.statement = flipped(entries[1]!.statement, 30)),
    'unreadable',
  ],
  [
    'with a coded part one bit other',
    ({ entries }) => (entries[0]!.coded = flipped(entries[0]!.coded!, 20)),
    'unreadable',
  ],
  ['without a coded part', ({ entries }) => void delete entries[0]!.coded, 'part_missing'],
  ['without its bundle', (answer) => void (answer.bundle = null), 'not_the_bundle_of_the_log'],
  [
    'with a bundle one bit other',
    (answer) => void (answer.bundle = flipped(answer.bundle!, 99)),
    'not_the_bundle_of_the_log',
  ],
]

test.each(deskLies)('the log of a desk %s is refused', async (_, change, kind) => {
  await remembered('vera')
  const { device, signedIn } = signInThrough('vera', aboutDesk(desk, change as (answer: DeskAnswer) => void))
  const me = value(await signedIn)
  expect(me.desks).toEqual([])
  expect(me.alarms).toMatchObject([{ desk, kind }])
  expect(await device.cases({ desk, filter: {} })).toEqual({ ok: false, error: { kind: 'locked' } })
})

test('the log and the bundle of another desk are refused in the place of this one', async () => {
  const olga = await insider(app, 'olga', south.id)
  const other = (await answerTo(olga, `/desks/${south.id}/log`)) as unknown as DeskAnswer
  const swapped = value(
    await signInThrough(
      'vera',
      aboutDesk(desk, (answer) => Object.assign(answer, other)),
    ).signedIn,
  )
  expect(swapped.alarms).toMatchObject([{ desk, kind: 'other_log', seq: 0 }])
  const { bundle } = other
  const bundled = value(
    await signInThrough(
      'vera',
      aboutDesk(desk, (answer) => Object.assign(answer, { bundle })),
    ).signedIn,
  )
  expect(bundled.alarms).toMatchObject([{ desk, kind: 'not_the_bundle_of_the_log' }])
})

/** An entry for the end of the desk's log, or for a place in it, signed by whoever the server could win. */
const deskEntry = async (
  by: Insider,
  given: Parameters<typeof craft>[2] & { readonly after?: readonly EntryWire[] },
): Promise<EntryWire> => {
  const { after = (await answerTo(by, `/desks/${desk}/log`)).entries as EntryWire[], ...rest } = given
  const log: RawCase = {
    id: desk,
    desk,
    key: by.desk().key.key,
    raw: new Uint8Array(32),
    entries: after.map(wireToEntry),
  }
  return entryToWire(await craft(by, log, { key: 'none', words: undefined, ...rest }))
}

test('a member slipped in by the server is refused, in whosever name', async () => {
  const server = await makeWriter('server', vera.deps.chance, vera.unlocked.keys.recipient)
  const ana = [...lead.desk().desk.members.values()].find(({ name }) => name === 'ana')!
  const coded = { account: vera.account, role: 'lead' }
  const forged = async (given: Parameters<typeof deskEntry>[1], by: Insider) => {
    const entry = await deskEntry(by, { kind: 'role_changed', coded, ...given })
    const { signedIn } = signInThrough(
      'ben',
      aboutDesk(desk, ({ entries }) => void entries.push(entry)),
    )
    return value(await signedIn).alarms[0]?.kind
  }
  const asAna = { author: ana.account, place: { roster: ana.right } }
  expect(await forged({ ...asAna, signing: server.signing }, vera)).toBe('wrong_signature')
  expect(await forged({ ...asAna, signing: vera.unlocked.keys.signing }, vera)).toBe('wrong_signature')
  expect(await forged({ author: server.account, signing: server.signing }, vera)).toBe('against_the_rules')
  expect(await forged({}, vera), 'a writer in her own name').toBe('against_the_rules')
  expect(await forged({}, rosa), 'a reader in her own name').toBe('against_the_rules')
  expect(await forged({ place: { roster: ana.right } }, lead), 'under the right of another').toBe('no_right')
  expect(await forged({ place: { roster: null } }, lead)).toBe('no_right')
  expect(await forged({ desk: south.id }, lead)).toBe('no_right')
})

test('a log that parts from what was seen is forked, on the same device and on another of the member', async () => {
  const first = await deviceOf(app, 'ana')
  const { link: _ } = value(await first.device.invite({ desk, role: 'reader', days: 7 }))
  await first.device.lock()
  const told = (await answerTo(lead, `/desks/${desk}/log`)).entries as EntryWire[]
  const fork = await deskEntry(lead, {
    kind: 'invited',
    coded: { invitation: newId(), role: 'reader', expires: nowText(86_400_000) },
    after: told.slice(0, -1),
  })
  const lie = aboutDesk(desk, ({ entries }) => void entries.splice(-1, 1, fork))
  const roll = aboutDesk(desk, ({ entries }) => void entries.pop())
  for (const drafts of [first.drafts, memoryDrafts()]) {
    expect(value(await signInThrough('ana', lie, drafts).signedIn).alarms).toMatchObject([
      { kind: 'forked', seq: told.length - 1 },
    ])
    expect(value(await signInThrough('ana', roll, drafts).signedIn).alarms).toMatchObject([
      { kind: 'rolled_back' },
    ])
  }
})

test('what the device remembers is enough when the server has forgotten it', async () => {
  const first = await deviceOf(app, 'ana')
  value(await first.device.invite({ desk, role: 'reader', days: 7 }))
  const { signedIn } = signInThrough(
    'ana',
    (asked, told) => {
      if (asked === 'POST /sign-in') return { ...(told as object), memoryHash: null }
      return aboutDesk(desk, ({ entries }) => void entries.pop())(asked, told)
    },
    first.drafts,
  )
  expect(value(await signedIn).alarms).toMatchObject([{ desk, kind: 'rolled_back' }])
})

test('an act the server acknowledges and leaves out is missed at once', async () => {
  const ana = await deviceOf(app, 'ana')
  ana.lie(aboutDesk(desk, ({ entries }) => void entries.pop()))
  expect(await ana.device.invite({ desk, role: 'reader', days: 7 })).toMatchObject({
    ok: false,
    error: { kind: 'tampered', what: 'rolled_back' },
  })
  expect((await ana.device.me())?.alarms).toMatchObject([{ desk, kind: 'rolled_back' }])
  ana.lie(null)
  expect((await ana.device.me())?.alarms, 'the truth ends the alarm').toEqual([])
})
