/** A picture as a file over HTTP: its type, its name, and nothing sent twice. */
import { expect, test } from 'vitest'
import { exactly, type Picture } from '#figures/core/picture.ts'
import { pictureResponse } from './picture_response.ts'

const picture: Picture = {
  kind: 'bars',
  id: 'killed/../"2017',
  lang: 'en',
  title: 'Defenders killed',
  unit: 'persons',
  scale: 'count',
  period: '2017',
  area: 'all countries',
  source: 'Amparo',
  notes: [],
  address: null,
  rowsAre: 'Country',
  rows: [{ code: 'CO', name: 'Colombia', number: exactly(126) }],
  apart: null,
}
const ask = (headers: Record<string, string> = {}) =>
  new Request('https://example.org/figures/killed.svg', { headers })

test('each form has its type, a safe name and its content', async () => {
  const types = {
    svg: 'image/svg+xml; charset=utf-8',
    png: 'image/png',
    csv: 'text/csv; charset=utf-8',
    json: 'application/json; charset=utf-8',
  } as const
  for (const format of ['svg', 'png', 'csv', 'json'] as const) {
    const response = await pictureResponse(ask(), picture, format)
    expect(response.headers.get('content-type')).toBe(types[format])
    expect(response.headers.get('content-disposition')).toContain(`filename="killed_____2017.en.${format}"`)
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100)
  }
})

test('whoever has this version is told so, for each form and version apart', async () => {
  const first = await pictureResponse(ask(), picture, 'svg', { version: 'v1' })
  const etag = first.headers.get('etag') ?? ''
  const answer = async (version: string, format: 'svg' | 'csv') =>
    (await pictureResponse(ask({ 'if-none-match': `"x", W/${etag}` }), picture, format, { version })).status
  expect(await answer('v1', 'svg')).toBe(304)
  expect(await answer('v2', 'svg')).toBe(200)
  expect(await answer('v1', 'csv')).toBe(200)
})

test('a date is heard where there is no tag', async () => {
  const lastModified = new Date('2026-11-16T08:00:00.500Z')
  const since = async (date: string) =>
    (await pictureResponse(ask({ 'if-modified-since': date }), picture, 'json', { lastModified })).status
  expect(await since('Mon, 16 Nov 2026 08:00:00 GMT')).toBe(304)
  expect(await since('Mon, 16 Nov 2026 07:59:59 GMT')).toBe(200)
  expect(await since('nonsense')).toBe(200)
})
