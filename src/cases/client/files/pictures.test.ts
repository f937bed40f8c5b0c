/** Pictures as phones make them: everything in them is said, and nothing of it is left in the copy. */
import { assert, asyncProperty, nat, record, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'

import { jpegOf, pngOf, riffOf, type PictureWords, webpOf } from '../../../../tests/support/pictures.ts'
import { dangerOf, dangers, type FileKind } from '#cases/core/file_facts.ts'
import { bytesSource, latin } from './byte_source.ts'
import { makeCleanCopy } from './clean_copy.ts'
import { isBareJpeg, stripJpeg } from './jpeg.ts'
import { isBarePng, stripPng } from './png.ts'
import { readFacts } from './read_facts.ts'
import { isBareWebp } from './riff.ts'

const told: PictureWords = {
  latitude: 14.5995,
  longitude: 120.9842,
  owner: 'Maria Santos',
  make: 'Lantern',
  model: 'P9',
  serial: 'SN-7781-X',
  taken: '2026:03:01 10:11:12',
  comment: 'at the safe house',
  thumbnail: new TextEncoder().encode('small picture of her door'),
}
const secrets = [
  'Maria',
  'Lantern',
  'SN-7781-X',
  '2026:03:01',
  'safe house',
  'her door',
  'Exif',
  'second film',
]

const pictures: readonly (readonly [FileKind, Uint8Array<ArrayBuffer>])[] = [
  ['jpeg', jpegOf(told, { after: 'a second film of the same moment' })],
  ['png', pngOf({ ...told, author: 'Maria Santos' })],
  ['webp', webpOf(told)],
]

const noTurn = () => Promise.resolve(null)
const saidOf = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await readFacts(bytesSource(bytes))).facts.map(({ name, said }) => [name, said])

test.each(pictures)(
  'of a %s place, person, device and time are said, the worst first',
  async (kind, bytes) => {
    const report = await readFacts(bytesSource(bytes))
    expect(report).toMatchObject({ kind, whole: true })
    const order = report.facts.map(({ name }) => dangers.indexOf(dangerOf(name)))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(report.facts[0]?.name).toBe('gps')
    expect(await saidOf(bytes)).toEqual(
      expect.arrayContaining([
        ['gps', '14.5995 N 120.9842 E'],
        ['owner', 'Maria Santos'],
        ['camera', 'Lantern P9'],
        ['serial', 'SN-7781-X'],
        ['taken', '2026:03:01 10:11:12'],
        ['thumbnail', '25'],
      ]),
    )
  },
)

test('a film behind a picture is said', async () => {
  expect(await saidOf(pictures[0]?.[1] ?? new Uint8Array())).toContainEqual(['after_end', '32'])
})

test.each(pictures)('the copy of a %s holds nothing of it, byte by byte', async (kind, bytes) => {
  expect(secrets.some((secret) => latin(bytes).includes(secret))).toBe(true)
  const copy = await makeCleanCopy(bytesSource(bytes), noTurn)
  if (!copy.ok) throw new Error(copy.error)
  expect(copy.value).toMatchObject({ kind, turned: false })
  for (const secret of secrets) expect(latin(copy.value.bytes), secret).not.toContain(secret)
  expect(await readFacts(bytesSource(copy.value.bytes))).toEqual({ kind, facts: [], whole: true })
  // Once bare, always the same.
  const again = await makeCleanCopy(bytesSource(copy.value.bytes), noTurn)
  expect(again.ok && again.value.bytes).toEqual(copy.value.bytes)
})

const pixels = (png: Uint8Array) => latin(png).slice(latin(png).indexOf('IDAT'), latin(png).indexOf('IEND'))

test('the pixels of a copy are those of the picture', () => {
  const bytes = pngOf({ ...told })
  const copy = stripPng(bytes)
  if (!copy.ok) throw new Error(copy.error)
  expect(pixels(copy.value)).toBe(pixels(bytes))
})

test('a picture that lies on its side is turned, and whatever the drawing wrote is taken out too', async () => {
  const asked: number[] = []
  const copy = await makeCleanCopy(
    bytesSource(jpegOf({ ...told, orientation: 6 })),
    ({ bytes, orientation }) => {
      asked.push(orientation)
      // It is handed out bare, so that no drawing can turn it a second time.
      expect(isBareJpeg(bytes)).toBe(true)
      return Promise.resolve(jpegOf({ make: 'Browser' }))
    },
  )
  expect(asked).toEqual([6])
  expect(copy).toMatchObject({ ok: true, value: { turned: true } })
  expect(copy.ok && latin(copy.value.bytes)).not.toContain('Browser')
})

test('where it cannot be turned there is no copy', async () => {
  const copy = await makeCleanCopy(bytesSource(jpegOf({ ...told, orientation: 3 })), noTurn)
  expect(copy).toEqual({ ok: false, error: 'damaged' })
})

test.each([
  ['half a JPEG', jpegOf(told).slice(0, 400)],
  ['half a PNG', pngOf(told).slice(0, 200)],
  ['half a WebP', webpOf(told).slice(0, 90)],
  [
    'a WebP that moves and hides words in a frame',
    riffOf('WEBP', [['ANMF', Buffer.concat([new Uint8Array(16), Buffer.from('EXIF\x04\0\0\0here')])]]),
  ],
])('%s has no copy', async (_, bytes) => {
  expect(await makeCleanCopy(bytesSource(bytes), noTurn)).toEqual({ ok: false, error: 'damaged' })
})

test('of kinds that are not taken apart there is no copy, and it says so', async () => {
  const kinds = {
    gif: 'GIF89a\x01\0\x01\0\0\0\0;',
    pdf: '%PDF-1.7\n',
    heic: '\0\0\0\x18ftypheic\0\0\0\0',
    text: 'in words',
    unknown: '\x01\x02\x00\x03',
  }
  for (const [kind, text] of Object.entries(kinds)) {
    const source = bytesSource(Uint8Array.from(Buffer.from(text, 'latin1')))
    expect((await readFacts(source)).kind, kind).toBe(kind)
    expect(await makeCleanCopy(source, noTurn), kind).toEqual({ ok: false, error: 'kind_unsafe' })
  }
})

test('coordinates in the south and west are said with their side', async () => {
  const report = await readFacts(bytesSource(jpegOf({ latitude: -34.6037, longitude: -58.3816 })))
  expect(report.facts[0]).toEqual({ name: 'gps', said: '34.6037 S 58.3816 W' })
})

test('whatever bytes there are: a copy is bare or there is none', async () => {
  const whole = pictures.map(([, bytes]) => bytes)
  const damage = record({
    which: nat(whole.length - 1),
    at: nat(),
    with: uint8Array({ minLength: 1, maxLength: 6 }),
    cut: nat(3),
  })
  await assert(
    asyncProperty(damage, async (given) => {
      const bytes = Uint8Array.from(whole[given.which] ?? [])
      bytes.set(given.with, given.at % (bytes.length - given.with.length))
      const cut = bytes.slice(0, bytes.length - (given.cut === 0 ? 30 : 0))
      const copy = await makeCleanCopy(bytesSource(cut), ({ bytes: bare }) => Promise.resolve(bare))
      if (!copy.ok) return
      const isBare = { jpeg: isBareJpeg, png: isBarePng, webp: isBareWebp }[copy.value.kind as 'jpeg']
      expect(isBare(copy.value.bytes)).toBe(true)
      for (const secret of ['Maria Santos', 'SN-7781-X', 'safe house'])
        expect(latin(copy.value.bytes)).not.toContain(secret)
    }),
    { numRuns: 300 },
  )
})

test('a JPEG of Adobe keeps how its colours are coded', () => {
  const bytes = jpegOf({})
  const adobe = Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 1, 2, 3, 4, 2)
  const withAdobe = Uint8Array.from([...bytes.subarray(0, 2), ...adobe, ...bytes.subarray(2)])
  const copy = stripJpeg(withAdobe)
  expect(copy.ok && latin(copy.value)).toContain('Adobe\0d\0\0\0\0\x02')
})
