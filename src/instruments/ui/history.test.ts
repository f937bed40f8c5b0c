import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import type { InstrumentBody } from '#instruments/core/instrument_body.ts'
import { latestVersion } from '#instruments/core/released_instrument.ts'
import { languageContext } from '#platform/ui/language.ts'
import { exampleInstruments } from '../../cli/example_instruments.ts'
import InstrumentPage from './InstrumentPage.svelte'

const [example] = exampleInstruments()
const source = { publisher: 'A State', title: 'Gazette 7', address: null, checkedOn: null }
const first = latestVersion(example!)
const body: InstrumentBody = {
  ...example!,
  kind: 'protection_mechanism',
  languages: ['en', 'ar', 'fr'],
  history: [
    { stage: 'in_force', on: '2020-01', body: null, version: null, note: null, source },
    {
      stage: 'state_acted',
      on: '2021-05',
      body: 'Ministry of the Interior',
      version: null,
      note: { en: 'Paid for eight of forty posts.' },
      source,
    },
  ],
  versions: [first, { ...first, id: 'arabic', language: 'ar' }],
}

const page = (lang: string): string =>
  render(InstrumentPage as Component, {
    props: {
      instrument: { body, releasedOn: '2026-11-22', deskName: 'North' },
      version: latestVersion(body),
    },
    context: languageContext(lang),
  })
    .body.replaceAll(/<!--.*?-->|<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')

test('what the State did since stands apart from the way of the text, dated and with its source', () => {
  expect(page('en')).toMatch(
    /January 2020 in force .* What the State did since May 2021 Paid for eight of forty posts\. · Ministry of the Interior Gazette 7/,
  )
})

test('versions in several languages say theirs, none is compared with another language, and all are named', () => {
  const words = page('en')
  expect(words).toMatch(/· English .* · Arabic/)
  expect(words).not.toContain('Compare with the version before')
  expect(words).toMatch(/The document exists in these languages: English, Arabic,? and French\./)
  expect(page('ar')).toContain('ما فعلته الدولة منذ ذلك')
})
