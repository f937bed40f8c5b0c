import { expect, test } from 'vitest'
import { flatten } from '#instruments/core/instrument.ts'
import { parseInstrument } from '#instruments/core/instrument_body.ts'
import { dutyCodes, promisedBy } from '#kernel/core/vocabulary/missions.ts'

import { exampleInstruments } from './example_instruments.ts'

const instruments = exampleInstruments()
const bySlug = new Map(instruments.map((one) => [one.slug, one]))
const texts = (slug: string, version = 0) =>
  flatten(bySlug.get(slug)?.versions[version]?.provisions ?? []).filter(
    ({ provision }) => provision.text !== '',
  )

test('every example instrument is one by the schema, with a source and an Arabic title', () => {
  for (const body of instruments) {
    expect(parseInstrument(body), body.slug).toMatchObject({ ok: true })
    expect(body.title['ar'], body.slug).toMatch(/\p{Script=Arabic}/u)
  }
})

test('the Declaration has its 36 paragraphs and the duties theirs, as summaries that say so', () => {
  expect(texts('declaration-on-human-rights-defenders')).toHaveLength(36)
  expect(texts('duties-of-missions')).toHaveLength(24)
  expect(texts('duties-proposed-2011')).toHaveLength(17)
  for (const slug of [
    'declaration-on-human-rights-defenders',
    'duties-of-missions',
    'duties-proposed-2011',
    'eu-guidelines-hrd',
    'norway-guidelines-hrd',
  ])
    expect(bySlug.get(slug)?.versions[0]?.wording).toBe('summary')
})

test('the guidelines of the EU and of Norway have the duties that each states, and mark those that it mentions', () => {
  for (const [slug, guideline] of [
    ['eu-guidelines-hrd', 'EU'],
    ['norway-guidelines-hrd', 'NO'],
  ] as const) {
    const told = texts(slug).map(({ provision: { number, text } }) => [
      number,
      text.endsWith('(mentioned, or seen in summary only)') ? 'mentioned' : 'stated',
    ])
    const promised = dutyCodes.map((code) => [code, promisedBy(code, [guideline])])
    expect(told).toEqual(promised.filter(([, how]) => how !== 'not_promised'))
  }
})

const complete = (slug: string) => bySlug.get(slug)?.versions.map((one) => one.complete)

test('of what is known in part only nothing is complete; the draft of 2023 is', () => {
  expect(complete('human-rights-defenders-2015')).toEqual([false, false, false])
  expect(complete('s-res-407-115')).toEqual([false])
  expect(complete('h-res-750-115')).toEqual([false])
  expect(complete('a-c-3-78-l-41')).toEqual([true])
})

test('paragraphs keep their ids from version to version', () => {
  const first = texts('human-rights-defenders-2015', 0).map(({ provision }) => provision.id)
  const second = texts('human-rights-defenders-2015', 1).map(({ provision }) => provision.id)
  expect(second).toEqual(first.slice(0, second.length))
})

test('who stood behind the two resolutions of Congress is told for that day and not for later', () => {
  expect(bySlug.get('s-res-407-115')?.sponsorship).toMatchObject({
    sponsors: ['Mr. Coons'],
    cosponsors: ['Mr. Tillis'],
    laterKnown: false,
  })
  expect(bySlug.get('h-res-750-115')?.sponsorship?.cosponsors).toHaveLength(7)
})
