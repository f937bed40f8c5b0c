/** What of a supporter each organisation is given, for supporters and coalitions by chance. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '#vault/core/bytes.ts'
import { type Receiver, supporterFields } from './ask.ts'
import {
  forgetOnOf,
  heldSupporter,
  type HeldSupporter,
  padPart,
  partsFor,
  receiversFor,
} from './supporter.ts'

const ids = ['north', 'south', 'east', 'west'] as const
const receivers = fc.array(
  fc.record({
    id: fc.constantFrom(...ids),
    fields: fc.uniqueArray(fc.constantFrom(...supporterFields), { minLength: 1 }),
  }),
  { minLength: 1, maxLength: 4 },
)
const asReceivers = (given: readonly Pick<Receiver, 'id' | 'fields'>[]): readonly Receiver[] =>
  [...new Map(given.map((one) => [one.id, one])).values()].map((one) => ({
    ...one,
    name: one.id,
    recipient: `age1${'q'.repeat(58)}`,
    purpose: { en: 'Why.' },
  }))
const held: fc.Arbitrary<HeldSupporter> = fc.record({
  name: fc.constant('CANARY-name'),
  mail: fc.constant('CANARY-mail@example.org'),
  country: fc.constantFrom('NO' as const, null),
  language: fc.constantFrom('en' as const, 'ar' as const),
  message: fc.constantFrom('CANARY-message', null),
  showName: fc.constantFrom(true, false, null),
  agreed: fc.subarray([...ids]),
  toFollow: fc.boolean(),
  extra: fc.constantFrom({}, { seats: 'CANARY-seats' }),
  on: fc.constant('2026-11-22'),
})

test('nobody is given anything but who runs the ask and whom the supporter ticked', () => {
  fc.assert(
    fc.property(receivers, held, (some, one) => {
      const all = asReceivers(some)
      const given = receiversFor(all, one).map(({ id }) => id)
      expect(given).toEqual(all.map(({ id }) => id).filter((id, at) => at === 0 || one.agreed.includes(id)))
    }),
  )
})

test('a receiver is given the fields that it asked for and no word of another', () => {
  fc.assert(
    fc.property(receivers, held, fc.boolean(), (some, one, runs) => {
      for (const receiver of asReceivers(some)) {
        const part = partsFor({ ...receiver, runs }, one)
        for (const field of supporterFields) expect(field in part).toBe(receiver.fields.includes(field))
        const words = JSON.stringify(part)
        for (const field of ['name', 'mail', 'message'] as const)
          if (!receiver.fields.includes(field)) expect(words).not.toContain(`CANARY-${field}`)
        // What the form asks beside, and the wish to hear, are between the supporter and whoever runs the ask.
        if (!runs) expect(Object.keys(part).every((key) => key === 'on' || isField(key))).toBe(true)
        if (runs && !receiver.fields.includes('mail')) expect(part.toFollow).toBe(false)
      }
    }),
  )
})
const isField = (key: string): boolean => supporterFields.some((one) => one === key)

const sizeOf = (one: HeldSupporter, fields: Receiver['fields']): number => {
  const json = JSON.stringify({ ...partsFor({ fields, runs: true }, one), ask: 'a'.repeat(22) })
  const padded = padPart(json, utf8(json).length)
  expect(JSON.parse(padded)).toEqual(JSON.parse(json))
  expect(padded.endsWith('\n')).toBe(true)
  return utf8(padded).length
}

test('lengths tell nothing: without a message all parts have one size, the longest of the form too', () => {
  const short = heldSupporter.parse({
    name: 'A',
    mail: 'a@b.no',
    country: null,
    language: 'en',
    message: null,
    showName: null,
    agreed: [],
    toFollow: false,
    extra: {},
    on: '2026-11-22',
  })
  const long = {
    ...short,
    name: '\u{1F54A}'.repeat(60),
    mail: `${'a'.repeat(64)}@${'b'.repeat(180)}.example`,
  }
  const most = { ...long, message: '"\n'.repeat(2000) }
  expect(sizeOf(short, ['name', 'mail', 'country'])).toBe(2048)
  expect(sizeOf(long, ['name', 'mail', 'country'])).toBe(2048)
  expect(sizeOf(short, [...supporterFields])).toBe(2048)
  expect(sizeOf(most, [...supporterFields])).toBe(24_576)
})

test('everything is forgotten ninety days after the close', () => {
  expect(forgetOnOf('2026-11-22')).toBe('2027-02-20')
})
