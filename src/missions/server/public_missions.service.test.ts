/** [Note: Named while it stands]: what everybody may read of missions, and what drafts are refused for. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { seenOf } from '../../../tests/support/documents.ts'
import { openId, publish, release, takeBack } from '../../../tests/support/open_rows.ts'
import {
  actOf,
  commitmentOf,
  missionOf,
  programmeOf,
  recordOf,
  releaseMissionKind,
  scorecardOf,
  signOf,
} from '../../../tests/support/public_missions.ts'
import { publishCase } from '../../../tests/support/published.ts'
import { openPublicMissions, type PublicMissions } from './public_missions.service.ts'

let app: TestDesk
/** Two servers on one database. */
let missions: PublicMissions
let elsewhere: PublicMissions
const noNorms = { citable: () => Promise.resolve([]) }

beforeAll(async () => {
  app = await startTestDesk(() => new Date('2026-11-20T12:00:00Z'))
  missions = openPublicMissions(app.database, noNorms)
  elsewhere = openPublicMissions(app.database, noNorms)
  await releaseMissionKind(app, 'mission', missionOf())
})
afterAll(() => app.stop())

const problemsOf = async (
  kind: 'mission' | 'mission_record' | 'commitment' | 'scorecard' | 'programme',
  body: object,
) => {
  const { desk, writer } = app
  const given = { desk, document: null, kind, body: { ...body }, seen: null }
  const drafted = value(await writer.saveDocument(given))
  const act = { kind: 'propose', ...seenOf(drafted) } as const
  const proposed = await writer.actOnDocument({ desk, document: drafted.id, act })
  return proposed.ok ? [] : (proposed.error as { fields?: { problems?: unknown } }).fields?.problems
}

const idsOn = async (server: PublicMissions) =>
  (await server.recordsOf('alandia-bogota'))
    .find(({ body }) => body.year === 2025)
    ?.body.engagements.map(({ id }) => id)
const observed = async (server: PublicMissions) =>
  (await server.count({ governments: ['XA'], from: 2025, to: 2025 }))[0]?.duties.find(
    ({ duty }) => duty === 'E09',
  )?.done.length

test('an act about a publication is gone from records and counts on every server with its withdrawal', async () => {
  const published = await publishCase(app, { name: 'Nodira' })
  const about = actOf({ id: 'about-nodira', about: published.ref })
  const year = { year: 2025, slug: 'alandia-bogota-2025' }
  const engagements = [about, actOf({ id: 'other', type: 'meeting', duties: ['E05'] })].map((one) => ({
    ...one,
    on: '2025-04-02',
  }))
  await releaseMissionKind(app, 'mission_record', recordOf({ ...year, engagements }))
  expect([await idsOn(missions), await idsOn(elsewhere)]).toEqual([
    ['about-nodira', 'other'],
    ['about-nodira', 'other'],
  ])
  expect(await observed(elsewhere)).toBe(1)
  const withdrawal = { kind: 'withdrawal', coded: { of: published.publication, reason: 'danger' } }
  value(await app.writer.append({ desk: app.desk, case: published.case, entries: [withdrawal] }))
  expect([await idsOn(missions), await idsOn(elsewhere)]).toEqual([['other'], ['other']])
  expect([await observed(missions), await observed(elsewhere)]).toEqual([0, 0])
})

test('what is withdrawn is nowhere, and a mission has one address', async () => {
  const id = await release(app.database, {
    kind: 'mission',
    name: 'gone',
    body: missionOf({ slug: 'gone', host: 'PE' }),
  })
  expect((await missions.findMission('PE', 'gone'))?.body.slug).toBe('gone')
  expect(await missions.findMission('CO', 'gone')).toBeNull()
  await takeBack(app.database, id)
  expect(await missions.findMission('PE', 'gone')).toBeNull()
  expect((await missions.missions()).map(({ body }) => body.slug)).toEqual(['alandia-bogota'])
})

test('a body that is none by the schema of today is shown nowhere', async () => {
  await release(app.database, { kind: 'scorecard', name: 'old', body: { slug: 'old', lang: 'en' } })
  expect(await missions.findScorecard('old')).toBeNull()
})

test('two missions, records of one year, commitments or scorecards never share an address', async () => {
  await releaseMissionKind(app, 'mission_record', recordOf())
  await releaseMissionKind(app, 'commitment', commitmentOf())
  await releaseMissionKind(app, 'scorecard', scorecardOf())
  const taken = { at: 'slug', code: 'slug_taken' }
  expect(await problemsOf('mission', missionOf())).toEqual([taken])
  expect(await problemsOf('mission_record', recordOf())).toEqual([taken, { at: 'year', code: 'year_taken' }])
  expect(await problemsOf('commitment', commitmentOf())).toEqual([taken])
  expect(await problemsOf('scorecard', scorecardOf())).toEqual([taken])
})

test('a shadow record gives no key of its own, and no mission was checked tomorrow', async () => {
  const { contact } = missionOf()
  const body = missionOf({
    slug: 'shadow',
    shadow: true,
    contact: { ...contact, recipient: 'age1example' },
    checkedOn: '2026-11-21',
  })
  expect(await problemsOf('mission', body)).toEqual([
    { at: 'checkedOn', code: 'day_ahead' },
    { at: 'contact.recipient', code: 'recipient_of_shadow' },
  ])
})

test('a record is of a mission of its own desk, names missions that are public and cases that this desk published', async () => {
  await release(app.database, { kind: 'mission', name: 'theirs', body: missionOf({ slug: 'theirs' }) })
  const theirs = await publish(app.database, { name: 'Theirs' })
  expect(await problemsOf('mission_record', recordOf({ slug: 'r-theirs', mission: 'theirs' }))).toEqual([
    { at: 'mission', code: 'mission_unknown' },
  ])
  const engagements = [
    actOf({ id: 'one', about: theirs }),
    actOf({ id: 'two', about: openId('nobody') }),
    actOf({ id: 'three', jointWith: ['nowhere'] }),
    actOf({ id: 'four', jointWith: ['alandia-bogota'] }),
    actOf({ id: 'five', jointWith: ['theirs'] }),
  ].map((one) => ({ ...one, on: '2024-05' }))
  const body = recordOf({ slug: 'r-2024', year: 2024, engagements })
  expect(await problemsOf('mission_record', body)).toEqual([
    { at: 'engagements.0.about', code: 'publication_closed' },
    { at: 'engagements.1.about', code: 'publication_closed' },
    { at: 'engagements.2.jointWith', code: 'mission_unknown' },
    { at: 'engagements.3.jointWith', code: 'joint_with_itself' },
  ])
})

test('the address of a mission that is gone is nobody else’s while their record of it stands', async () => {
  const left = recordOf({ slug: 'left-2023', mission: 'left', year: 2023, engagements: [] })
  const record = await release(app.database, { kind: 'mission_record', name: 'left', body: left })
  expect(await problemsOf('mission', missionOf({ slug: 'left' }))).toEqual([
    { at: 'slug', code: 'slug_taken' },
  ])
  await takeBack(app.database, record)
  expect(await problemsOf('mission', missionOf({ slug: 'left' }))).toEqual([])
})

test('a commitment cites a paragraph that is open, and its signs follow the promise, each once', async () => {
  const body = commitmentOf({
    slug: 'other',
    provision: { instrument: 'nowhere', provision: 'p1' },
    evidence: [signOf(), signOf(), signOf({ id: 'early', on: '2024' })],
  })
  expect(await problemsOf('commitment', body)).toEqual([
    { at: 'provision', code: 'provision_unknown' },
    { at: 'evidence.1.id', code: 'evidence_twice' },
    { at: 'evidence.2.on', code: 'before_promise' },
  ])
})

test('a scorecard is refused without the right of reply, with days ahead, and with a government twice', async () => {
  const [first] = scorecardOf().replies
  expect(await problemsOf('scorecard', { ...scorecardOf(), slug: 'a', replies: [first] })).toEqual([
    { at: 'governments.1', code: 'not_asked' },
  ])
  expect(
    await problemsOf('scorecard', {
      ...scorecardOf(),
      slug: 'b',
      governments: ['XA', 'XA'],
      replies: [
        { ...first, askedOn: '2026-12-01' },
        { ...first, answeredOn: null },
      ],
    }),
  ).toEqual([
    { at: 'governments', code: 'government_twice' },
    { at: 'replies.0.askedOn', code: 'day_ahead' },
    { at: 'replies.1.government', code: 'government_twice' },
    { at: 'replies.1.answeredOn', code: 'reply_undated' },
  ])
})

test('a new version tells what it changed', async () => {
  const [open] = (await missions.commitments()).filter(({ body }) => body.slug === 'alandia-meets')
  const { desk, writer, second } = app
  const document = value(await writer.document({ desk, document: open!.id }))
  const body = { ...commitmentOf({ evidence: [signOf(), signOf({ id: 'last', sign: 'kept' })] }) }
  const given = { desk, document: open!.id, kind: 'commitment' as const, body, seen: seenOf(document) }
  const drafted = value(await writer.saveDocument(given))
  const propose = { kind: 'propose', ...seenOf(drafted) } as const
  const proposed = value(await writer.actOnDocument({ desk, document: open!.id, act: propose }))
  const act = { kind: 'release', ...seenOf(proposed) } as const
  value(await second.actOnDocument({ desk, document: open!.id, act }))
  expect(
    (await missions.changes('commitment', open!.id)).map(({ version, parts }) => [version, parts]),
  ).toEqual([
    [2, ['evidence']],
    [1, []],
  ])
})

test('a programme is found by its one address, and refused where it is taken, checked tomorrow or contradicts itself', async () => {
  await releaseMissionKind(app, 'programme', programmeOf())
  expect((await elsewhere.findProgramme('quick-fund'))?.body.checkedOn).toBe('2026-10-01')
  const wrong = programmeOf({
    checkedOn: '2026-11-21',
    criteria: { ...programmeOf().criteria, notCountries: ['CO'] },
  })
  expect(await problemsOf('programme', wrong)).toEqual([
    { at: 'slug', code: 'slug_taken' },
    { at: 'checkedOn', code: 'day_ahead' },
    { at: 'criteria.notCountries', code: 'country_both' },
  ])
  const gone = { kind: 'programme', name: 'gone-fund', body: programmeOf({ slug: 'gone-fund' }) } as const
  const id = await release(app.database, gone)
  expect((await missions.programmes()).map(({ body }) => body.slug).toSorted()).toEqual([
    'gone-fund',
    'quick-fund',
  ])
  await takeBack(app.database, id)
  expect(await missions.findProgramme('gone-fund')).toBeNull()
})
