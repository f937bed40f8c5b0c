/** The page of all missions, as the server writes it. */
import { gzipSync } from 'node:zlib'
import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { groundUnder } from '#cases/core/world.ts'
import { drawWorld } from '#cases/server/world_map.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { guidelines } from '#kernel/core/vocabulary/missions.ts'
import { hostCountries } from '#missions/core/host_countries.ts'
import { publicMission } from '#missions/core/testing.ts'
import { languageContext } from '#platform/ui/language.ts'
import MissionsPage from './MissionsPage.svelte'

const world = drawWorld()
const pageOf = (all: Parameters<typeof hostCountries>[0], lang = 'en'): string => {
  const hosts = hostCountries(all)
  const ground = groundUnder(world, new Set(hosts.map(({ country }) => country)))
  const countries = hosts.map((one) => ({ ...one, shape: world.shapes.get(one.country) ?? null }))
  const props = { world: { ...world, ...ground }, countries }
  return render(MissionsPage, { props, context: languageContext(lang) }).body
}

const lines = (html: string): readonly string[] =>
  html.split('<tr>').map((row) =>
    row
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )

test('a country stands on the map and in the table, each with its number and a way to its page', () => {
  const page = pageOf([
    publicMission({}),
    publicMission({ government: 'XB', guidelines: ['EU', 'NO'] }),
    publicMission({ host: 'MT', alsoFor: ['CO'], guidelines: [] }),
  ])
  expect(page).toContain('<title>Colombia: 3 missions known</title>')
  expect(page).toMatch(/<a href="\/missions\/mt" tabindex="-1"[^>]*>.*?<circle data-level="1"/s)
  const [, head, colombia, malta] = lines(page)
  expect(head).toBe(
    'Country Missions posted there Looking after it from elsewhere EU Guidelines on Human Rights Defenders ' +
      'Norwegian guidelines on support to defenders No guideline is known that binds it',
  )
  expect(colombia).toMatch(/^Colombia Alandia \(invented\) and Borealia \(invented\) 2 1 2 1 1$/)
  expect(malta).toMatch(/^Malta Alandia \(invented\) 1 – – – 1/)
})

test('without a public mission there is neither map nor table', () => {
  const page = pageOf([])
  expect(page).not.toMatch(/<svg|<table/)
  expect(page).toContain('That says nothing of which missions there are')
})

/** What a page weighs, without its frame and styles, which are 5.9 KB. */
const MOST_BYTES = (25 - 5.9) * 1024

test('with missions in every country of the world the page is still light', () => {
  const all = countryCodes.flatMap((host, place) =>
    (['XA', 'XB', 'XC'] as const).slice(0, 1 + (place % 3)).map((government) => ({
      ...publicMission({ host, government }),
      guidelines: guidelines.filter((_, at) => (at + place) % 3 === 0),
    })),
  )
  for (const lang of ['en', 'ar']) {
    const page = pageOf(all, lang)
    expect(page).not.toMatch(/<script|\sstyle=/)
    expect(gzipSync(page).length, lang).toBeLessThanOrEqual(MOST_BYTES)
  }
})
