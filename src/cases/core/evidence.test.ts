import { expect, test } from 'vitest'

import { evidenceOf, hexOf } from './evidence.ts'
import { readLog } from './read_log.ts'
import { ben, caseOf, type Draft, idOf } from './testing.ts'

const hash = 'h'.repeat(43)
const file = (id: string, more: object = {}): Draft => ({
  id,
  kind: 'evidence',
  coded: { file: idOf(`f-${id}`), type: 'image', cipher: hash, size: 900, ...more },
  words: {
    name: `${id}.jpg`,
    mediaType: 'image/jpeg',
    size: 700,
    hash,
    identity: 'AGE-SECRET-KEY-1',
    received: '2024-05',
  },
})
const custody = (of: string, act: string, words: object = {}): Draft => ({
  kind: 'custody',
  coded: { of: idOf(of), act },
  words,
  author: ben,
})

test('a file has its custody in the order of the log, its copies among it', () => {
  const log = readLog(
    caseOf(
      file('photo'),
      custody('photo', 'checked'),
      file('copy', { copyOf: idOf('photo') }),
      custody('photo', 'handed_over', { to: 'Court of Tondo' }),
      custody('copy', 'exported'),
    ),
  )
  const [photo, copy] = evidenceOf(log)
  expect(photo?.custody.map(({ act, author }) => [act, author])).toEqual([
    ['received', photo?.author],
    ['checked', ben],
    ['copied', photo?.author],
    ['handed_over', ben],
  ])
  expect(photo?.custody.at(-1)?.to).toBe('Court of Tondo')
  expect(photo?.custody[0]?.date).toBe('2024-05')
  expect(photo?.copies).toEqual([idOf('copy')])
  expect(copy?.custody.map(({ act }) => act)).toEqual(['received', 'exported'])
})

test('a file whose words were erased stays in the list, without them', () => {
  const log = readLog(
    caseOf(
      file('photo'),
      {
        id: 'away',
        kind: 'erasure',
        coded: { erases: idOf('photo'), parts: ['sealed'], reason: 'request_of_person' },
      },
      { kind: 'release', coded: { of: idOf('away') }, author: ben },
    ),
  )
  expect(evidenceOf(log)).toMatchObject([{ words: null, custody: [{ act: 'received' }] }])
})

test('a hash is shown as programs print it', () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - at * 8))
  expect(hexOf(bytes.toString('base64url'))).toBe(bytes.toString('hex'))
})
