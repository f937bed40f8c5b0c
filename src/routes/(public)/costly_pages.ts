/**
 * Public pages that answer a question, or take long to make: by the work that they share. See [Note: In turn].
 *
 * All others read no query: what stands behind `?` is taken away before they see it, so one kept page answers for all
 * of its spellings. `tests/faults/crowd.test.ts` asks whether a page that reads one stands here.
 */
const page = '/(public)/[[lang=lang]]'

export const questionPages: Readonly<Record<string, string>> = {
  [`${page}/cases`]: 'lists',
  [`${page}/bodies/[slug]`]: 'lists',
  [`${page}/figures`]: 'lists',
  '/(public)/oembed': 'lists',
  [`${page}/campaigns/[campaign]/[ask]/targets`]: 'lists',
  [`${page}/campaigns/[campaign]/[ask]/letter`]: 'lists',
  [`${page}/campaigns/[campaign]/[ask]/letter.pdf`]: 'letters',
  [`${page}/figures/explore`]: 'counting',
  [`${page}/figures/explore/cases`]: 'counting',
  [`${page}/figures/explore.[format]`]: 'counting',
  [`${page}/figures/sdg-16-10-1`]: 'counting',
  [`${page}/figures/sdg-16-10-1/table.csv`]: 'counting',
  [`${page}/instruments/[slug]/amendments`]: 'texts',
  [`${page}/instruments/[slug]/compare`]: 'texts',
  [`${page}/instruments/[slug]/positions`]: 'texts',
  [`${page}/instruments/[slug]/positions/table.csv`]: 'texts',
  [`${page}/programmes`]: 'lists',
}

/** Of these an address has one answer, but it takes long. */
const longPages: Readonly<Record<string, string>> = {
  [`${page}/figures/[id].png`]: 'pictures',
  [`${page}/figures/data/[day]/[file]`]: 'files',
  [`${page}/scorecards/[slug]`]: 'counting',
  [`${page}/scorecards/[slug]/table.csv`]: 'counting',
  [`${page}/scorecards/[slug]/counts.json`]: 'counting',
  [`${page}/scorecards/[slug]/[government]`]: 'counting',
  [`${page}/scorecards/[slug]/[government]/[duty]/[[page]]`]: 'counting',
}

export const costlyPages: Readonly<Record<string, string>> = { ...questionPages, ...longPages }

/** Of one person, who holds the key in its address: made anew each time, and kept by nobody. */
export const personalPages: ReadonlySet<string> = new Set([
  `${page}/campaigns/confirm`,
  `${page}/campaigns/unsubscribe`,
  `${page}/campaigns/yours`,
  `${page}/campaigns/signatory`,
  `${page}/campaigns/invited`,
  `${page}/campaigns/[campaign]/[ask]/host`,
])

/** Likewise, but the key stands in the path, and no query is read. It takes its turn by itself. */
export const keyPages: ReadonlySet<string> = new Set([`${page}/calendar/[token].ics`])

/** Where whoever is turned away is sent, unseen. */
export const laterRoute = `${page}/later`
