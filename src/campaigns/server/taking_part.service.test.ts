/** Seats and tally sheets through the real services, on a real database. */
import { Decrypter, identityToRecipient } from 'age-encryption'
import { array, assert, asyncProperty, nat, record } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { inTransaction } from '#platform/server/database.ts'
import { openLetter } from '#platform/server/mail/mail_seal.ts'

import { keyIn, ORIGIN, ownIn, startActing, type Acting } from '../../../tests/support/acting.ts'
import { testSecrets } from '../../../tests/support/app.ts'
import { askOf, openCampaign } from '../../../tests/support/campaigns.ts'
import { asSuperuser, openId } from '../../../tests/support/open_rows.ts'
import type { OpenAsk } from './campaigns.service.ts'
import { openOwnPages } from './own_page.service.ts'
import {
  decideGroup,
  endHostPages,
  openTakingPart,
  partHooks,
  readTakingPart,
  type TakingPart,
} from './taking_part.service.ts'

let acting: Acting
let part: TakingPart
const clock = (): Date => acting.now()
const event = {
  kind: 'vigil' as const,
  place: { en: 'Youngstorget, Oslo' },
  details: null,
  rsvp: true,
  places: 40,
  starts: { day: '2026-12-10', time: '17:00' },
}

beforeAll(async () => {
  const { rsvp, host } = partHooks({ secrets: testSecrets, clock, origin: ORIGIN })
  acting = await startActing({ hooks: { rsvp: [rsvp], host: [host] }, ask: { form: 'event', event } })
  await openCampaign(acting.database, {
    campaign: { slug: 'schools' },
    asks: [
      {
        slug: 'write',
        form: 'classroom',
        receivers: [],
        from: { day: '2026-11-01', time: '00:00' },
        to: { day: '2026-12-20', time: '18:00' },
      },
    ],
  })
  part = openTakingPart({ database: acting.database, clock, actions: acting.actions })
})
afterAll(() => acting.database.drop())

const read =
  (fields: Readonly<Record<string, string>>) =>
  (name: string): readonly string[] =>
    fields[name] === undefined ? [] : [fields[name]]
const found = async (campaign: string, ask: string): Promise<OpenAsk> => {
  const open = await acting.campaigns.findAsk(campaign, ask, clock())
  if (!open) throw new Error('no such ask')
  return open
}
const come = async (fields: Readonly<Record<string, string>>, language = 'en') =>
  part.come({ ask: await found('lanterns', 'free-them'), language, read: read(fields) })
const comer = (n: number, people = 1) => ({
  name: 'Ana Lopez',
  mail: `ana${n}@example.org`,
  people: String(people),
})
const register = async (fields: Readonly<Record<string, string>>) =>
  part.register({ ask: await found('schools', 'write'), language: 'en', read: read(fields) })
const seats = async () => part.seatsOf(await found('lanterns', 'free-them'))
const confirmAll = async () => {
  const due = await acting.sent()
  return Promise.all(due.map((one) => acting.actions.confirmAction({ kind: 'link', k: keyIn(one) })))
}

test('who comes takes a seat with the confirmation and no moment earlier', async () => {
  expect(await come(comer(0, 3))).toEqual({ kind: 'thanks' })
  expect(await seats()).toEqual({ places: 40, left: 40 })
  expect((await confirmAll()).map(({ ok }) => ok)).toEqual([true])
  expect(await seats()).toEqual({ places: 40, left: 37 })
  const mail = await acting.rows<{ purpose: string }>('select purpose from amparo.mail')
  expect(mail).toEqual([{ purpose: 'rsvp' }])
})

test('what of the form cannot be taken comes back with what was typed', async () => {
  for (const people of ['', '0', '11', '1.5', 'two'])
    expect(await come({ ...comer(1), people })).toMatchObject({
      kind: 'refused',
      form: { errors: { people: 'people_wrong' }, values: { people, name: 'Ana Lopez' } },
    })
  expect(await come({ people: '٣' })).toMatchObject({
    kind: 'refused',
    form: { errors: { sign: { name: 'name_missing', mail: 'mail_missing' } } },
  })
  expect((await come({ people: '٣' })) as object).not.toHaveProperty('form.errors.people')
})

test('of a hundred who confirm at once as many have a seat as there are, and the others are told', async () => {
  for (let n = 100; n < 200; n++) expect((await come(comer(n))).kind).toBe('thanks')
  // So many at once are a flood: their mails are spread over hours.
  acting.pass(20 * 3_600_000)
  const done = await confirmAll()
  expect(done).toHaveLength(100)
  expect(done.filter(({ ok }) => ok)).toHaveLength(37)
  expect(done.filter((one) => !one.ok && one.error.kind === 'full')).toHaveLength(63)
  expect(await seats()).toEqual({ places: 40, left: 0 })
  const rows = await acting.rows<{ state: string; n: number }>(
    `select state, count(*)::int as n from amparo.action where kind = 'rsvp' group by state order by state`,
  )
  // Nothing of those without a seat was passed on.
  expect(rows).toEqual([
    { state: 'confirmed', n: 38 },
    { state: 'pending', n: 63 },
  ])
  expect((await acting.rows('select from amparo.supporter')).length).toBe(38)
  expect(await come(comer(300))).toEqual({ kind: 'full' })
})

test('a part that was invalidated frees its seats; restored, it has them again only where there are any', async () => {
  const move = (state: string, from: string, n: number) =>
    asSuperuser(acting.database, (client) =>
      client.query(
        `update amparo.action set state = '${state}' where id in (
          select a.id from amparo.action a join amparo.attendance p on p.action = a.id
          where a.state = '${from}' and p.people = 1 order by a.id limit ${n})`,
      ),
    )
  await move('invalid', 'confirmed', 2)
  expect(await seats()).toEqual({ places: 40, left: 2 })
  expect(await come(comer(301, 1))).toEqual({ kind: 'thanks' })
  acting.pass(600_000)
  expect((await confirmAll()).filter(({ ok }) => ok).length).toBe(1)
  await move('confirmed', 'invalid', 2)
  expect(await seats()).toEqual({ places: 40, left: 0 })
  expect(
    (await acting.rows<{ n: number }>('select sum(people)::int as n from amparo.attendance where seated'))[0]
      ?.n,
  ).toBe(40)
})

test('what the public cannot know is not known by whoever opens no seat', async () => {
  for (const table of ['attendance', 'host_group', 'tally_session'] as const)
    for (const role of ['public', 'gate', 'jobs'] as const)
      await expect(
        inTransaction(acting.database, { role }, (db) => db.selectFrom(table).selectAll().execute()),
      ).rejects.toThrow('permission denied')
})

test('nobody comes to an event that has begun, or to an ask that is none', async () => {
  acting.pass(20 * 86_400_000)
  expect(await come(comer(400))).toEqual({ kind: 'nowhere' })
  acting.pass(-20 * 86_400_000)
  const request = { ask: await found('schools', 'write'), language: 'en', read: read(comer(1)) }
  expect(await part.come(request)).toEqual({ kind: 'nowhere' })
  expect(await part.register({ ...request, ask: await found('lanterns', 'free-them') })).toEqual({
    kind: 'nowhere',
  })
})

const hosts = async (n: number, announced: number): Promise<string> => {
  const mail = `host${n}@example.org`
  const fields = { name: 'Bea Host', mail, kind: 'class', announced: String(announced) }
  expect(await register(fields)).toEqual({ kind: 'thanks' })
  acting.pass(600_000)
  const due = (await acting.sent()).find(({ to }) => to === mail)
  const done = await acting.actions.confirmAction({ kind: 'link', k: keyIn(due ?? { text: '' }) })
  expect(done).toMatchObject({ ok: true })
  const rows = await acting.rows<Parameters<typeof openLetter>[1]>(
    `select id, purpose, ask, about, sealed from amparo.mail where purpose = 'host'`,
  )
  const letters = rows.map((row) => openLetter(testSecrets, row))
  const own = letters.find((letter) => letter?.to === mail)
  return /host\?k=([\w-]{22})/.exec(own?.text ?? '')?.[1] ?? ''
}
const count = async (k: string, fields: Readonly<Record<string, string>>) =>
  part.count(await found('schools', 'write'), k, read({ on: '2026-11-20', people: '20', ...fields }))
const ledger = async (): Promise<number> =>
  (
    await acting.rows<{ n: number }>(
      `select coalesce(sum(number), 0)::int as n from amparo.action_ledger where what = 'classroom'`,
    )
  )[0]?.n ?? 0
const toldLetters = async (): Promise<number> => {
  const { id } = await found('schools', 'write')
  const counts = await acting.actions.countsOf(id)
  return counts.find(({ what }) => what === 'classroom')?.number ?? 0
}

test('a host counts letters and corrects them; the ledger adds up to what is told', async () => {
  expect(await register({ name: 'Bea', mail: 'b@example.org' })).toMatchObject({
    kind: 'refused',
    form: { errors: { kind: 'kind_missing', announced: 'announced_wrong' } },
  })
  const k = await hosts(1, 25)
  const ask = await found('schools', 'write')
  expect(await part.host(ask, k)).toMatchObject({ kind: 'class', announced: 25, sessions: [], counted: 0 })
  expect(await count(k, { letters: '24' })).toEqual({ ok: true, value: undefined })
  expect(await count(k, { letters: '٢٠' })).toMatchObject({ ok: true })
  expect(await count(k, { n: '1', letters: '22' })).toMatchObject({ ok: true })
  expect(await part.host(ask, k)).toMatchObject({
    counted: 42,
    sessions: [
      { n: 1, on: '2026-11-20', letters: 22, people: 20 },
      { n: 2, letters: 20 },
    ],
  })
  expect(await ledger()).toBe(42)
  expect(await toldLetters()).toBe(42)
  for (const [fields, kind] of [
    [{ letters: '' }, 'letters_wrong'],
    [{ letters: '-1' }, 'letters_wrong'],
    [{ letters: '10001' }, 'letters_wrong'],
    [{ letters: '1', people: 'x' }, 'session_people_wrong'],
    [{ letters: '1', on: '2026-10-31' }, 'day_unreadable'],
    [{ letters: '1', on: '2026-11-25' }, 'day_unreadable'],
    [{ letters: '1', n: '9' }, 'ended'],
    [{ letters: '1', n: 'x' }, 'ended'],
  ] as const)
    expect(await count(k, fields)).toEqual({ ok: false, error: kind })
  expect(await ledger()).toBe(42)
})

test('a link opens its own ask alone, is stored as a hash, and ends on its day', async () => {
  const k = await hosts(2, 10)
  expect(await part.host(await found('lanterns', 'free-them'), k)).toBeNull()
  for (const wrong of ['', 'x', `${k.slice(0, 21)}${k.endsWith('A') ? 'B' : 'A'}`])
    expect(await count(wrong, { letters: '5' })).toEqual({ ok: false, error: 'ended' })
  const rows = await acting.rows<{ row: string }>('select h::text as row from amparo.host_group h')
  expect(rows.some(({ row }) => row.includes(k))).toBe(false)
  await asSuperuser(acting.database, (client) =>
    client.query(`update amparo.host_group set ends_on = '2026-11-01' where announced = 10`),
  )
  await endHostPages({ database: acting.database, clock })
  expect(await count(k, { letters: '5' })).toEqual({ ok: false, error: 'ended' })
})

test('after any sessions and corrections the ledger holds what counts, and never more than may', async () => {
  const announced = 10
  const k = await hosts(3, announced)
  const ask = await found('schools', 'write')
  const before = await ledger()
  const step = record({ n: nat({ max: 4 }), letters: nat({ max: 14 }) })
  await assert(
    asyncProperty(array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      for (const { n, letters } of steps) {
        const was = await part.host(ask, k)
        const known = (was?.sessions.length ?? 0) > n ? { n: String(n + 1) } : {}
        const fits = known.n !== undefined || (was?.sessions.length ?? 0) < 5
        if (fits) await count(k, { ...known, letters: String(letters) })
        const now = await part.host(ask, k)
        const total = now?.sessions.reduce((sum, one) => sum + one.letters, 0) ?? 0
        const counted = now?.counted ?? -1
        expect((await ledger()) - before).toBe(counted)
        if (total <= 3 * announced) expect(counted).toBe(total)
        else expect(counted).toBe(was?.counted)
      }
    }),
    { numRuns: 8 },
  )
})

test('beyond three hundred nobody counts letters by announcing thousands', async () => {
  const k = await hosts(5, 2000)
  const before = await ledger()
  expect(await count(k, { letters: '300' })).toMatchObject({ ok: true })
  expect(await ledger()).toBe(before + 300)
  expect(await count(k, { letters: '5700' })).toMatchObject({ ok: true })
  expect(await ledger(), 'waits for the desk').toBe(before + 300)
  expect(await count(k, { n: '2', letters: '0' })).toMatchObject({ ok: true })
  expect(await count(k, { n: '1', letters: '0' })).toMatchObject({ ok: true })
})

test('more than three times as many as announced wait until a writer of the desk has said that they count', async () => {
  const k = await hosts(4, 7)
  const ask = await found('schools', 'write')
  const before = await ledger()
  expect(await count(k, { letters: '22' })).toMatchObject({ ok: true })
  expect(await part.host(ask, k)).toMatchObject({ counted: 0 })
  expect(await ledger()).toBe(before)
  const by = await memberOf(ask.desk)
  const all = { database: acting.database, clock }
  const lines = async () => {
    const told = await readTakingPart(all, by('reader'))
    return told.ok ? told.value.groups : []
  }
  // What waits stands first; of the groups before this one another may wait, by chance.
  const line = (await lines()).find(({ announced }) => announced === 7)
  const waits = (await lines()).map((one) => one.letters > one.counted)
  expect(waits).toEqual(waits.toSorted((a, b) => Number(b) - Number(a)))
  expect(line).toMatchObject({ announced: 7, letters: 22, counted: 0 })
  const decide = (role: 'reader' | 'writer', act: 'allow' | 'refuse', letters = 22) =>
    decideGroup(all, by(role), { host: line?.id ?? '', act, letters })
  expect(await decide('reader', 'allow')).toEqual({ ok: false, error: { kind: 'not_found' } })
  const elsewhere = { ...by('writer'), desk: openId('another desk') }
  expect(await decideGroup(all, elsewhere, { host: line?.id ?? '', act: 'allow', letters: 22 })).toEqual({
    ok: false,
    error: { kind: 'not_found' },
  })
  expect(await decide('writer', 'allow', 21)).toEqual({ ok: false, error: { kind: 'changed' } })
  expect(await ledger()).toBe(before)
  expect(await decide('writer', 'allow')).toMatchObject({ ok: true })
  expect(await ledger()).toBe(before + 22)
  expect(await decide('writer', 'refuse')).toMatchObject({ ok: true })
  expect(await ledger()).toBe(before)
  expect(await part.host(ask, k)).toMatchObject({ counted: 0, refused: true })
  const signed = await acting.rows<{ number: number }>(
    `select number::int as number from amparo.action_ledger where by_account is not null order by id`,
  )
  expect(signed.map(({ number }) => number)).toEqual([22, -22])
})

/** Members put in as the superuser: their roles are all that is asked for here. */
const memberOf = async (desk: string) => {
  await asSuperuser(acting.database, async (client) => {
    for (const role of ['reader', 'writer']) {
      await client.query(
        `insert into amparo.account (id, name, seed, auth, vault, signing, recipient, created_on)
         values ($1, $2, sha256('x'), sha256('x'), sha256('x'), repeat('h', 43), 'age1x', '2026-01-01')`,
        [openId(role), role],
      )
      await client.query(`insert into amparo.membership values ($1, $2, $3)`, [desk, openId(role), role])
    }
  })
  return (role: 'reader' | 'writer') => ({ account: openId(role), desk })
}

test('a body of an ask says when its event is, and no end before the beginning', () => {
  expect(() =>
    askOf({ form: 'event', event: { ...event, ends: { day: '2026-12-10', time: '16:00' } } }),
  ).toThrow('ends_before')
})

test('who types their data anew keeps their seats, and the desk reads for how many', async () => {
  const recipient = await identityToRecipient(acting.identity)
  const receivers = askOf().receivers.map((one) => ({ ...one, recipient }))
  const late = { ...event, starts: { day: '2098-12-10', time: '17:00' } }
  const { asks } = await openCampaign(acting.database, {
    campaign: { slug: 'vigils' },
    asks: [{ slug: 'come', form: 'event', event: late, receivers }],
  })
  const ask = await found('vigils', 'come')
  const own = openOwnPages({ database: acting.database, clock })
  await part.come({ ask, language: 'en', read: read(comer(1, 3)) })
  const [mail] = await acting.sent()
  expect((await acting.actions.confirmAction({ kind: 'link', k: keyIn(mail!) })).ok).toBe(true)
  const link = ownIn(mail!)
  expect(await own.find(link)).toMatchObject({ kind: 'rsvp', people: 3 })
  const typed = { name: 'Ana', mail: 'new@example.org' }
  expect(await own.replace(link, read(typed), 'en')).toMatchObject({ ok: true })
  expect(await part.seatsOf(ask)).toEqual({ places: 40, left: 37 })
  const [row] = await acting.rows<{ sealed: Buffer }>(
    `select sealed from amparo.supporter_sealed where ask = '${asks[0]}'`,
  )
  const decrypter = new Decrypter()
  decrypter.addIdentity(acting.identity)
  const given = JSON.parse(await decrypter.decrypt(row!.sealed, 'text')) as object
  expect(given).toMatchObject({ ...typed, extra: { people: '3' } })
})
