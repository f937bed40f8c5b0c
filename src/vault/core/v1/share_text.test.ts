import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { parseShareText, SHARE_GROUPS, shareText } from '#vault/core/v1/share_text.ts'

const share = fc.record({
  threshold: fc.integer({ min: 2, max: 9 }),
  number: fc.integer({ min: 1, max: 9 }),
  set: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  piece: fc.uint8Array({ minLength: 33, maxLength: 33 }),
})
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

test('what is printed is read back, however it is typed', () => {
  fc.assert(
    fc.property(share, (one) => {
      const text = shareText(one)
      expect(text.split(' ')).toHaveLength(SHARE_GROUPS)
      const back = { ok: true, value: one }
      expect(parseShareText(text)).toEqual(back)
      expect(parseShareText(text.toLowerCase().replaceAll(' ', ''))).toEqual(back)
      expect(parseShareText(text.replaceAll(' ', ' \n- ').replaceAll('0', 'o').replaceAll('1', 'l'))).toEqual(
        back,
      )
    }),
  )
})

test('one wrong letter is always found, in its group', () => {
  fc.assert(
    fc.property(share, fc.nat(89), fc.integer({ min: 1, max: 31 }), (one, place, by) => {
      const text = shareText(one).replaceAll(' ', '')
      const other = letters[(letters.indexOf(text[place]!) + by) % 32]!
      const said = parseShareText(text.slice(0, place) + other + text.slice(place + 1))
      expect(said).toEqual({ ok: false, error: { kind: 'wrong_group', group: Math.floor(place / 6) + 1 } })
    }),
  )
})

test('a letter that no sheet has is found in its group, wherever it stands', () => {
  const text = shareText(fc.sample(share, { numRuns: 1, seed: 5 })[0]!).replaceAll(' ', '')
  for (let place = 0; place < text.length; place += 1)
    for (const letter of ['U', '#', 'é'])
      expect(parseShareText(text.slice(0, place) + letter + text.slice(place + 1))).toEqual({
        ok: false,
        error: { kind: 'wrong_group', group: Math.floor(place / 6) + 1 },
      })
})

test('two neighbours exchanged are always found', () => {
  fc.assert(
    fc.property(share, fc.nat(88), (one, place) => {
      const text = shareText(one).replaceAll(' ', '')
      const [a, b] = [text[place]!, text[place + 1]!]
      fc.pre(a !== b)
      expect(parseShareText(text.slice(0, place) + b + a + text.slice(place + 2)).ok).toBe(false)
    }),
  )
})

test('groups that are missing, doubled or exchanged are found', () => {
  fc.assert(
    fc.property(share, fc.nat(13), (one, place) => {
      const groups = shareText(one).split(' ')
      const without = groups.toSpliced(place, 1).join(' ')
      const doubled = groups.toSpliced(place, 0, groups[place]!).join(' ')
      const exchanged = groups
        .with(place, groups[place + 1]!)
        .with(place + 1, groups[place]!)
        .join(' ')
      for (const text of [without, doubled]) expect(parseShareText(text).ok).toBe(false)
      expect(parseShareText(exchanged).ok).toBe(exchanged === groups.join(' '))
    }),
  )
})

const [one, other] = [1, 2].map((seed) => ({
  threshold: 2,
  number: seed,
  set: new Uint8Array(4).fill(seed),
  piece: new Uint8Array(33).fill(seed),
})) as [Parameters<typeof shareText>[0], Parameters<typeof shareText>[0]]

test('a sheet put together from two is damaged, though each of its groups is whole', () => {
  const mixed = [...shareText(one).split(' ').slice(0, 7), ...shareText(other).split(' ').slice(7)]
  expect(parseShareText(mixed.join(' '))).toEqual({ ok: false, error: { kind: 'damaged' } })
})

const wrong = (count: number) => ({ ok: false, error: { kind: 'wrong_length', groups: count } })
test('a group too few or too many is said by their number', () => {
  const groups = shareText(one).split(' ')
  expect(parseShareText(groups.slice(0, -1).join(' '))).toEqual(wrong(SHARE_GROUPS - 1))
  expect(parseShareText([...groups, groups[0]].join(' '))).toEqual(wrong(SHARE_GROUPS + 1))
  expect(parseShareText(groups.join(' ').slice(0, -1))).toEqual({
    ok: false,
    error: { kind: 'wrong_group', group: SHARE_GROUPS },
  })
})

test('what is no share is not printed', () => {
  for (const change of [
    { set: new Uint8Array(3) },
    { piece: new Uint8Array(32) },
    { set: new Uint8Array(5) },
  ])
    expect(() => shareText({ ...one, ...change })).toThrow(TypeError)
})

test('a text that is no share is refused and throws nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => void expect(parseShareText(text).ok).toBe(false)),
  )
  expect(parseShareText('')).toEqual({ ok: false, error: { kind: 'wrong_length', groups: 0 } })
})
