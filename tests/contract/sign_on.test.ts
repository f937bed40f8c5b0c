/** A letter that organisations sign, from the form to the frozen list and the delivery record, on a real database. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { afterAll, expect, test } from 'vitest'

import { checkPublishedList } from '../../src/campaigns/core/sign_on_frozen.ts'
import { readSignatoryList } from '../../src/campaigns/core/sign_on_list.ts'
import { statesAsAddressees } from '../../src/campaigns/core/sign_on_addressees.ts'
import { closeLetters } from '../../src/campaigns/server/desk_sign_on.service.ts'
import { letterPurposes } from '../../src/campaigns/server/letter_mail.service.ts'
import { unStates } from '../../src/instruments/core/un_states.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { value } from '../support/app.ts'
import { refusal, startLetters } from '../support/letters.ts'
import { asSuperuser } from '../support/open_rows.ts'

let now = new Date('2026-11-22T12:00:00Z')
const letters = await startLetters(() => now)
const { app, campaigns, signOn, letterOf, release, sign, stateOf, mails, linkIn, openAsk, counts, of } =
  letters
afterAll(() => app.stop())
const hash = (text: string) => createHash('sha256').update(text).digest('hex')

test('nobody counts before authority is shown and the desk has accepted; each way shows it', async () => {
  const ask = await release()
  const domain = await sign(ask, { name: 'Watch', site: 'https://www.watch.org' })
  const free = await sign(ask, { name: 'Small Watch', mail: 'small@gmail.com', second_mail: 'sue@gmail.com' })
  const person = await sign(ask, { name: 'A defender', as: 'person', contact: '' })
  expect(await stateOf(ask, domain)).toMatchObject({
    state: 'shown',
    authority: 'domain',
    domain: 'watch.org',
  })
  expect(await stateOf(ask, free)).toMatchObject({ state: 'asked', authority: null })
  expect(await stateOf(ask, person)).toMatchObject({ state: 'shown', authority: 'own', kind: 'person' })
  expect(await counts(ask)).toMatchObject({ organisations: 0, persons: 0 })

  const accept = (ids: readonly string[]) =>
    app.writer.decideSignatories({ ...of(ask), act: 'accept', ids, evidence: null })
  expect(await accept([domain, free])).toMatchObject(refusal('authority_missing'))
  expect(await stateOf(ask, domain), 'all or none').toMatchObject({ state: 'shown' })
  const second = await linkIn(free, 'sue@gmail.com')
  expect(await signOn.act(await linkIn(free, 'small@gmail.com'), { kind: 'confirm' })).toMatchObject({
    error: { kind: 'link_ended' },
  })
  expect(await signOn.act(second, { kind: 'withdraw' })).toMatchObject({ error: { kind: 'link_ended' } })
  expect(await signOn.findOwn(second)).toMatchObject({ as: 'second', signature: { state: 'asked' } })
  expect(value(await signOn.act(second, { kind: 'confirm' })).signature).toMatchObject({
    state: 'shown',
    authority: 'second_person',
  })
  value(await accept([domain, free, person]))
  expect(await counts(ask)).toEqual({ organisations: 2, persons: 1, countries: 0, late: 0, unlisted: 0 })
  expect(await signOn.act(`${domain}.forged`, { kind: 'withdraw' })).toMatchObject({
    error: { kind: 'link_ended' },
  })
})

test('whoever is not on the public list is counted and named nowhere', async () => {
  const ask = await release({ slug: 'unnamed-letter' })
  const quiet = await sign(ask, { name: 'Quiet Watch', site: 'watch.org', unlisted: '1' })
  const named = await sign(ask, { name: 'Loud Watch', site: 'watch.org' })
  value(
    await app.writer.decideSignatories({ ...of(ask), act: 'accept', ids: [quiet, named], evidence: null }),
  )
  const lists = await signOn.listsOf(await openAsk(ask))
  expect(lists.main.map(({ name }) => name)).toEqual(['Loud Watch'])
  expect(lists.counts).toMatchObject({ organisations: 2, unlisted: 1 })
  value(await signOn.act(await linkIn(named, 'ana@watch.org'), { kind: 'unlist' }))
  expect((await signOn.listsOf(await openAsk(ask))).main).toEqual([])
  const seen = await inTransaction(app.database, { role: 'public' }, (db) =>
    db.selectFrom('signatory').select('name').where('ask', '=', ask).execute(),
  )
  expect(seen).toEqual([])
  const list = (ids: readonly string[]) =>
    app.writer.decideSignatories({ ...of(ask), act: 'list', ids, evidence: null })
  expect(await list([quiet, named]), 'nor does the desk put it back').toMatchObject(refusal('asked_unnamed'))
  const forced = (id: string) =>
    asSuperuser(app.database, async (client) => {
      await client.query('begin')
      await client.query('alter table amparo.signatory disable row level security; set local role amparo_app')
      await client
        .query('update amparo.signatory set listed = true where id = $1', [id])
        .finally(() => client.query('rollback'))
    })
  for (const id of [quiet, named]) await expect(forced(id)).rejects.toThrow('is not named')
})

test('a new text asks those who signed again; who does not answer is not counted under it', async () => {
  const ask = await release({ slug: 'changed-letter' })
  const [kept, silent] = [
    await sign(ask, { name: 'Kept', site: 'watch.org' }),
    await sign(ask, { name: 'Silent', site: 'watch.org' }),
  ]
  value(
    await app.writer.decideSignatories({ ...of(ask), act: 'accept', ids: [kept, silent], evidence: null }),
  )
  const written = await app.writer.document({ desk: app.desk, document: ask })
  const { revision, version } = value(written).versions.at(-1)!
  const body = letterOf({
    slug: 'changed-letter',
    letterVersion: 2,
    letter: { en: 'Excellency,\n\nWe ask you to protect all who defend rights.' },
  })
  const drafted = value(
    await app.writer.saveDocument({
      desk: app.desk,
      document: ask,
      kind: 'ask',
      body,
      seen: { version, revision },
    } as Parameters<typeof app.writer.saveDocument>[0]),
  )
  const seen = (one: typeof drafted) => {
    const last = one.versions.at(-1)!
    return { version: last.version, revision: last.revision }
  }
  const act = async (kind: 'propose' | 'release', by: typeof app.writer, one: typeof drafted) =>
    value(await by.actOnDocument({ desk: app.desk, document: ask, act: { kind, ...seen(one) } }))
  await act('release', app.second, await act('propose', app.writer, drafted))
  expect(await counts(ask)).toMatchObject({ organisations: 0 })
  // Both signed by the form; of this test nothing lies sealed as a supporter, so the desk writes to whom it knows.
  value(
    await app.writer.decideSignatories({
      ...of(ask),
      act: 'list',
      ids: [kept],
      evidence: { text: 'By mail', mail: 'ana@watch.org' },
    }),
  )
  expect(value(await app.writer.askSignatoriesAgain(of(ask)))).toEqual({ asked: 1, without: 1 })
  const link = await linkIn(kept, 'ana@watch.org')
  const own = await signOn.findOwn(link)
  expect(
    own?.redline?.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => [kind, text.trim()]),
  ).toEqual([
    ['deleted', 'those'],
    ['inserted', 'all'],
  ])
  value(await signOn.act(link, { kind: 'keep' }))
  expect(await counts(ask)).toMatchObject({ organisations: 1 })
  expect((await signOn.listsOf(await openAsk(ask))).main.map(({ name }) => name)).toEqual(['Kept'])
})

test('158 names are written down, frozen at the close with their hash, and sent once a second lead agrees', async () => {
  const ask = await release({ slug: 'letter-of-158', to: { day: '2026-11-22', time: '12:05' } })
  const read = value(
    readSignatoryList(readFileSync('examples/campaigns/joint-letter-2015-signatories.csv', 'utf8')),
  )
  const signatories = read.map(({ kind, name, localName, localLanguage, country }) => ({
    kind,
    name,
    localName,
    localLanguage,
    country,
    logo: false,
    listed: true,
  }))
  value(
    await app.writer.addSignatories({
      ...of(ask),
      signatories,
      evidence: { text: 'Letter of 24 November 2015', mail: null },
    }),
  )
  expect(await counts(ask)).toMatchObject({ organisations: 158 })
  expect(await app.reader.addSignatories({ ...of(ask), signatories, evidence: null })).toMatchObject(
    refusal('not_permitted'),
  )
  expect(await app.writer.freezeSignatories(of(ask))).toMatchObject(refusal('not_closed'))
  const waiting = await sign(ask, { name: 'Waiting Watch', mail: 'w@gmail.com' })
  const last = value(await app.writer.letter(of(ask))).signatories.find(
    ({ name }) => name === 'TRIAL (Track Impunity Always)',
  )!

  now = new Date('2026-11-22T12:06:00Z')
  const deps = { database: app.database, campaigns, clock: () => now }
  await closeLetters(deps)
  expect(value(await app.reader.letter(of(ask))).frozen, 'somebody waits').toBeNull()
  value(await app.writer.freezeSignatories(of(ask)))
  const { frozen } = value(await app.reader.letter(of(ask)))
  expect(frozen).toMatchObject({ names: 158, on: '2026-11-22' })
  expect(await app.writer.freezeSignatories(of(ask))).toMatchObject(refusal('already_frozen'))
  const decide = (act: 'vouch' | 'withdraw' | 'decline' | 'unlist', id: string) =>
    app.writer.decideSignatories({ ...of(ask), act, ids: [id], evidence: null })
  expect(await decide('vouch', waiting)).toMatchObject(refusal('list_frozen'))
  expect(await decide('decline', last.id)).toMatchObject(refusal('list_frozen'))

  const published = await signOn.publishedList(await openAsk(ask))
  expect(published?.sha256).toBe(frozen?.sha256)
  expect(checkPublishedList(published, hash)).toEqual({ faults: [], withheld: 0 })
  value(await decide('withdraw', last.id))
  const lists = await signOn.listsOf(await openAsk(ask))
  expect(lists.main.find(({ name }) => name === last.name)?.withdrewOn).toBe('2026-11-22')
  expect(lists.counts.organisations).toBe(157)
  value(await decide('unlist', last.id))
  const after = await signOn.publishedList(await openAsk(ask))
  expect(after?.sha256).toBe(published?.sha256)
  expect(checkPublishedList(after, hash)).toEqual({ faults: [], withheld: 1 })

  value(
    await app.writer.addSignatories({
      ...of(ask),
      signatories: [{ ...signatories[0]!, name: 'Late Watch' }],
      evidence: null,
    }),
  )
  const late = await signOn.listsOf(await openAsk(ask))
  expect(late.late.map(({ name }) => name)).toEqual(['Late Watch'])
  expect(late.main).toHaveLength(157)
  await send(ask)
})

const send = async (ask: string) => {
  const states = statesAsAddressees(unStates, { languages: ['en', 'ar'], own: 'en' })
  const addressees = states.map((one, place) => ({
    ...one,
    mail: place < 3 ? `mission${place}@un.example` : null,
  }))
  expect(await app.writer.moveSending({ ...of(ask), act: 'propose' })).toMatchObject(
    refusal('nobody_addressed'),
  )
  value(await app.writer.saveAddressees({ ...of(ask), addressees }))
  expect(await app.second.moveSending({ ...of(ask), act: 'release' })).toMatchObject(refusal('not_proposed'))
  value(await app.second.moveSending({ ...of(ask), act: 'propose' }))
  expect(await app.second.saveAddressees({ ...of(ask), addressees })).toMatchObject(refusal('sending_begun'))
  expect(await app.second.moveSending({ ...of(ask), act: 'release' })).toMatchObject(refusal('own_release'))
  expect(await app.writer.moveSending({ ...of(ask), act: 'release' })).toMatchObject(refusal('not_permitted'))
  expect((await mails()).filter(({ purpose }) => purpose === 'letter')).toEqual([])
  const released = value(await app.steward.moveSending({ ...of(ask), act: 'release' }))
  expect(released.addressees).toHaveLength(193)
  expect(await app.second.saveAddressees({ ...of(ask), addressees }), 'released').toMatchObject(
    refusal('sending_begun'),
  )
  const queued = (await mails()).filter(({ purpose }) => purpose === 'letter')
  expect(queued.map(({ to }) => to).toSorted()).toEqual([0, 1, 2].map((n) => `mission${n}@un.example`))
  expect(Buffer.from(queued[0]!.attachments![0]!.bytes).subarray(0, 5).toString()).toBe('%PDF-')
  expect(queued[0]!.text).toMatch(/^(Excellency,|صاحب السعادة،)/)

  const [purpose] = letterPurposes({ clock: () => now })
  const [first, second] = released.addressees
  await inTransaction(app.database, { role: 'jobs' }, async (db) => {
    await purpose!.settled!(db, { about: first!.id, outcome: 'sent' })
    await purpose!.returned!(db, { about: first!.id, hard: true })
    await purpose!.settled!(db, { about: second!.id, outcome: 'refused' })
  })
  const line = async (id: string) =>
    value(await app.reader.letter(of(ask))).addressees.find((one) => one.id === id)!
  expect((await line(first!.id)).deliveries.map(({ what }) => what)).toEqual(['queued', 'sent', 'bounced'])
  expect((await line(second!.id)).state).toBe('refused')
  value(
    await app.writer.recordDelivery({
      ...of(ask),
      form: { act: 'again', addressee: first!.id, mail: 'new@un.example' },
    }),
  )
  expect(await line(first!.id)).toMatchObject({ state: 'queued', mail: 'new@un.example' })
  value(
    await app.writer.recordDelivery({
      ...of(ask),
      form: { act: 'by_hand', addressee: second!.id, on: '2026-11-22', carriedBy: 'Vera' },
    }),
  )
  expect(await line(second!.id)).toMatchObject({ state: 'by_hand' })
  expect((await line(second!.id)).deliveries.at(-1)).toMatchObject({ carriedBy: 'Vera', on: '2026-11-22' })
}

test('under embargo nothing is told, those with its link sign, and it opens by itself', async () => {
  const signOnOf = letterOf().signOn!
  const ask = await release({
    slug: 'secret-letter',
    signOn: { ...signOnOf, embargo: { day: '2026-11-22', time: '12:10' } },
  })
  expect(await campaigns.findAsk('lanterns', 'secret-letter', now)).toBeNull()
  expect((await campaigns.asks(now)).some(({ id }) => id === ask)).toBe(false)
  const { invitation } = value(await app.reader.letter(of(ask)))
  const k = invitation!.split('?k=')[1]!
  expect((await signOn.findInvited(k))?.id).toBe(ask)
  expect(await signOn.findInvited(`${ask}.forged`)).toBeNull()
  const id = await sign(ask, { name: 'Early Watch', site: 'watch.org' })
  value(await app.writer.decideSignatories({ ...of(ask), act: 'accept', ids: [id], evidence: null }))
  now = new Date('2026-11-22T12:09:59Z')
  expect(await campaigns.findAsk('lanterns', 'secret-letter', now)).toBeNull()
  now = new Date('2026-11-22T12:10:00Z')
  expect((await campaigns.findAsk('lanterns', 'secret-letter', now))?.id).toBe(ask)
  expect(value(await app.reader.letter(of(ask))).invitation).toBeNull()
})

test('no statement of a role accepts, renames or adds past the rules', async () => {
  const ask = await release({ slug: 'walled-letter' })
  const id = await sign(ask, { name: 'Watch', mail: 'w@gmail.com' })
  const account = (await app.writer.me())!.account
  const as = (role: 'desk' | 'gate' | 'jobs' | 'public', text: string) =>
    inTransaction(
      app.database,
      role === 'desk' ? { role, account, desk: app.desk } : { role },
      async (db) => {
        const { sql } = await import('kysely')
        await sql.raw(text).execute(db)
      },
    )
  await expect(
    as('desk', `update amparo.signatory set state = 'accepted' where id = '${id}'`),
  ).rejects.toThrow()
  await expect(as('desk', `update amparo.signatory set name = 'X' where id = '${id}'`)).rejects.toThrow()
  await expect(as('gate', `update amparo.signatory set state = 'shown' where id = '${id}'`)).rejects.toThrow()
  await expect(as('gate', 'select name from amparo.signatory')).rejects.toThrow()
  await expect(as('public', 'select domain from amparo.signatory')).rejects.toThrow()
  await expect(as('jobs', 'select sealed from amparo.signatory_sealed')).rejects.toThrow()
  await expect(as('desk', `update amparo.frozen_list set sha256 = repeat('0', 64)`)).rejects.toThrow()
})
