import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../../tests/support/app.ts'
import { askOf, campaignOf, releaseKind } from '../../tests/support/campaigns.ts'
import { overHttp, type OverHttp, startAmparo } from '../../tests/support/over_http.ts'

const list = fileURLToPath(
  new URL('../../examples/campaigns/joint-letter-2015-signatories.csv', import.meta.url),
)
let app: TestDesk
let http: OverHttp
let ask: string

beforeAll(async () => {
  app = await startTestDesk()
  http = await overHttp(app)
  await releaseKind(app, 'campaign', campaignOf())
  const { inbox } = value(await app.steward.desk({ desk: app.desk }))
  const receivers = askOf().receivers.map((one) => ({ ...one, recipient: inbox }))
  const signOn = {
    persons: false,
    embargo: null,
    commentsUntil: null,
    late: false,
    secretary: 's@watch.example',
  }
  ask = (await releaseKind(app, 'ask', askOf({ form: 'sign_on', slug: 'joint-letter', receivers, signOn })))
    .id
})
afterAll(async () => {
  await http.stop()
  await app.stop()
})

const run = (...more: readonly string[]) =>
  startAmparo(
    [
      'import-signatories',
      list,
      '--desk',
      'North',
      '--ask',
      'joint-letter',
      '--server',
      http.address,
      '--name',
      'vera',
      ...more,
    ],
    { AMPARO_PASSPHRASE: PASSPHRASE },
  ).ended
const signed = async () => value(await app.reader.letter({ desk: app.desk, ask })).signatories

test('the 158 of 2015 come in once, and what may be one and the same is told and left out', async () => {
  const preview = await run('--preview')
  expect(preview.out).toContain('158 names read, 156 to write down, 2 left out.')
  expect(preview.out).toContain('like Center for Civil Liberties in this list: the same name')
  expect(await signed()).toHaveLength(0)
  expect(await run('--evidence', 'Letter of 24 November 2015')).toMatchObject({ code: 0 })
  expect(await signed()).toHaveLength(156)
  await run('--with-like')
  const all = await signed()
  expect(all).toHaveLength(158)
  expect(all.every((one) => one.state === 'accepted' && one.authority === 'secretary')).toBe(true)
  const notes = value(await app.writer.signatoryNotes({ desk: app.desk, ask }))
  expect(notes).toHaveLength(156)
  expect(notes[0]?.words?.text).toBe('Letter of 24 November 2015')
  await run('--with-like')
  expect(await signed()).toHaveLength(158)
})
