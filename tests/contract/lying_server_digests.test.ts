/**
 * A chosen device that had the list of cases asks in short what changed (decision 0019). A server that lies about that is
 * caught by the same memory as one that lies in the whole list; one that answers nonsense is asked for the whole list.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { CaseLineWire } from '../../src/cases/core/wire.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { newId } from '../support/adversary.ts'
import {
  memoryDrafts,
  memoryKept,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  type TestKept,
  value,
} from '../support/app.ts'
import { flipped, type Lie, lying, notFound, Says } from '../support/liar.ts'
import { opened } from '../support/published.ts'

type Digests = { digests: Record<string, string> }
type Lines = { cases: CaseLineWire[] }

let app: TestDesk
let desk: string
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
}, 180_000)
afterAll(() => app.stop())

const named = (text: string) => ({
  kind: 'identity',
  coded: { holder: 'person', country: 'TJ', sectors: [] },
  words: { names: [{ text, kind: 'full' }] },
})
const note = { kind: 'note', coded: { toCode: false }, words: { text: 'written since' } }

/** What the server answered, by its route. */
type Told = { digests: Digests; lines: Lines }

type Chosen = {
  readonly kept: TestKept
  readonly told: Told
  /** A case that this device has listed, and opened so that it remembers it. */
  readonly log: string
}

const open = (kept: TestKept, lie: Lie): Workbench =>
  app.device({ kept, drafts: memoryDrafts(), through: lying(lie) })

const isAbout = (asked: string, route: 'case-digests' | 'case-lines'): boolean =>
  asked.startsWith(`GET /desks/${desk}/${route}`)

/** A device with a kept list, closed since; what the server said of it then, to be said again. */
const chosenDevice = async (): Promise<Chosen> => {
  const log = value(await app.writer.createCase({ desk, entries: [opened(), named('Nodira')] })).case
  const kept = memoryKept()
  const told: Told = { digests: { digests: {} }, lines: { cases: [] } }
  const hear: Lie = (asked, answer) => {
    if (isAbout(asked, 'case-digests')) told.digests = structuredClone(answer as Digests)
    if (/^GET \/desks\/[^/]+\/cases(\?|$)/.test(asked)) told.lines = structuredClone(answer as Lines)
    return answer
  }
  const first = open(kept, hear)
  value(await first.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  value(await first.keepOffline({ passphrase: PASSPHRASE }))
  value(await first.cases({ desk, filter: {} }))
  value(await first.openCase({ desk, case: log }))
  await first.lock()
  const again = open(kept, hear)
  value(await again.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  value(await again.cases({ desk, filter: {} }))
  await again.lock()
  expect(told.digests.digests).not.toEqual({})
  expect(told.lines.cases.some((line) => line.case === log)).toBe(true)
  return { kept, told, log }
}

/** The case as a device lists it that asks in short and hears these lies. */
const listed = async ({ kept, log }: Chosen, lie: Lie) => {
  const asked: string[] = []
  const device = open(kept, (what, answer) => {
    asked.push(what)
    return lie(what, answer)
  })
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  const { lines } = value(await device.cases({ desk, filter: { text: 'nothing like it' } }))
  expect(
    asked.some((what) => isAbout(what, 'case-digests')),
    'it asked in short',
  ).toBe(true)
  await device.lock()
  return { line: lines.find((one) => one.case === log), asked }
}

/** By another device of the same member, which tells the others what it saw. */
const writeElsewhere = async (log: string): Promise<void> => {
  const other = app.device()
  value(await other.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  value(await other.append({ desk, case: log, entries: [note] }))
  await other.lock()
}

const noLines: Lie = (asked, answer) => (isAbout(asked, 'case-lines') ? { cases: [] } : answer)

test('digests of yesterday hide no entry that another device of the member has seen', async () => {
  const chosen = await chosenDevice()
  await writeElsewhere(chosen.log)
  const yesterday: Lie = (asked, answer) => (isAbout(asked, 'case-digests') ? chosen.told.digests : answer)
  const { line, asked } = await listed(chosen, yesterday)
  expect(line, 'no search hides an alarm').toMatchObject({ alarm: 'rolled_back', head: null })
  expect(asked.some((what) => isAbout(what, 'case-lines'))).toBe(false)
})

test('an old line behind a digest that changed is a roll-back, and one that goes sideways a fork', async () => {
  const chosen = await chosenDevice()
  await writeElsewhere(chosen.log)
  const old = chosen.told.lines.cases.find((line) => line.case === chosen.log)!
  const back: Lie = (asked, answer) => (isAbout(asked, 'case-lines') ? { cases: [old] } : answer)
  expect((await listed(chosen, back)).line).toMatchObject({ alarm: 'rolled_back', head: null })

  const aside = (line: CaseLineWire): CaseLineWire =>
    line.case === chosen.log ? { ...line, tip: { ...line.tip, hash: flipped(line.tip.hash) } } : line
  const fork: Lie = (asked, answer) =>
    isAbout(asked, 'case-lines') ? { cases: (answer as Lines).cases.map(aside) } : answer
  expect((await listed(chosen, fork)).line).toMatchObject({ alarm: 'forked', head: null })
})

test('a case that is left out of the digests, or of the lines behind them, is withheld', async () => {
  const chosen = await chosenDevice()
  const prefix = chosen.log.slice(0, 2)
  const withoutDigest: Lie = (asked, answer) => {
    if (isAbout(asked, 'case-lines'))
      return { cases: (answer as Lines).cases.filter((line) => line.case !== chosen.log) }
    if (!isAbout(asked, 'case-digests')) return answer
    const { [prefix]: _, ...digests } = (answer as Digests).digests
    return { digests }
  }
  expect((await listed(chosen, withoutDigest)).line).toMatchObject({ alarm: 'withheld' })
  await writeElsewhere(chosen.log)
  expect((await listed(chosen, noLines)).line).toMatchObject({ alarm: 'withheld' })
})

test('a line that nobody asked for does not take the place of a true one unseen', async () => {
  const chosen = await chosenDevice()
  const asideOf = chosen.told.lines.cases.find((line) => line.case === chosen.log)!
  const tip = { seq: asideOf.tip.seq, hash: flipped(asideOf.tip.hash) }
  const unasked: Lie = (asked, answer) => {
    // Of another bucket something is said to have changed; its answer brings a line of this one.
    if (isAbout(asked, 'case-digests')) return { digests: { ...(answer as Digests).digests, zz: 'AAAAAAAA' } }
    return isAbout(asked, 'case-lines') ? { cases: [{ ...asideOf, tip }] } : answer
  }
  const { line, asked } = await listed(chosen, unasked)
  expect(asked.some((what) => isAbout(what, 'case-lines'))).toBe(true)
  expect(line).toMatchObject({ alarm: 'forked', head: null })
})

test('a server that answers nonsense in short is asked for the whole list, which is the truth', async () => {
  const chosen = await chosenDevice()
  const everywhere = Object.fromEntries(
    Array.from({ length: 4096 }, (_, at) => [
      Buffer.of(at >> 4, at << 4)
        .toString('base64url')
        .slice(0, 2),
      'AAAAAAAA',
    ]),
  )
  const nonsense: readonly (readonly [string, Lie])[] = [
    ['no digests', (asked, answer) => (isAbout(asked, 'case-digests') ? { digests: 7 } : answer)],
    ['not found', (asked, answer) => (isAbout(asked, 'case-digests') ? notFound : answer)],
    ['a fault', (asked, answer) => (isAbout(asked, 'case-lines') ? new Says(500, 'broken') : answer)],
    ['no lines', (asked, answer) => (isAbout(asked, 'case-lines') ? { cases: [{ case: newId() }] } : answer)],
    ['too much', (asked, answer) => (isAbout(asked, 'case-digests') ? { digests: everywhere } : answer)],
  ]
  for (const [what, lie] of nonsense) {
    await writeElsewhere(chosen.log)
    const { line, asked } = await listed(chosen, lie)
    expect(line, what).toBeUndefined()
    expect(
      asked.some((one) => /\/cases(\?|$)/.test(one)),
      what,
    ).toBe(true)
  }
})

test('after all these lies the truth is believed again', async () => {
  const chosen = await chosenDevice()
  await writeElsewhere(chosen.log)
  const stale: Lie = (asked, answer) => (isAbout(asked, 'case-digests') ? chosen.told.digests : answer)
  expect((await listed(chosen, stale)).line).toMatchObject({ alarm: 'rolled_back' })
  const { line } = await listed(chosen, (_, answer) => answer)
  expect(line, 'nothing is wrong, so a search without it shows nothing').toBeUndefined()
  expect(app.faults).toEqual([])
})
