/** What a secretary answers to comments on a letter, and the logos beside its names, on a real database. */
import { afterAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { refusal, startLetters } from '../support/letters.ts'
import { pngOf } from '../support/logos.ts'
import { asSuperuser } from '../support/open_rows.ts'

let now = new Date('2026-11-22T12:00:00Z')
const { app, signOn, release, sign, stateOf, mails, linkIn, openAsk, of } = await startLetters(() => now)
afterAll(() => app.stop())

test('a comment is sealed to the desk, answered in words that its writer alone reads, and not taken after its hour', async () => {
  const ask = await release({ slug: 'commented-letter' })
  const id = await sign(ask, { name: 'Watch', site: 'watch.org' })
  const link = await linkIn(id, 'ana@watch.org')
  value(await signOn.act(link, { kind: 'comment', text: 'Say "at once" in paragraph 2.' }))
  expect(await signOn.act(link, { kind: 'comment', text: ' ' })).toMatchObject({
    error: { kind: 'comment_wrong' },
  })
  const rows = await asSuperuser(app.database, (client) =>
    client.query('select sealed from amparo.signatory_sealed'),
  )
  expect(rows.rows.some(({ sealed }) => String(sealed).includes('at once'))).toBe(false)
  expect(await app.reader.signatoryNotes(of(ask))).toMatchObject(refusal('not_permitted'))
  const [note] = value(await app.writer.signatoryNotes(of(ask)))
  expect(note).toMatchObject({
    signatory: id,
    what: 'comment',
    words: { text: 'Say "at once" in paragraph 2.' },
  })
  expect((await signOn.findOwn(link))?.comments).toEqual([
    { on: '2026-11-22', answeredOn: null, changed: null, reply: null },
  ])
  // Nobody lies sealed as a supporter here: the desk writes to whom it noted.
  const evidence = { text: 'By mail', mail: 'ana@watch.org' }
  value(await app.writer.decideSignatories({ ...of(ask), act: 'vouch', ids: [id], evidence }))
  const given = { ...of(ask), note: note!, reply: 'It says "at once" now.', changed: true, tell: true }
  expect(await app.reader.answerComment(given)).toMatchObject(refusal('not_permitted'))
  expect(value(await app.writer.answerComment(given))).toEqual({ told: true })
  expect(await app.writer.answerComment(given), 'what was read does not change').toMatchObject(
    refusal('comment_unknown'),
  )
  const told = (await mails()).filter(({ subject }) => subject.startsWith('Your comment was answered'))
  expect(told.map(({ to, text }) => [to, text.includes(link), text.includes('at once')])).toEqual([
    ['ana@watch.org', true, false],
  ])
  expect((await signOn.findOwn(link))?.comments).toEqual([
    { on: '2026-11-22', answeredOn: '2026-11-22', changed: true, reply: 'It says "at once" now.' },
  ])
  const other = await sign(ask, { name: 'Other Watch', site: 'watch.org' })
  expect((await signOn.findOwn(await linkIn(other, 'ana@watch.org')))?.comments).toEqual([])
  const kept = await asSuperuser(app.database, (client) =>
    client.query('select reply from amparo.signatory_sealed where reply is not null'),
  )
  expect(String(kept.rows[0].reply)).not.toContain('at once')
  expect(
    value(await app.writer.signatoryNotes(of(ask))).find(({ what }) => what === 'comment'),
  ).toMatchObject({ answeredOn: '2026-11-22', changed: true, reply: 'It says "at once" now.' })
  const before = now
  now = new Date('2026-11-25T12:00:00Z')
  expect(await signOn.act(link, { kind: 'comment', text: 'Late.' })).toMatchObject({
    error: { kind: 'comments_closed' },
  })
  now = before
})

test('a logo is shown of whoever gave the right, as pixels alone, until the right is taken back', async () => {
  const ask = await release({ slug: 'logo-letter' })
  const [shown, without] = [
    await sign(ask, { name: 'Shown', site: 'watch.org', logo: '1' }),
    await sign(ask, { name: 'Without', site: 'watch.org' }),
  ]
  const save = (signatory: string, png: Buffer | null, by = app.writer) =>
    by.saveLogo({ ...of(ask), signatory, png: png && png.toString('base64url') })
  const png = pngOf({ width: 120, height: 40, text: 'Drawn by Ana at home' })
  expect(await save(without, png)).toMatchObject(refusal('logo_not_granted'))
  expect(await save(shown, pngOf({ width: 161, height: 40 }))).toMatchObject(refusal('logo_too_large'))
  expect(
    await save(shown, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')),
  ).toMatchObject(refusal('logo_wrong'))
  expect(await save(shown, png, app.reader)).toMatchObject(refusal('not_permitted'))
  expect(await save('A'.repeat(22), png)).toMatchObject(refusal('signatory_unknown'))
  const logos = async () => [...(await signOn.logosOf(await openAsk(ask), [shown, without])).values()]
  value(await save(shown, png))
  expect(await logos(), 'not accepted yet').toEqual([])
  value(
    await app.writer.decideSignatories({ ...of(ask), act: 'accept', ids: [shown, without], evidence: null }),
  )
  const [kept, ...more] = await logos()
  expect(more).toEqual([])
  expect(kept!.toString('latin1')).not.toContain('Ana')
  expect((await signOn.listsOf(await openAsk(ask))).logos.get(shown)).toMatchObject({
    width: 120,
    height: 40,
  })
  expect(await stateOf(ask, shown)).toMatchObject({ logo: true, logoShown: true })
  expect([...(await signOn.logosOf(await openAsk(await release({ slug: 'no-logo' })), [shown]))]).toEqual([])
  const link = await linkIn(shown, 'ana@watch.org')
  value(await signOn.act(link, { kind: 'no_logo' }))
  expect(await logos()).toEqual([])
  expect(await stateOf(ask, shown)).toMatchObject({ logo: false, logoShown: false, state: 'accepted' })
  expect(await save(shown, png)).toMatchObject(refusal('logo_not_granted'))
})
