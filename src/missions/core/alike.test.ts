import { expect, test } from 'vitest'
import { toLink } from './alike.ts'

const read = (name: string, more: object = {}) => ({
  name,
  words: {} as object | null,
  waits: false,
  ...more,
})

test('of two that are one act the later gives way, and none whose words did not open or that waits to be sent', () => {
  const [earlier, later] = [read('earlier'), read('later')]
  const closed = (name: string) => read(name, { words: null })
  expect(toLink(earlier, later)).toEqual({ stays: earlier, givesWay: later })
  expect(toLink(earlier, closed('later'))).toMatchObject({ givesWay: earlier })
  expect(toLink(closed('earlier'), later)).toMatchObject({ givesWay: later })
  expect(toLink(closed('earlier'), closed('later'))).toBeNull()
  expect(toLink(earlier, read('later', { waits: true }))).toBeNull()
})
