/**
 * A program that is older than a colleague's meets an entry of a kind it does not know: it says so, calls nobody a forger,
 * reads the rest where the rest is sure, and derives no right from what it cannot read.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { type EntryWire, entryToWire, wireToEntry } from '../../src/vault/core/wire.ts'
import {
  craft,
  type Insider,
  insider,
  newId,
  nowText,
  openRaw,
  type RawCase,
  tipOfRaw,
  type Writing,
} from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { aboutCase, aboutDesk, aboutList, deviceOf, flipped, type Lie, lying } from '../support/liar.ts'
import { publicationOf } from '../support/published.ts'

let app: TestDesk
let desk: string
let lead: Insider
let writer: Insider

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  lead = await insider(app, 'ben', desk)
  writer = await insider(app, 'vera', desk)
})
afterAll(() => app.stop())

const later: Writing = { kind: 'something_later', coded: { whatever: 1 }, words: undefined, key: 'none' }

/** The desk's log as members with a later program have gone on with it. */
const goneOn = async (
  ...entries: readonly (readonly [Insider, Writing])[]
): Promise<readonly EntryWire[]> => {
  const told = (await lead.ask('GET', `/desks/${desk}/log`)).body as { readonly entries: EntryWire[] }
  const log: RawCase = {
    id: desk,
    desk,
    key: lead.desk().key.key,
    raw: new Uint8Array(32),
    entries: told.entries.map(wireToEntry),
  }
  for (const [who, entry] of entries) log.entries.push(await craft(who, log, entry))
  return log.entries.slice(told.entries.length).map(entryToWire)
}

const withMore = (more: readonly EntryWire[]): Lie =>
  aboutDesk(desk, ({ entries }) => void entries.push(...more))

const alarmsOf = async (lie: Lie, name = 'vera') => {
  const device = app.device({ through: lying(lie) })
  return value(await device.signIn({ name, passphrase: PASSPHRASE })).alarms
}

const isClosed = async (device: Workbench): Promise<void> => {
  expect(await device.cases({ desk, filter: {} })).toEqual({ ok: false, error: { kind: 'locked' } })
  const entries = [{ kind: 'opened', coded: { dark: false }, words: {} }]
  expect(await device.createCase({ desk, entries })).toEqual({ ok: false, error: { kind: 'locked' } })
}

test('a desk with an entry of a later kind stays closed, as one that a newer version opens', async () => {
  const seq = value(await app.writer.desk({ desk })).history.length
  const more = await goneOn([lead, later])
  expect(await alarmsOf(withMore(more))).toEqual([
    { desk, deskName: expect.any(String), log: desk, kind: 'newer_version', seq },
  ])
  const higher = await goneOn([lead, { ...later, kind: 'kit_made', kindVersion: 2 }])
  expect(await alarmsOf(withMore(higher))).toMatchObject([{ kind: 'newer_version', seq }])
})

test('a device that works at the desk closes it when such an entry comes, and opens it when it can read again', async () => {
  const { device, lie } = await deviceOf(app, 'vera')
  value(await device.cases({ desk, filter: {} }))
  lie(withMore(await goneOn([lead, later])))
  expect(await device.desk({ desk })).toEqual({ ok: false, error: { kind: 'newer_version' } })
  expect(await device.me()).toMatchObject({ desks: [], alarms: [{ kind: 'newer_version' }] })
  await isClosed(device)
  lie(null)
  await device.signIn({ name: 'vera', passphrase: PASSPHRASE })
  expect(await device.me()).toMatchObject({ desks: [{ id: desk, role: 'writer' }], alarms: [] })
})

test('another desk of the same member opens as ever', async () => {
  const olga = await app.join('olga', 'reader')
  const south = value(await olga.foundDesk({ name: 'South' }))
  const lie = withMore(await goneOn([lead, later]))
  const device = app.device({ through: lying(lie) })
  const me = value(await device.signIn({ name: 'olga', passphrase: PASSPHRASE }))
  expect(me.desks.map(({ id }) => id)).toEqual([south.id])
  expect(me.alarms).toMatchObject([{ desk, kind: 'newer_version' }])
  value(await device.cases({ desk: south.id, filter: {} }))
})

test('nothing after it gives a right, whoever signed it', async () => {
  const admission = { kind: 'role_changed', coded: { account: writer.account, role: 'lead' } }
  const more = await goneOn([lead, later], [writer, { ...later, ...admission }])
  expect(await alarmsOf(withMore(more))).toMatchObject([{ kind: 'newer_version' }])
})

const kindOf = async (more: readonly EntryWire[]) => (await alarmsOf(withMore(more)))[0]?.kind

test('what calls itself later and is forged stays an alarm', async () => {
  const [entry] = await goneOn([lead, later])
  expect(await kindOf([{ ...entry!, signature: flipped(entry!.signature) }])).toBe('wrong_signature')
  expect(await kindOf(await goneOn([writer, later])), 'by a writer').toBe('against_the_rules')
  expect(await kindOf(await goneOn([lead, { ...later, place: { roster: null } }]))).toBe('against_the_rules')
  expect(await kindOf(await goneOn([lead, { ...later, desk: newId() }]))).toBe('no_right')
  const [first, second] = await goneOn([lead, later], [lead, later])
  expect(await kindOf([first!, second!, second!]), 'an entry twice after it').toBe('broken_link')
})

test('behind it no history is hidden or replaced', async () => {
  const { device, drafts } = await deviceOf(app, 'ana')
  const invitation = { desk, role: 'reader', days: 7 } as const
  const before = value(await device.desk({ desk })).history.length
  value(await device.invite(invitation))
  await device.lock()
  const told = (await lead.ask('GET', `/desks/${desk}/log`)).body as { readonly entries: EntryWire[] }
  const log: RawCase = { id: desk, desk, key: lead.desk().key.key, raw: new Uint8Array(32), entries: [] }
  log.entries.push(...told.entries.slice(0, before).map(wireToEntry))
  const fork = entryToWire(await craft(lead, log, later))
  const lie = aboutDesk(desk, ({ entries }) => void entries.splice(before, entries.length, fork))
  const again = app.device({ through: lying(lie), drafts })
  const me = value(await again.signIn({ name: 'ana', passphrase: PASSPHRASE }))
  expect(me.alarms).toMatchObject([{ kind: 'forked', seq: before }])
})

/** A case whose newest entry a later program wrote. */
const caseGoneOn = async (): Promise<{ readonly id: string; readonly lie: Lie; readonly entry: string }> => {
  const log = await openRaw(writer)
  const entry = newId()
  log.entries.push(
    await craft(writer, log, {
      ...later,
      id: entry,
      key: 'case:1',
      words: { text: 'Of tomorrow.' },
      at: nowText(),
    }),
  )
  const tip = tipOfRaw(log)!
  const inCase: Lie = (asked, told) => {
    const had = Number(new URLSearchParams(asked.split('?')[1]).get('from') ?? 0)
    return aboutCase(log.id, (answer) => {
      if (had <= tip.seq) answer.entries.push(entryToWire(log.entries.at(-1)!))
      answer.tip = tip
    })(asked, told)
  }
  const inList = aboutList(
    ({ cases }) =>
      void Object.assign(
        cases.find((line) => line.case === log.id)!,
        { tip },
      ),
  )
  return { id: log.id, entry, lie: (asked, told) => inList(asked, told) && inCase(asked, told) }
}

test('a case with an entry of a later kind is read, said not to be whole, and not published', async () => {
  const { id, entry, lie } = await caseGoneOn()
  const { device } = await deviceOf(app, 'ben', { lie })
  const view = value(await device.openCase({ desk, case: id }))
  expect(view.entries.map(({ kind }) => kind)).toEqual(['opened', 'something_later'])
  expect(view.state).toMatchObject({ incomplete: true, unknownBecause: 'newer_version' })
  expect(view.state.warnings).toContainEqual({ kind: 'written_by_newer_version', entries: [entry] })
  expect((await device.me())?.alarms).toEqual([])
  const published = await device.append({
    desk,
    case: id,
    entries: [publicationOf({ name: 'Nodira' }, newId())],
  })
  expect(published).toEqual({ ok: false, error: { kind: 'decided', why: { kind: 'status_incomplete' } } })
})
