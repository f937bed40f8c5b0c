/** Every page has a row that says who may see it, and stands where only they come. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

/** Who may see a page: everybody, or whoever opens the desk's program, which holds nothing until it is unlocked. */
const pages: Readonly<Record<string, 'public' | 'desk'>> = {
  '(public)/[[lang=lang]]': 'public',
  '(public)/[[lang=lang]]/bodies/[slug]/deadlines': 'public',
  '(public)/[[lang=lang]]/bodies/[slug]/deadlines/calendar.ics': 'public',
  '(public)/[[lang=lang]]/bodies': 'public',
  '(public)/[[lang=lang]]/bodies/[slug]': 'public',
  '(public)/[[lang=lang]]/bodies/[slug]/[member]': 'public',
  '(public)/[[lang=lang]]/bodies/[slug]/members.csv': 'public',
  '(public)/[[lang=lang]]/bodies/[slug]/popolo.json': 'public',
  '(public)/[[lang=lang]]/campaigns': 'public',
  '(public)/[[lang=lang]]/campaigns/feed.atom': 'public',
  '(public)/[[lang=lang]]/campaigns/feed.json': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/widget': 'public',
  '(public)/osdi': 'public',
  '(public)/osdi/[kind=osdi]': 'public',
  '(public)/osdi/[kind=osdi]/[id]': 'public',
  '(public)/osdi/[kind=osdi]/[id]/[helper]': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/deliver': 'public',
  '(public)/[[lang=lang]]/campaigns/unsubscribe': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/count.json': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/counts.csv': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/event.ics': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/host': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/message': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/rsvp': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/sign': 'public',
  '(public)/[[lang=lang]]/campaigns/confirm': 'public',
  '(public)/[[lang=lang]]/campaigns/thanks': 'public',
  '(public)/[[lang=lang]]/campaigns/yours': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/letter': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/letter.pdf': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/report': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/sign-on': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/logos/[signatory].png': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/signatories': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/signatories.csv': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/signatories.json': 'public',
  '(public)/[[lang=lang]]/campaigns/[campaign]/[ask]/targets': 'public',
  '(public)/[[lang=lang]]/campaigns/invited': 'public',
  '(public)/[[lang=lang]]/campaigns/signatory': 'public',
  '(public)/[[lang=lang]]/cases': 'public',
  '(public)/[[lang=lang]]/cases/[ref]': 'public',
  '(public)/[[lang=lang]]/cases/feed.atom': 'public',
  '(public)/[[lang=lang]]/cases/feed.json': 'public',
  '(public)/[[lang=lang]]/cases/map': 'public',
  '(public)/[[lang=lang]]/figures': 'public',
  '(public)/[[lang=lang]]/figures/[id]': 'public',
  '(public)/[[lang=lang]]/figures/[id].csv': 'public',
  '(public)/[[lang=lang]]/figures/[id].json': 'public',
  '(public)/[[lang=lang]]/figures/[id].png': 'public',
  '(public)/[[lang=lang]]/figures/[id].svg': 'public',
  '(public)/[[lang=lang]]/figures/[id]/embed': 'public',
  '(public)/[[lang=lang]]/figures/feed.atom': 'public',
  '(public)/[[lang=lang]]/figures/data': 'public',
  '(public)/[[lang=lang]]/figures/data/[day]': 'public',
  '(public)/[[lang=lang]]/figures/data/[day]/[file]': 'public',
  '(public)/[[lang=lang]]/figures/explore': 'public',
  '(public)/[[lang=lang]]/figures/explore.[format]': 'public',
  '(public)/[[lang=lang]]/figures/explore/cases': 'public',
  '(public)/[[lang=lang]]/figures.csv': 'public',
  '(public)/[[lang=lang]]/figures/rules': 'public',
  '(public)/[[lang=lang]]/figures/sdg-16-10-1': 'public',
  '(public)/[[lang=lang]]/figures/sdg-16-10-1/table.csv': 'public',
  '(public)/[[lang=lang]]/help': 'public',
  '(public)/[[lang=lang]]/help/file': 'public',
  '(public)/[[lang=lang]]/instruments': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/akn.xml': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/[version]': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/[version]/akn.xml': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/[version]/[provision]': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/amendments': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/amendments/akn.xml': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/amendments/[amendment]': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/amendments/[amendment]/akn.xml': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/compare': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/deadlines': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/deadlines/calendar.ics': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/feed.atom': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/positions': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/positions/table.csv': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/votes': 'public',
  '(public)/[[lang=lang]]/instruments/[slug]/votes/table.csv': 'public',
  '(public)/[[lang=lang]]/instruments/feed.atom': 'public',
  '(public)/[[lang=lang]]/later': 'public',
  '(public)/[[lang=lang]]/themes': 'public',
  '(public)/[[lang=lang]]/themes/[slug]': 'public',
  '(public)/oembed': 'public',
  desk: 'desk',
  'desk/campaigns/letters': 'desk',
  'desk/campaigns/letters/[ask]': 'desk',
  'desk/access': 'desk',
  'desk/accounts': 'desk',
  'desk/accounts/root': 'desk',
  'desk/cases': 'desk',
  'desk/manifest.webmanifest': 'desk',
  'desk/outbox': 'desk',
  'desk/cases/[case]': 'desk',
  'desk/cases/[case]/add/[kind]': 'desk',
  'desk/cases/[case]/evidence/add': 'desk',
  'desk/cases/[case]/evidence/[entry]': 'desk',
  'desk/cases/new': 'desk',
  'desk/figures': 'desk',
  'desk/figures/[document]': 'desk',
  'desk/forgot': 'desk',
  'desk/join': 'desk',
  'desk/members': 'desk',
  'desk/members/kit': 'desk',
  'desk/recover': 'desk',
  'desk/releases': 'desk',
  'desk/setup': 'desk',
  'desk/style': 'desk',
  'desk/instruments': 'desk',
  'desk/instruments/amendments': 'desk',
  'desk/instruments/amendments/[document]': 'desk',
  'desk/campaigns': 'desk',
  'desk/campaigns/[document]': 'desk',
  'desk/campaigns/counts': 'desk',
  'desk/campaigns/counts/[ask]': 'desk',
  'desk/campaigns/asks': 'desk',
  'desk/campaigns/asks/[document]': 'desk',
  'desk/campaigns/taking-part': 'desk',
  'desk/campaigns/messages': 'desk',
  'desk/campaigns/messages/[ask]': 'desk',
  'desk/campaigns/supporters': 'desk',
  'desk/campaigns/supporters/[ask]': 'desk',
  'desk/campaigns/outcomes': 'desk',
  'desk/campaigns/outcomes/[document]': 'desk',
  'desk/campaigns/targets': 'desk',
  'desk/campaigns/targets/[ask]': 'desk',
  'desk/campaigns/targets/[ask]/[member]': 'desk',
  'desk/instruments/deadlines': 'desk',
  'desk/instruments/deadlines/[document]': 'desk',
  'desk/instruments/bodies': 'desk',
  'desk/instruments/bodies/[document]': 'desk',
  'desk/instruments/positions': 'desk',
  'desk/instruments/positions/[instrument]': 'desk',
  'desk/instruments/text': 'desk',
  'desk/instruments/text/[document]': 'desk',
  'desk/instruments/votes': 'desk',
  'desk/instruments/votes/[document]': 'desk',
  'desk/you': 'desk',
  'desk/missions': 'desk',
  'desk/themes': 'desk',
  'desk/themes/[document]': 'desk',
}

const routesFolder = fileURLToPath(new URL('../../src/routes/', import.meta.url))
const routeFile = (path: string): string => readFileSync(`${routesFolder}${path}`, 'utf8')

test('no page stands in no row', () => {
  const found = globSync('**/+{page.svelte,page.ts,server.ts}', { cwd: routesFolder }).map((path) =>
    path.replace(/\/?\+(page\.svelte|page\.ts|server\.ts)$/, ''),
  )
  expect(
    [...new Set(found)].filter((path) => !Object.hasOwn(pages, path)),
    'stands in no row',
  ).toEqual([])
  expect(Object.keys(pages).filter((path) => !found.includes(path))).toEqual([])
})

test('public pages lie in (public) and the desk in desk, and nowhere else', () => {
  for (const [path, access] of Object.entries(pages))
    expect(path).toMatch(access === 'public' ? /^\(public\)\// : /^desk(\/|$)/)
})

test('a desk page is a shell: the server puts nothing into it', () => {
  const given = globSync('desk/**/*{.server.ts,+server.ts}', { cwd: routesFolder })
  // What a device installs has a name: that of the organisation, which every public page says.
  expect(given).toEqual(['desk/manifest.webmanifest/+server.ts'])
  expect(routeFile('desk/+layout.ts')).toContain('ssr = false')
})

test('what public pages read passes the public role', () => {
  const files = globSync('(public)/**/*.ts', { cwd: routesFolder })
  for (const file of files) {
    const text = routeFile(file)
    expect(text, file).not.toMatch(/inTransaction|\.database\b|\.secrets\b|store\.ts|members\/server|cookies/)
  }
})
