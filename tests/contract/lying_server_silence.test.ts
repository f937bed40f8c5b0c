/** Whoever was lied to falls silent (PROTOCOL, section 9, R6 to R8): after a refusal nothing goes to that server but questions. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { aboutCase, aboutDesk, flipped, type Lie, type Liar, lying, withVault } from '../support/liar.ts'
import { opened } from '../support/published.ts'

let app: TestDesk
let desk: string
let log: string
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  log = value(await app.writer.createCase({ desk, entries: [opened(), note('first'), note('second')] })).case
}, 180_000)
afterAll(() => app.stop())

const SECRET = 'CANARY-OF-THE-SILENT'
const note = (text: string) => ({ kind: 'note', coded: { toCode: false }, words: { text } })

type Heard = Pick<Liar, 'device'> & {
  /** One a request. */
  readonly sent: { asked: string; body: string }[]
}

/** A device whose requests are all heard, bodies too. */
const heard = (lie: Lie | null = null): Heard => {
  const sent: { asked: string; body: string }[] = []
  const liar = lying((asked, told) => lie?.(asked, told))
  const device = app.device({
    through: async (request, send) => {
      const { pathname } = new URL(request.url)
      const body = request.method === 'GET' ? '' : await request.clone().text()
      sent.push({ asked: `${request.method} ${pathname.replace('/api/v1', '')}`, body })
      return liar(request, send)
    },
  })
  return { device, sent }
}

const writes = (sent: Heard['sent']): readonly string[] =>
  sent.flatMap(({ asked }) => (asked.startsWith('GET ') ? [] : [asked]))

test.each<[string, Lie]>([
  ['costs less to guess', withVault(({ wraps }) => (wraps[0]!.kdf.m = 1024))],
  ['was changed', withVault(({ wraps }) => (wraps[0]!.sealed = flipped(wraps[0]!.sealed, 20)))],
  ['is of a suite to come', withVault((vault) => (vault.v = 2))],
])('after a vault that %s nothing is asked any more, and the passphrase never went', async (_, lie) => {
  const { device, sent } = heard(lie)
  expect(await device.signIn({ name: 'vera', passphrase: PASSPHRASE })).toMatchObject({ ok: false })
  const after = sent.slice(sent.findIndex(({ asked }) => asked === 'POST /sign-in') + 1)
  expect(after.map(({ asked }) => asked).filter((asked) => asked !== 'POST /sign-out')).toEqual([])
  for (const { body } of sent) expect(body).not.toContain(PASSPHRASE)
})

test('into a case that does not verify nothing is written, sealed or not', async () => {
  const first = heard()
  value(await first.device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  value(await first.device.openCase({ desk, case: log }))
  await first.device.lock()
  const lies: readonly Lie[] = [
    aboutCase(log, ({ entries }) => void (entries[0]!.signature = flipped(entries[0]!.signature))),
    aboutCase(log, ({ entries }) => void entries.pop()),
  ]
  for (const one of lies) {
    const fresh = heard(one)
    value(await fresh.device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
    expect(await fresh.device.openCase({ desk, case: log })).toMatchObject({ error: { kind: 'tampered' } })
    fresh.sent.length = 0
    expect(await fresh.device.append({ desk, case: log, entries: [note(SECRET)] })).toMatchObject({
      ok: false,
    })
    expect(writes(fresh.sent).filter((asked) => asked.includes(log))).toEqual([])
    for (const { body } of fresh.sent) expect(body).not.toContain(SECRET)
  }
})

test('at a desk whose log does not verify no case is opened, and nothing is sealed to its keys', async () => {
  const forged = aboutDesk(
    desk,
    ({ entries }) => void (entries[1]!.signature = flipped(entries[1]!.signature)),
  )
  const { device, sent } = heard(forged)
  value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  expect((await device.me())?.alarms).toMatchObject([{ kind: 'wrong_signature' }])
  sent.length = 0
  expect(await device.createCase({ desk, entries: [opened(), note(SECRET)] })).toMatchObject({ ok: false })
  expect(await device.append({ desk, case: log, entries: [note(SECRET)] })).toMatchObject({ ok: false })
  expect(await device.cases({ desk, filter: {} })).toMatchObject({ ok: false })
  expect(writes(sent)).toEqual([])
  expect(app.faults).toEqual([])
})
