import { expect, test } from 'vitest'

import { holdOnce } from './held_once.ts'

const same = (text: string) => text
const upper = (texts: readonly string[]) =>
  Promise.resolve(new Map(texts.map((text) => [text, text.toUpperCase()])))

test('what was read is not read again, and what is not there is given to nobody', async () => {
  const hold = holdOnce<string>(10)
  const asked: (readonly string[])[] = []
  const read = (missing: readonly string[]) => {
    asked.push(missing)
    return upper(missing.filter((one) => one !== 'gone'))
  }
  await hold(['a', 'b'], same, read)
  expect(await hold(['b', 'c', 'gone'], same, read)).toEqual(
    new Map([
      ['b', 'B'],
      ['c', 'C'],
    ]),
  )
  expect(asked).toEqual([
    ['a', 'b'],
    ['c', 'gone'],
  ])
})

test('a reading that empties the memory still gives what stood in it', async () => {
  const hold = holdOnce<string>(3)
  await hold(['a', 'b'], same, upper)
  const slow = hold(['a', 'c'], same, async (missing) => {
    // Another one meanwhile.
    await hold(['d', 'e'], same, upper)
    return upper(missing)
  })
  expect([...(await slow).keys()]).toEqual(['a', 'c'])
  expect((await hold(['b', 'c', 'd', 'e'], same, upper)).size).toBe(4)
})
