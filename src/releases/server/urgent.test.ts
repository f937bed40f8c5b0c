/** What one lead releases alone: why, who is told, and everything that is refused. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { askOf, campaignOf, proposeKind, releaseKind } from '../../../tests/support/campaigns.ts'
import { proposeDocument, seenOf } from '../../../tests/support/documents.ts'
import { asSuperuser } from '../../../tests/support/open_rows.ts'
import type { Workbench } from '../../platform/client/workbench.ts'
import type { DocumentAct } from '../client/documents.ts'
import { openDocuments } from './documents.service.ts'

let app: TestDesk
let desk: string
let ana: Workbench
let ben: Workbench
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  ana = app.steward
  ben = app.second
  await releaseKind(app, 'campaign', campaignOf())
})
afterAll(() => app.stop())

const act = (by: Workbench, document: string, what: DocumentAct) =>
  by.actOnDocument({ desk, document, act: what })
const refusedAs = (type: string) => ({ ok: false, error: { kind: 'refused_by_server', type } })
const reason = 'The trial begins in three hours.'
/** Written and proposed by Ana, a lead. */
const proposed = (slug: string) => proposeKind({ desk, writer: ana }, 'ask', askOf({ slug }))
const urgently = (by: Workbench, document: Awaited<ReturnType<typeof proposed>>, why = reason) =>
  act(by, document.id, { kind: 'release-urgently', ...seenOf(document), reason: why })
const told = async (by: Workbench) =>
  value(await by.unconfirmed({ desk })).flatMap(({ versions }) => versions.map(({ urgent }) => urgent))

test('the lead who wrote an ask releases it alone; the other leads are told until one confirms', async () => {
  const asked = await proposed('in-haste')
  const released = value(await urgently(ana, asked))
  const urgent = { reason, confirmedBy: null, confirmedAt: null }
  expect(released.versions).toMatchObject([{ state: 'released', urgent }])
  expect(await openDocuments(app.database).find('ask', asked.id)).not.toBeNull()
  expect(await told(ben)).toEqual([urgent])
  expect(await told(ana)).toEqual([])
  expect(await act(ana, asked.id, { kind: 'confirm', ...seenOf(released) })).toMatchObject(
    refusedAs('own_release'),
  )
  expect(await act(app.writer, asked.id, { kind: 'confirm', ...seenOf(released) })).toMatchObject(
    refusedAs('not_permitted'),
  )
  const confirmed = value(await act(ben, asked.id, { kind: 'confirm', ...seenOf(released) }))
  const { urgent: now, decidedBy } = confirmed.versions[0]!
  expect(now).toMatchObject({ reason, confirmedAt: expect.stringMatching(/Z$/) })
  expect(now?.confirmedBy).not.toBe(decidedBy)
  expect(await told(ben)).toEqual([])
  expect(await act(ben, asked.id, { kind: 'confirm', ...seenOf(released) })).toMatchObject(
    refusedAs('nothing_to_confirm'),
  )
})

test('any one member stops it: nobody is told any more, and the row still says who confirmed nothing', async () => {
  const asked = await proposed('stopped')
  value(await urgently(ana, asked))
  value(await act(app.writer, asked.id, { kind: 'withdraw' }))
  expect(await told(ben)).toEqual([])
  const { versions } = value(await ben.document({ desk, document: asked.id }))
  expect(versions).toMatchObject([{ state: 'withdrawn', urgent: { reason, confirmedBy: null } }])
})

test('a newer version that two persons let out speaks for the one that one let out', async () => {
  const asked = await proposed('followed')
  const released = value(await urgently(ana, asked))
  const given = { desk, document: asked.id, kind: 'ask', seen: seenOf(released) } as const
  const body = { ...(released.versions[0]!.body as object), goal: 5 }
  const drafted = value(await ana.saveDocument({ ...given, body }))
  const next = value(await act(ana, asked.id, { kind: 'propose', ...seenOf(drafted) }))
  expect(await told(ben)).toHaveLength(2)
  value(await act(ben, asked.id, { kind: 'release', ...seenOf(next) }))
  expect(await told(ben)).toEqual([])
})

test('without a reason, by a writer, of another kind, or by a second person it is refused', async () => {
  const asked = await proposed('refused')
  expect(await urgently(ana, asked, '  ')).toMatchObject({ ok: false })
  expect(await urgently(app.writer, asked)).toMatchObject(refusedAs('not_permitted'))
  expect(await urgently(ben, asked)).toMatchObject(refusedAs('second_person_releases'))
  const theme = await proposeDocument({ desk, writer: ana })
  expect(await urgently(ana, theme)).toMatchObject(refusedAs('never_urgent'))
  const campaign = await proposeKind({ desk, writer: ana }, 'campaign', campaignOf({ slug: 'another' }))
  expect(await urgently(ana, campaign)).toMatchObject(refusedAs('never_urgent'))
  const mailing = askOf({ slug: 'mailing', form: 'letter_writing', letter: null, delivery: { perHour: 6 } })
  const sends = await proposeKind({ desk, writer: ana }, 'ask', mailing)
  expect(await urgently(ana, sends), 'the server writes to whom it names').toMatchObject(
    refusedAs('never_urgent'),
  )
  value(await act(ana, asked.id, { kind: 'take-back' }))
  expect(await urgently(ana, asked)).toMatchObject(refusedAs('not_proposed'))
})

test('a deletion is never urgent, of an ask neither', async () => {
  const asked = await releaseKind({ ...app, writer: ana, second: ben }, 'ask', askOf({ slug: 'kept' }))
  const deletion = value(await act(ana, asked.id, { kind: 'deletion', reason: 'over' }))
  expect(await urgently(ana, deletion)).toMatchObject(refusedAs('never_urgent'))
})

test('what supporters give is sealed to the own desk, or no lead’s device lets it out', async () => {
  const [receiver] = askOf().receivers
  const foreign = { ...receiver!, recipient: `age1${'q'.repeat(58)}` }
  const asked = await proposeKind(app, 'ask', askOf({ slug: 'foreign', receivers: [foreign] }))
  expect(await act(ben, asked.id, { kind: 'release', ...seenOf(asked) })).toMatchObject(
    refusedAs('receiver_not_ours'),
  )
})

test('a desk with one lead has nobody to tell: its asks wait for a second one', async () => {
  const lone = await startTestDesk()
  try {
    await releaseKind(lone, 'campaign', campaignOf())
    const { members } = value(await lone.steward.desk({ desk: lone.desk }))
    const { account } = members.find(({ name }) => name === 'ben')!
    const asked = await proposeKind({ desk: lone.desk, writer: lone.steward }, 'ask', askOf())
    value(await lone.steward.changeRole({ desk: lone.desk, account, role: 'writer' }))
    const given = { desk: lone.desk, document: asked.id }
    const urgent = { kind: 'release-urgently', ...seenOf(asked), reason } as const
    expect(await lone.steward.actOnDocument({ ...given, act: urgent })).toMatchObject(refusedAs('only_lead'))
  } finally {
    await lone.stop()
  }
})

const releases = (by: string, more: string) =>
  `update document set state = 'released', decided_by = '${by}', decided_at = now()${more} where id = '{id}'`
const confirms = (by: string) =>
  `update document set confirmed_by = '${by}', confirmed_at = now() where id = '{id}'`

test('below the API the database says the same', async () => {
  const asked = await proposed('below')
  const me = value(await ana.desk({ desk })).members.find(({ self }) => self)!.account
  const other = value(await ben.desk({ desk })).members.find(({ self }) => self)!.account
  const as = (account: string, statement: string) =>
    asSuperuser(app.database, async (client) => {
      await client.query('begin')
      try {
        await client.query('set local role amparo_app')
        await client.query('set local search_path = amparo')
        await client.query(
          `select set_config('amparo.account', $1, true), set_config('amparo.desk', $2, true)`,
          [account, desk],
        )
        await client.query(statement.replaceAll('{id}', asked.id))
        return 'done'
      } catch (cause) {
        return cause instanceof Error ? cause.message : ''
      } finally {
        await client.query('rollback')
      }
    })
  expect(await as(me, releases(me, ''))).toContain('nobody releases what they wrote')
  expect(await as(me, releases(me, `, urgent = ' '`))).toContain('check constraint')
  expect(await as(other, releases(other, `, urgent = 'x'`))).toContain('why one lead released alone')
  expect(
    await as(me, releases(me, `, urgent = 'x', confirmed_by = '${me}', confirmed_at = now()`)),
  ).toContain('another lead confirms')
  expect(await as(me, `update document set urgent = 'x' where id = '{id}'`)).toContain('why one lead')
  expect(await as(me, releases(me, `, urgent = 'x'`))).toBe('done')
  const mailing = askOf({ slug: 'mails', form: 'letter_writing', letter: null, delivery: { perHour: 6 } })
  const sends = await proposeKind({ desk, writer: ana }, 'ask', mailing)
  expect(await as(me, releases(me, `, urgent = 'x'`).replace('{id}', sends.id))).toContain(
    'nobody alone has the server write',
  )
  value(await urgently(ana, asked))
  expect(await as(me, confirms(me))).toContain('another lead confirms')
  expect(await as(other, confirms(me))).toContain('another lead confirms')
  expect(await as(other, `update document set urgent = 'y' where id = '{id}'`)).toContain('why one lead')
  expect(await as(other, confirms(other))).toBe('done')
})
