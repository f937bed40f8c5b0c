/** A mission's own log and lists of missions, as whoever works with spreadsheets brings them; all invented. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { asSuperuser } from '../../tests/support/open_rows.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'
import { type ImportOptions, runImportMissions } from './import_missions.ts'

const sampleLog = fileURLToPath(new URL('../../examples/missions/log.csv', import.meta.url))
const sampleMissions = fileURLToPath(new URL('../../examples/missions/shadow_records.csv', import.meta.url))
const REFERENCE = 'LOG-1'
const HEARING = '2026-06-11'

let app: TestDesk
let http: OverHttp
let folder: string
let passphraseFile: string
let log: string
/** What is on its way to the server may be lost. */
let onPost: (send: () => Promise<Response>) => Promise<Response>

beforeAll(async () => {
  app = await startTestDesk()
  http = await overHttp(app, (request, send) =>
    request.method === 'POST' && /\/(entries|journal)$/.test(request.url) ? onPost(send) : send(),
  )
  const entries = [
    {
      kind: 'opened',
      coded: { dark: false, synthetic: true, country: 'CO' },
      words: { reference: REFERENCE },
    },
    {
      kind: 'identity',
      coded: { holder: 'person', country: 'CO', sectors: ['LAND'] },
      words: { names: [{ text: 'Ines Example', kind: 'full' }], reference: REFERENCE },
    },
    { kind: 'hearing', coded: { day: HEARING, type: 'trial', outcome: 'held' }, words: {} },
  ]
  log = value(await app.writer.createCase({ desk: app.desk, entries })).case
  // A lead's device begins the journal.
  value(await app.steward.engagements({ desk: app.desk, case: null }))
}, 120_000)
afterAll(async () => {
  await http.stop()
  await app.stop()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amparo-missions-'))
  passphraseFile = join(folder, 'passphrase')
  writeFileSync(passphraseFile, PASSPHRASE)
  onPost = (send) => send()
})
afterEach(() => rmSync(folder, { recursive: true }))

type Ran = { readonly code: number; readonly out: string; readonly err: string }
/** As the command does it, without a process of its own for each list. */
const run = async (file: string, name: string, given: Partial<ImportOptions> = {}): Promise<Ran> => {
  const said = { out: '', err: '' }
  const hear =
    (where: keyof typeof said) =>
    (part: unknown): boolean => {
      said[where] += String(part)
      return true
    }
  const heard = [
    vi.spyOn(process.stdout, 'write').mockImplementation(hear('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(hear('err')),
  ]
  const options = { desk: 'North', server: http.address, name, map: [], lang: 'en', passphraseFile }
  let code = 0
  try {
    await runImportMissions(file, { ...options, ...given })
  } catch (cause) {
    code = 1
    said.err += (cause as Error).message
  } finally {
    for (const one of heard) one.mockRestore()
  }
  return { code, ...said }
}
const listOf = (...lines: readonly string[]): string => {
  const file = join(folder, 'list.csv')
  writeFileSync(file, lines.join('\n'))
  return file
}
/** Asked of the database itself: where they are counted, and by what. */
const logged = async (): Promise<readonly unknown[]> => {
  const { rows } = await asSuperuser(app.database, (client) =>
    client.query<{ type: string; result: string; consent: boolean }>(
      'select type, result, log = $1 as "inCase" from amparo.engagement order by type, date',
      [log],
    ),
  )
  return rows
}
const missions = async () =>
  (
    await asSuperuser(app.database, (client) =>
      client.query(
        `select state, body ->> 'slug' as slug, (body ->> 'shadow')::boolean as shadow
         from amparo.document where kind = 'mission' order by 2`,
      ),
    )
  ).rows
const toldIn = (err: string): readonly string[] =>
  err.split('\n').flatMap((line) => /line \d+, column ".*?", value ".*?": \S+ \S+ \S+/.exec(line) ?? [])

const heading =
  'Type,Date,Level,Country,Case,Hearing,Asked again on,Risk check,Risk checked on,What,Requested on,Answered on'

test('every kind of fault is told with line, column and how to mend it, before anybody signs in', async () => {
  const list = listOf(
    `${heading},Duty codes,Mission,Consent,Another,Result`,
    'Visit to Mars,2026-03-01,deputy,CO,,,,,,,,,,,,,',
    'report,2026,deputy,CO,,,,,,,,,,,,,',
    'report,2099-03-01,deputy,CO,,,,,,,,,,,,,',
    'report,03/04/2026,boss,Atlantis,,,,,,,,,E99,South,short,perhaps,so-so',
    'report,2026-03-01,deputy,,,,,,,,,,,,,,',
    'report,2026-03-01,deputy,CO,A-1;A-2,,,,,,,,,,,,',
    'report,2026-03-01,deputy,CO,,2026-03-02,,,,,,,,,,,',
    'trial_observation,2026-03-01,deputy,CO,,,2026-02-27,Calm,2026-02-27,,,,,,,,',
    'tools_check,2026-03-01,deputy,CO,,,,,,,,,,,,,',
    'dialogue,2026-03-01,deputy,CO,,,,,,,2026-02-20,2026-02-10,,,,,',
    'dialogue,2026-03-01,deputy,CO,,,,,,,,,,,,,declined',
  )
  const ran = await run(list, 'vera', { preview: true })
  expect(ran.code).toBe(1)
  expect(toldIn(ran.err)).toEqual([
    'line 2, column "Type", value "Visit to Mars": no such type.',
    'line 3, column "Date", value "2026": a log counts',
    'line 4, column "Date", value "2099-03-01": This lies in',
    'line 5, column "Mission", value "South": not the name',
    'line 5, column "Another", value "perhaps": write yes, no,',
    'line 5, column "Consent", value "short": not the id',
    'line 5, column "Result", value "so-so": no such result.',
    'line 5, column "Country", value "Atlantis": no country of',
    'line 5, column "Duty codes", value "E99": no such duty.',
    'line 5, column "Date", value "03/04/2026": day or month',
    'line 5, column "Level", value "boss": no such role.',
    'line 6, column "Country", value "": an engagement without',
    'line 7, column "Case", value "A-1;A-2": one case a',
    'line 8, column "Hearing", value "2026-03-02": a hearing belongs',
    'line 9, column "Case", value "": This is done',
    'line 10, column "Type", value "tools_check": a check of',
    'line 11, column "Answered on", value "2026-02-10": The answer cannot',
    'line 12, column "reason", value "": Fill this in.',
  ])
  expect(ran.err).toContain('18 to mend; nothing was written.')
  expect(await logged()).toEqual([])
})

test('a list without a column that an engagement needs is refused at once', async () => {
  const list = listOf('Type,What', 'report,Written')
  // The real command, as a process.
  const ran = await startAmparo(['import-missions', list, '--desk', 'North', '--name', 'vera']).ended
  expect(ran.err).toContain('No column holds: date, role.')
}, 120_000)

test('the example log is shown, checked and then logged in the journal; a second time nothing is', async () => {
  const previewed = await run(sampleLog, 'vera', { preview: true })
  expect(previewed.out).toContain('5 rows of engagements.')
  expect(previewed.out).toContain('line 2: 2026-02-03 · situation_report · E01 · done · journal, CO')
  const checked = await run(sampleLog, 'vera', { check: true })
  expect(checked.err).toBe('')
  expect(checked.out).toContain('5 engagements could be logged; nothing was written.')
  expect(await logged()).toEqual([])
  const ran = await run(sampleLog, 'vera')
  expect([ran.code, ran.err]).toEqual([0, '5 of 5\n'])
  expect(ran.out).toContain('logged at North: 0 in cases, 5 in the journal.')
  const there = await logged()
  expect(there).toHaveLength(5)
  expect(there).toContainEqual({ type: 'visit_programme', result: 'postponed', inCase: false })
  const again = await run(sampleLog, 'ben')
  expect(again.err).toBe('')
  expect(again.out).toContain('5 of these rows were logged already.')
  expect(await logged()).toHaveLength(5)
  const { opened } = value(await app.reader.engagements({ desk: app.desk, case: null }))
  expect(opened.find(({ coded }) => coded.type === 'dialogue')).toMatchObject({
    coded: { daysToAnswer: 7, requestedBy: 'organisation', requested: '2026-02' },
    words: { date: '2026-03-12', addressees: ['Invented ministry of justice'] },
  })
})

const observation = `trial_observation,${HEARING},HR officer,,${REFERENCE},${HEARING},2026-06-09,Calm,2026-06-09,Seen,,`

test('a row that shows a defender without consent is refused with the way to it, and nothing of the list is written', async () => {
  const list = listOf(heading, 'report,2026-08-01,deputy,CO,,,,,,Written,,', observation)
  const ran = await run(list, 'vera')
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('line 3, column "consent", value "": This shows the defender beside the mission')
  expect(ran.err).toContain('write the answer as a consent in this case')
  expect(ran.err).toContain('1 to mend; nothing was written.')
  expect(await logged()).toHaveLength(5)
})

test('with the consent it is logged in its case, resting on that consent and on the hearing of its day', async () => {
  const consent = {
    kind: 'consent',
    coded: {
      purposes: { C0: 'yes', C8: 'yes' },
      capacity: 'self',
      way: 'written',
      date: '2026-01',
      risksExplained: true,
    },
    words: {},
  }
  value(await app.writer.append({ desk: app.desk, case: log, entries: [consent] }))
  const list = listOf(
    heading,
    observation,
    `meeting,2026-07-02,deputy,,${log},,,,,Met,,`,
    `meeting,2026-07-30,deputy,,NOBODY-1,,,,,Met,,`,
    `trial_observation,2026-06-20,HR officer,,${REFERENCE},2026-06-20,2026-06-19,Calm,2026-06-19,Seen,,`,
  )
  const refused = await run(list, 'vera')
  expect(toldIn(refused.err)).toEqual([
    'line 4, column "Case", value "NOBODY-1": no case of',
    'line 5, column "Hearing", value "": no hearing of',
  ])
  expect(await logged()).toHaveLength(5)
  const ran = await run(list, 'vera', { skipBad: true })
  expect(ran.out).toContain('2 engagements were sealed on this device and logged at North: 2 in cases')
  const { opened } = value(await app.reader.engagements({ desk: app.desk, case: log }))
  expect(opened.map(({ coded }) => coded.type)).toEqual(['meeting', 'trial_observation'])
  const view = value(await app.reader.openCase({ desk: app.desk, case: log }))
  const [hearing, given] = ['hearing', 'consent'].map(
    (kind) => view.entries.find((one) => one.kind === kind)?.id,
  )
  expect(opened[1]?.coded).toMatchObject({ hearing, consent: given })
})

test('what looks like an act that is there or stands above is asked about, and a word says that it is another', async () => {
  const twice = ['dialogue,2026-03-13,deputy,CO,,,,,,Again,,', 'report,2026-09-01,deputy,CO,,,,,,One,,']
  const third = 'report,2026-09-02,ambassador,CO,,,,,,Two,,'
  const ran = await run(listOf(heading, ...twice, third), 'vera')
  expect(ran.err).toContain(
    'line 2, column "Date", value "2026-03-13": looks like the same act as an engagement of 2026-03-12',
  )
  expect(ran.err).toContain('line 4, column "Date", value "2026-09-02": looks like the same act as line 3')
  const said = await run(
    listOf(`${heading},Another`, ...[...twice, third].map((one) => `${one},yes`)),
    'vera',
  )
  expect(said.out).toContain('3 engagements were sealed')
})

test('an import that is cut off goes on where it was', async () => {
  const list = listOf(
    heading,
    'situation_report,2026-10-01,deputy,CO,,,,,,One,,',
    `meeting,2026-10-02,deputy,,${REFERENCE},,,,,Two,,`,
  )
  const before = (await logged()).length
  // The first arrives and its answer is lost.
  onPost = async (send) => {
    await send()
    return new Response(null, { status: 503 })
  }
  const cut = await run(list, 'vera')
  expect(cut.code).toBe(1)
  expect(cut.err).toContain('Run the same command again')
  onPost = (send) => send()
  const ran = await run(list, 'vera')
  expect(ran.out).toContain('1 of these rows were logged already.')
  expect(ran.out).toContain('1 engagements were sealed')
  expect((await logged()).length - before).toBe(2)
})

test('a reader of the desk cannot import', async () => {
  const ran = await run(sampleLog, 'rosa')
  expect(ran.code).toBe(1)
})

test('missions are refused with line, column and mend, and a shadow record gives no key', async () => {
  const list = listOf(
    'Name,Government,Host,City,Source,Checked on,Mail,Post,Recipient',
    'Embassy of X,Nowhereland,KE,Nairobi,A ministry,2026-10-01,,Embassy,age1x',
    'Embassy of Y,EU,Atlantis,Nairobi,,2026-10-01,,Castle,',
    'Embassy of Z,EU,KE,Nairobi,A ministry,2099-10-01,,,',
    'Embassy of Z,EU,KE,Mombasa,A ministry,2026-10-01,nobody,,',
  )
  const ran = await run(list, 'vera', { preview: true })
  expect(toldIn(ran.err)).toEqual([
    'line 2, column "Government", value "Nowhereland": no such government.',
    'line 3, column "Source", value "": fill this in.',
    'line 3, column "Host", value "Atlantis": no country of',
    'line 3, column "Post", value "Castle": write embassy, delegation,',
    'line 4, column "Checked on", value "2099-10-01": This day has',
    'line 5, column "Mail", value "nobody": This is no',
  ])
  expect(ran.out).toContain('Recipient   →  (left out)')
})

test('missions become shadow records that wait for a lead who did not write them; none is published', async () => {
  const ran = await run(sampleMissions, 'vera')
  expect([ran.code, ran.err]).toEqual([0, '1 of 3\n2 of 3\n3 of 3\n'])
  expect(ran.out).toContain('3 shadow records wait at North for a lead who did not write them.')
  const waiting = ['xa-lima', 'xb-oaxaca', 'xc-nairobi'].map((slug) => ({
    state: 'proposed',
    slug,
    shadow: true,
  }))
  expect(await missions()).toEqual(waiting)
  const again = await run(sampleMissions, 'ben')
  expect(again.out).toContain('3 of these missions were at the desk already and stay as they are.')
  expect(await missions()).toEqual(waiting)
  expect(app.faults.filter((one) => !one.includes('503'))).toEqual([])
})
