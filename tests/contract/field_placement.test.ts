/**
 * The table of every field is enforced by the server: what it does not allow in a coded part is refused, whoever
 * signed it, and the answer does not repeat it.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { entryKindNames } from '../../src/cases/core/entry.ts'
import { placement, type PlacedField } from '../../src/cases/core/placement.ts'
import { craft, type Insider, insider, openRaw, type RawCase, send } from '../support/adversary.ts'
import { startTestDesk, type TestDesk } from '../support/app.ts'

const CANARY = 'Canary Kestrel of Narrow Street'

let app: TestDesk
let ben: Insider
let log: RawCase
let first: string

beforeAll(async () => {
  app = await startTestDesk()
  ben = await insider(app, 'ben', app.desk)
  log = await openRaw(await insider(app, 'vera', app.desk))
  first = (JSON.parse(Buffer.from(log.entries[0]!.statement).toString()) as { id: string }).id
})
afterAll(() => app.stop())

/** Puts a value at `acts[].violation`, with what lies between. */
const at = (path: string, content: unknown): unknown => {
  if (path === '') return content
  const [, name = '', many = '', rest = ''] = /^([^.[{]+)(\[\]|\{\})?\.?(.*)$/.exec(path) ?? []
  const inner = rest === '' ? content : at(rest, content)
  const value = many === '[]' ? [inner] : many === '{}' ? { C5: inner } : inner
  return { [name]: value }
}

const refusal = async (kind: string, coded: unknown) => {
  const bases: Record<string, object> = { correction: { corrects: first }, release: { of: first } }
  const base = typeof coded === 'object' && bases[kind] ? { ...bases[kind], ...coded } : coded
  const answer = await send(ben, log, await craft(ben, log, { kind, coded: base }))
  expect(answer.text).not.toContain('Kestrel')
  // A release that names nothing is refused for that first.
  return answer.type === 'release_of_nothing'
    ? { ...answer, type: 'part_refused', body: { part: 'coded', fields: ['of'] } }
    : answer
}

const fields = placement()
const named = (field: PlacedField) => `${field.kind} ${field.path || '(whole)'}`
const coded = fields.filter(({ part }) => part === 'coded')
const elsewhere = fields.filter(({ part }) => part !== 'coded')

test.each(coded.map((field) => [named(field), field] as const))(
  '%s: free text in it is refused',
  async (_, field) => {
    const answer = await refusal(field.kind, at(field.path, CANARY))
    expect(answer).toMatchObject({ status: 422, type: 'part_refused', body: { part: 'coded' } })
    if (field.path === '' || field.holds === 'json') return
    const place = field.path.replaceAll('[]', '.0').replaceAll('{}', '.C5')
    const paths = (answer.body.fields as string[]).join(' ')
    expect(paths).toContain(place.split('.')[0])
  },
)

test.each(elsewhere.map((field) => [named(field), field] as const))(
  '%s: a field of the words is refused in the coded part',
  async (_, field) => {
    const answer = await refusal(field.kind, at(field.path, CANARY))
    expect(answer).toMatchObject({ status: 422, type: 'part_refused', body: { part: 'coded' } })
  },
)

test.each(entryKindNames)('%s: a field nobody knows is refused, however it is called', async (kind) => {
  for (const name of ['canary', '__proto__', 'constructor', 'toString', ' ', '\u200B'])
    for (const content of [CANARY, { [name]: CANARY }, [CANARY]]) {
      const given = JSON.parse(
        JSON.stringify({ name: content }).replace('"name"', JSON.stringify(name)),
      ) as object
      expect(await refusal(kind, given)).toMatchObject({ status: 422, type: 'part_refused' })
    }
})

test('text hides under no key of a record either', async () => {
  const purposes = JSON.parse(`{"C1":"yes","__proto__":"${CANARY}"}`) as object
  const consent = { purposes, capacity: 'self', way: 'oral', date: '2024-01', risksExplained: true }
  expect(await refusal('consent', consent)).toMatchObject({ status: 422, type: 'part_refused' })
})

test('days and places finer than the table allows are refused', async () => {
  const event = { type: 'arrest', acts: [], verification: 'VER' }
  for (const more of [
    { date: '2024-03-14' },
    { date: '2024-03-14/2024-03-15' },
    { date: '2024-03~14' },
    { country: 'Kenya' },
    { country: 'KE', region: 'KE-Nairobi' },
    { country: 'KE', region: 'UG-101' },
  ])
    expect(await refusal('event', { ...event, ...more }), JSON.stringify(more)).toMatchObject({
      status: 422,
      type: 'part_refused',
    })
  expect((await refusal('event', { ...event, date: '2024-03', country: 'KE' })).status).toBe(201)
})

test('open words stand in a publication and nowhere else', async () => {
  for (const kind of entryKindNames.filter((one) => one !== 'publication')) {
    const entry = await craft(ben, log, {
      kind,
      coded: kind === 'dark' ? null : {},
      open: { title: CANARY },
    })
    const answer = await send(ben, log, entry)
    expect(answer.status, kind).toBe(422)
    expect(['part_refused', 'release_of_nothing']).toContain(answer.type)
  }
  expect(app.faults).toEqual([])
})
