/** Documents that one member of a desk has written and another has let out. */
import type { DeskDocument } from '../../src/releases/core/wire.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { value } from './app.ts'

/** A theme that the schema takes. */
export const themeOf = (title: string, slug: string) => ({
  slug,
  order: 1,
  lang: 'en',
  words: { en: { title, lead: 'What it is about.', text: ['A paragraph.'], claims: [], asks: [] } },
  figures: [],
  cases: [],
  instruments: [],
  campaigns: [],
})

/** A cited figure that the schema takes. */
export const figureOf = (statement: string) => ({
  lang: 'en',
  statement: { en: statement },
  about: null,
  value: { kind: 'number', value: 312 },
  unit: 'persons',
  comparison: 'exactly',
  estimate: false,
  period: '2017',
  area: { kind: 'world', within: null },
  share: null,
  source: {
    kind: 'citation',
    publisher: 'A publisher',
    quotedIn: null,
    title: 'A report',
    year: 2018,
    page: null,
    address: null,
    checkedOn: '2026-11-01',
  },
})

type Team = { readonly desk: string; readonly writer: Workbench; readonly second: Workbench }

export const seenOf = (document: DeskDocument) => {
  const { version, revision } = document.versions.at(-1)!
  return { version, revision }
}

/** Written and proposed by the writer. */
export const proposeDocument = async (
  { desk, writer }: Pick<Team, 'desk' | 'writer'>,
  body: Readonly<Record<string, unknown>> = themeOf('Impunity', 'impunity'),
  kind: 'theme' | 'figure' = 'theme',
): Promise<DeskDocument> => {
  const drafted = value(await writer.saveDocument({ desk, document: null, kind, body, seen: null }))
  const act = { kind: 'propose', ...seenOf(drafted) } as const
  return value(await writer.actOnDocument({ desk, document: drafted.id, act }))
}

/** And released by the second lead. */
export const releaseDocument = async (
  team: Team,
  body?: Readonly<Record<string, unknown>>,
  kind?: 'theme' | 'figure',
): Promise<DeskDocument> => {
  const proposed = await proposeDocument(team, body, kind)
  const act = { kind: 'release', ...seenOf(proposed) } as const
  return value(await team.second.actOnDocument({ desk: team.desk, document: proposed.id, act }))
}
