import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { askState } from '#campaigns/core/ask_state.ts'
import { findBuiltIn, readBody, seatsOfBody } from '#instruments/core/released_body.ts'

import { someRecipient } from '../../tests/support/campaigns.ts'
import { exampleBodies } from './example_bodies.ts'
import { type ExampleCase, exampleCases } from './example_cases.ts'
import { exampleCampaigns, exampleSignatories } from './example_campaigns.ts'
import { exampleInstruments } from './example_instruments.ts'

const today = '2026-11-22'
const { campaigns, asks, outcomes } = exampleCampaigns({ today, recipient: someRecipient })
const askOf = (slug: string) => asks.find((one) => one.slug === slug)!

test('every ask belongs to a campaign, is about a text or a case of the example, in English and Arabic', () => {
  const texts = new Set(exampleInstruments().map(({ slug }) => slug))
  expect(asks).toHaveLength(9)
  for (const { campaign, about, ...ask } of asks) {
    expect(campaigns.map(({ slug }) => slug)).toContain(campaign)
    if (about.kind === 'instrument') expect(texts).toContain(about.slug)
    else expect(about.kind).toBe('publication')
    const told = [ask.title, ask.standfirst, ask.request, ask.letter, ask.information, ...ask.demands]
    for (const words of told.filter((one) => one !== null)) expect(Object.keys(words)).toEqual(['en', 'ar'])
  }
})

test('the asks to Congress have 100 senators and 437 representatives and delegates as their targets', () => {
  const bodies = new Map(exampleBodies().map((one) => [one.slug, one]))
  for (const [slug, count] of [
    ['senate-s-res-407', 100],
    ['house-h-res-750', 437],
  ] as const) {
    const [target, place] = askOf(slug).targets
    if (target?.kind !== 'body' || place?.kind !== 'by_place') throw new Error(slug)
    expect(target.groups).toEqual([])
    expect(place.bodies).toEqual([target.body])
    const released = { body: bodies.get(target.body), deskName: '', releasedOn: today }
    const body = readBody(released, target.body)
    expect(body && seatsOfBody(body, '2018-02-23')).toHaveLength(count)
    expect(askState(askOf(slug), new Date(`${today}T12:00:00Z`))).toBe('closed')
  }
})

test('the joint letter goes to 193 States with 158 names; what followed is told with sources and no cause', () => {
  const { targets, to } = askOf('letter-to-states')
  expect(to.day).toBe('2015-11-24')
  const [target] = targets
  const body = target?.kind === 'body' ? findBuiltIn(target.body) : null
  expect(body && seatsOfBody(body, to.day)).toHaveLength(193)
  expect(exampleSignatories()).toHaveLength(158)
  expect(outcomes.map(({ on, kind }) => [on, kind])).toEqual([
    ['2015-11-25', 'other'],
    ['2015-11-25', 'adopted'],
    ['2015-12-17', 'adopted'],
  ])
  for (const { what, sources } of outcomes) {
    expect(what.en).not.toMatch(/because|thanks to|result of/)
    expect(sources.every(({ publisher, address }) => publisher !== '' && address !== null)).toBe(true)
  }
})

test('what is about a case is about an invented person who agrees to it, and its addresses reach nobody', () => {
  const made = asks.filter(({ about }) => about.kind === 'publication')
  expect(made.map(({ form }) => form)).toEqual([
    'petition',
    'urgent_action',
    'letter_writing',
    'event',
    'solidarity',
    'classroom',
  ])
  const cases = [...exampleCases({ seed: 'amparo example', cases: 200, today })]
  const now = new Date(`${today}T12:00:00Z`)
  for (const ask of made) {
    const { ref } = ask.about as { readonly ref: string }
    const { desk, entries, publication } = cases.find((one) => refOf(one) === ref)!
    expect([desk, publication?.release]).toEqual(['prisoners', true])
    expect(entries.find(({ kind }) => kind === 'opened')?.coded).toMatchObject({ synthetic: true })
    const consent = entries.findLast(({ kind }) => kind === 'consent')?.coded
    expect(consent).toMatchObject({ purposes: { C5: 'yes' }, capacity: 'self' })
    expect(ask.people.map(({ name }) => name)).toEqual([openOf(entries)?.name])
    expect(ask.notFor.countries).toEqual([openOf(entries)?.country])
    expect(ask.title.en).toMatch(/example/i)
    expect(ask.standfirst?.en).toContain('not a real action')
    expect(ask.standfirst?.ar).toContain('ليس تحركًا حقيقيًا')
    expect(ask.askedAgain).toEqual({ whom: 'person', on: today })
    expect(ask.delivery).toBeNull()
    expect(askState(ask, now)).toBe(ask.form === 'event' ? 'before' : 'open')
    for (const target of ask.targets) {
      if (target.kind !== 'named') throw new Error('only offices are asked')
      expect([target.name, target.link]).toEqual([null, null])
      expect(target.office.en).toContain('invented')
      expect(target.mail).toMatch(/\.example$/)
      if (target.post !== null) expect(target.post).toContain('invented')
      // No country has this code.
      if (target.phone !== null) expect(target.phone).toMatch(/^\+000 /)
    }
  }
})

const openOf = (entries: ExampleCase['entries']) =>
  entries.find(({ kind }) => kind === 'publication')?.open as
    | { readonly ref: string; readonly name: string; readonly country: string }
    | undefined
const refOf = ({ entries }: ExampleCase) => openOf(entries)?.ref

test('the urgent action has all twelve parts of its structure', () => {
  const ask = askOf('urgent-action')
  expect(ask.reference).toBe(`Example UA 1 · KG · ${today}`)
  expect(ask.demands).toHaveLength(3)
  expect(ask.targets.filter((one) => one.kind === 'named' && one.copy)).toHaveLength(1)
  expect(ask).toMatchObject({ writeIn: ['ky', 'ru', 'en'], ownLanguage: true, previous: 'petition' })
  const parts = [ask.standfirst, ask.letter, ask.information, ask.script, ask.stop, ask.people[0]?.pronoun]
  for (const part of parts) expect(part?.en).toMatch(/\S/)
  expect(ask.to.day).toBe('2027-01-03')
})

test('no file of it names an address of mail that is somebody’s', () => {
  const file = readFileSync('examples/campaigns/campaigns.json', 'utf8')
  for (const [, domain] of file.matchAll(/@([\w.-]+)/g)) expect(domain).toMatch(/\.example$/)
})
