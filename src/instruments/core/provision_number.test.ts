import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addressToProvision,
  numberToPath,
  parseNumber,
  pathToNumber,
  provisionToAddress,
  writeNumber,
} from './provision_number.ts'

const digits = fc.integer({ min: 1, max: 300 }).map(String)
const root = fc.oneof(
  fc
    .tuple(fc.constantFrom('PP', 'OP', 'E', 'PPX', 'C'), digits, fc.constantFrom('', 'bis', 'ter'))
    .map((x) => x.join('')),
  fc.tuple(digits, fc.constantFrom('', 'a', '.2', '.12')).map(([n, rest]) => `Article ${n}${rest}`),
  fc.tuple(digits, digits).map(([a, b]) => `${a}.${b}`),
  digits,
)
const number = fc
  .record({
    root,
    marks: fc.array(fc.constantFrom('a', 'b', 'aa', 'i', 'iv', 'A', '1', '12'), { maxLength: 3 }),
  })
  .map(writeNumber)

test('a number and its path lead back to each other', () => {
  fc.assert(
    fc.property(number, (given) => {
      const path = numberToPath(given)
      expect(path).not.toBeNull()
      expect(pathToNumber(path ?? '')).toBe(given)
      expect(encodeURIComponent(path ?? '')).toBe(path)
    }),
  )
})

test('two numbers never share a path', () => {
  fc.assert(
    fc.property(number, number, (one, other) => {
      expect(numberToPath(one) === numberToPath(other)).toBe(one === other)
    }),
  )
})

test('an address names instrument, version and provision', () => {
  const cited = { slug: 'hrd-70', version: 'a-c.3-70-l.46-rev.1', number: 'OP10(a)(i)' }
  expect(provisionToAddress(cited)).toBe('/instruments/hrd-70/a-c.3-70-l.46-rev.1/op10-a-i')
  expect(addressToProvision('/instruments/hrd-70/a-c.3-70-l.46-rev.1/op10-a-i')).toEqual(cited)
  expect(provisionToAddress({ ...cited, number: 'Article 9' })).toMatch(/\/article-9$/)
  expect(provisionToAddress({ ...cited, number: '9.3(a)' })).toMatch(/\/9\.3-a$/)
  expect(provisionToAddress({ ...cited, number: 'E01' })).toMatch(/\/e01$/)
})

test('what is no number or no address is told so', () => {
  expect(parseNumber('paragraph 8')).toBeNull()
  expect(numberToPath('OP8()')).toBeNull()
  expect(pathToNumber('op8--a')).toBeNull()
  expect(provisionToAddress({ slug: 'No slug', version: 'v1', number: 'OP1' })).toBeNull()
  expect(addressToProvision('/instruments/hrd-70/op8')).toBeNull()
  expect(addressToProvision('/instruments/../v1/op8')).toBeNull()
})
