/**
 * The themes and figures of the example (examples/), written by one member and released by another as every desk does
 * it. Their facts are those of their publishers; the cases they name are those of the example.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { AskBody } from '#campaigns/core/ask.ts'
import type { CampaignBody } from '#campaigns/core/campaign.ts'
import type { OutcomeBody } from '#campaigns/core/outcome.ts'
import type { FrozenParts } from '#figures/core/frozen_figure.ts'
import { emptyQuery, type Query } from '#figures/core/query.ts'
import type { FigureBody } from '#figures/core/figure.ts'
import type { ThemeBody } from '#figures/core/theme.ts'
import type { BodyDocument } from '#instruments/core/body_document.ts'
import type { AmendmentBody } from '#instruments/core/amendment_body.ts'
import type { DeadlineBody } from '#instruments/core/deadline.ts'
import type { InstrumentBody } from '#instruments/core/instrument_body.ts'
import type { VoteBody } from '#instruments/core/votes.ts'
import type { CommitmentBody } from '#missions/core/commitment.ts'
import type { MissionBody } from '#missions/core/mission.ts'
import type { MissionRecordBody } from '#missions/core/mission_record.ts'
import type { ProgrammeBody } from '#missions/core/programme.ts'
import type { ScorecardBody } from '#missions/core/scorecard.ts'
import { actOnDocument, findDeskDocuments, freezeFigure, saveDocument } from '#releases/client/documents.ts'
import type { KindName } from '#releases/core/kind.ts'
import type { DeskDocument } from '#releases/core/wire.ts'

import { type Device, expectOk } from './device.ts'
import type { ExampleCase } from './example_cases.ts'
import { figureId, proposeFigures } from './import_figures.ts'
import { figureTerms, mapFigureColumns, planFigures } from './import_figures_plan.ts'
import { readSheet } from './import_plan.ts'

/** A theme as its file holds it: figures by their codes in figures.csv, cases by what they tell. */
export type ExampleTheme = Omit<ThemeBody, 'figures' | 'cases'> & {
  readonly figures: readonly string[]
  readonly cases: CaseWish | null
}

/** Any of these fits. */
type CaseWish = {
  readonly real?: boolean
  readonly sectors?: readonly string[]
  readonly charges?: readonly string[]
  readonly deathPossible?: boolean
  readonly events?: readonly string[]
  readonly perpetrators?: readonly string[]
  readonly most: number
}

const folder = new URL('../../examples/', import.meta.url)

export const exampleThemes = (): readonly ExampleTheme[] =>
  readdirSync(new URL('themes/', folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(`themes/${name}`, folder), 'utf8')) as ExampleTheme)
    .toSorted((a, b) => a.order - b.order)

export const exampleFigures = () => {
  const sheet = readSheet(readFileSync(new URL('figures.csv', folder)))
  return planFigures(sheet, { columns: mapFigureColumns(sheet, []), terms: figureTerms(), lang: 'en' })
}

type Loading = {
  readonly desk: string
  readonly writer: Device
  readonly lead: Device
  /** Those that are public. */
  readonly cases: readonly ExampleCase[]
}

export const loadThemes = async ({ desk, writer, lead, cases }: Loading): Promise<void> => {
  const { rows, problems } = exampleFigures()
  if (problems.length > 0) throw new Error(`examples/figures.csv: ${JSON.stringify(problems)}`)
  await proposeFigures(writer.deps, desk, rows)
  const idByCode = new Map(rows.map((row) => [row.code ?? '', figureId(desk, row)]))
  for (const [code, figure] of Object.entries(countedFigures))
    idByCode.set(code, await propose(writer, desk, 'figure', await freeze(writer, desk, figure)))
  // A theme is proposed with figures that are out already, as its writer would see them.
  await releaseAll(lead, desk)
  for (const theme of exampleThemes())
    await propose(writer, desk, 'theme', {
      ...theme,
      figures: theme.figures.map((code) => idByCode.get(code) ?? code),
      cases: casesFor(theme.cases, cases),
    })
  await releaseAll(lead, desk)
}

type Counted = Pick<FigureBody, 'statement' | 'area'> & { readonly query: Query }

/** Counted in this installation, which holds the example; their numbers stand in no file. */
const countedFigures: Readonly<Record<string, Counted>> = {
  C01: {
    statement: {
      en: 'Events in this example, by country: what happened to defenders, verified or better',
      ar: 'أحداث في هذا المثال حسب البلد: ما وقع لمدافعين، مما جرى التحقق منه',
    },
    area: { kind: 'world', within: null },
    query: { ...emptyQuery, unit: 'events', by: 'country' },
  },
  C02: {
    statement: {
      en: 'Persons in this example to whom such an event happened, each counted once',
      ar: 'أشخاص في هذا المثال وقع لهم حدث من هذا النوع، ويُعدّ كل منهم مرة واحدة',
    },
    area: { kind: 'world', within: null },
    query: { ...emptyQuery, unit: 'persons' },
  },
  C03: {
    statement: {
      en: 'Events in this example, by the year in which they happened',
      ar: 'أحداث في هذا المثال حسب السنة التي وقعت فيها',
    },
    area: { kind: 'world', within: null },
    query: { ...emptyQuery, unit: 'events', by: 'year' },
  },
}

const freeze = async (writer: Device, desk: string, { query, ...own }: Counted): Promise<FigureBody> => {
  const frozen: FrozenParts = expectOk(await freezeFigure(writer.deps, { desk, query }), 'count a figure')
  return { lang: 'en', about: null, estimate: false, period: null, ...own, ...frozen }
}

export const propose = async (
  { deps }: Device,
  desk: string,
  kind: KindName,
  body:
    | FigureBody
    | ThemeBody
    | InstrumentBody
    | VoteBody
    | AmendmentBody
    | DeadlineBody
    | BodyDocument
    | CampaignBody
    | AskBody
    | OutcomeBody
    | MissionBody
    | MissionRecordBody
    | CommitmentBody
    | ScorecardBody
    | ProgrammeBody,
): Promise<string> => {
  const saved = expectOk(await saveDocument(deps, { desk, document: null, kind, body, seen: null }), 'draft')
  const act = { kind: 'propose', ...lastOf(saved) } as const
  expectOk(await actOnDocument(deps, { desk, document: saved.id, act }), 'propose')
  return saved.id
}

/** Everything that waits, by a lead who wrote none of it. */
export const releaseAll = async ({ deps }: Device, desk: string): Promise<void> => {
  const { documents } = expectOk(await findDeskDocuments(deps, desk), 'documents')
  for (const one of documents.filter(({ versions }) => versions.at(-1)?.state === 'proposed')) {
    const act = { kind: 'release', ...lastOf(one) } as const
    expectOk(await actOnDocument(deps, { desk, document: one.id, act }), 'release')
  }
}

export const lastOf = ({
  versions,
}: DeskDocument): { readonly version: number; readonly revision: number } => {
  const { version = 1, revision = 1 } = versions.at(-1) ?? {}
  return { version, revision }
}

/** Public addresses of the example's cases that fit. */
const casesFor = (wish: CaseWish | null, cases: readonly ExampleCase[]): string[] =>
  wish === null
    ? []
    : cases
        .filter((one) => fits(wish, one))
        .slice(0, wish.most)
        .map(refOf)

type Coded = Readonly<Record<string, unknown>>

const meets = (wanted: readonly string[] | undefined, there: readonly string[]): boolean =>
  wanted?.some((one) => there.includes(one)) ?? false

const fits = (wish: CaseWish, { entries }: ExampleCase): boolean => {
  const coded = (kind: string) => entries.filter((one) => one.kind === kind).map((one) => one.coded as Coded)
  const charges = coded('charge')
  const events = coded('event')
  const acts = events.flatMap(
    ({ acts: all }) => (all ?? []) as readonly { perpetrators?: readonly string[] }[],
  )
  return (
    (wish.real === true && coded('opened').some((one) => one.synthetic !== true)) ||
    (wish.deathPossible === true && charges.some((one) => one.deathPossible === true)) ||
    meets(
      wish.sectors,
      coded('identity').flatMap((one) => (one.sectors ?? []) as readonly string[]),
    ) ||
    meets(
      wish.charges,
      charges.flatMap((one) => one.groups as readonly string[]),
    ) ||
    meets(
      wish.events,
      events.map((one) => String(one.type)),
    ) ||
    meets(
      wish.perpetrators,
      acts.flatMap((act) => act.perpetrators ?? []),
    )
  )
}

const refOf = ({ entries }: ExampleCase): string =>
  String((entries.find(({ kind }) => kind === 'publication')?.coded as Coded | undefined)?.ref ?? '')
