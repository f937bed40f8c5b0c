import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { isZone } from '#instruments/core/deadline.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'

import { askOf, targetOf } from '../../../tests/support/campaigns.ts'
import { bareWords, deliveryTargets, isTooAlike, parseDeliveryForm, zoneOfTarget } from './delivery.ts'

const body = askOf({ delivery: { perHour: 6 } })
const good = {
  name: 'Ana Lopez',
  mail: 'ana@example.org',
  subject: 'Release them',
  message: 'I teach, and they taught.',
  understood: '1',
}
const parse = (form: Partial<Record<string, string>>) =>
  parseDeliveryForm((name) => (form[name] === undefined ? [] : [form[name]]), {
    body,
    language: 'en',
    on: '2026-11-22',
  })

test('a message in own words is held with its subject', () => {
  expect(parse(good)).toMatchObject({
    ok: true,
    value: { message: good.message, extra: { subject: 'Release them' }, country: null },
  })
})

test.each([
  ['subject', '', { subject: 'subject_missing' }],
  ['subject', 'x'.repeat(121), { subject: 'subject_not_plain' }],
  ['subject', 'Bcc:\u0007 all', { subject: 'subject_not_plain' }],
  ['message', ' \n ', { words: 'words_missing' }],
  ['understood', '', { understood: 'not_understood' }],
  ['name', '', { sign: { name: 'name_missing' } }],
])('%s %j is refused, and what was typed comes back', (field, typed, errors) => {
  const parsed = parse({ ...good, [field]: typed })
  expect(parsed).toMatchObject({ ok: false, error: { errors, values: { mail: 'ana@example.org' } } })
})

test('those who receive a copy, and those without an address, are not written to', () => {
  const targets = [targetOf(), targetOf({ id: 'copy', copy: true }), targetOf({ id: 'none', mail: null })]
  expect(deliveryTargets({ targets }).map(({ id }) => id)).toEqual(['prosecutor'])
})

test('every country leads to a zone that there is; an unknown one to that of the ask', () => {
  for (const country of countryCodes) expect(isZone(zoneOfTarget({ country }, 'Europe/Oslo'))).toBe(true)
  expect(zoneOfTarget({ country: 'TJ' }, 'Europe/Oslo')).toBe('Asia/Dushanbe')
  expect(zoneOfTarget({ country: null }, 'Europe/Oslo')).toBe('Europe/Oslo')
})

test('texts are alike whatever their case, spaces and signs; four of them, or a fifth of all, are not too many', () => {
  expect(bareWords('Free  THEM,\nnow!')).toBe(bareWords('free them now'))
  expect(isTooAlike({ same: 4, all: 4 })).toBe(false)
  expect(isTooAlike({ same: 5, all: 5 })).toBe(true)
  expect(isTooAlike({ same: 5, all: 25 })).toBe(false)
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (same, more) => {
      if (isTooAlike({ same, all: same + more }))
        expect(isTooAlike({ same: same + 1, all: same + more + 1 })).toBe(true)
    }),
  )
})
