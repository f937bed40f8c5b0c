/** An instrument: an ordered tree of provisions, in versions that each have a stage of the way to adoption. */

export const instrumentKinds = [
  'resolution',
  'declaration',
  'guideline',
  'law',
  'protection_mechanism',
  'letter',
] as const
export type InstrumentKind = (typeof instrumentKinds)[number]

/** Stages of bodies of the UN first, then those of parliaments; a version has the stage in which it came to be. */
export const stages = [
  'tabled',
  'revised',
  'orally_revised',
  'amended',
  'adopted_in_committee',
  'adopted_in_plenary',
  'rejected',
  'withdrawn',
  'introduced',
  'referred',
  'reported',
  'passed',
  'enacted',
  'published',
  'in_force',
  'lapsed',
  'repealed',
  // What a State did with it since: no stage of the text, told by its note.
  'state_acted',
] as const
export type Stage = (typeof stages)[number]
/** Of which a version can be. */
export const versionStages = stages.filter((stage) => stage !== 'state_acted')

export const parts = ['preamble', 'operative', 'article', 'duty'] as const
export type Part = (typeof parts)[number]

/** Where a text that is only known in part breaks off. What lies beyond a cut is never compared. */
export type Cut = { readonly start: boolean; readonly end: boolean }
export const uncut: Cut = { start: false, end: false }

export type Provision = {
  /** Stays the same through all versions and is never given twice. */
  readonly id: string
  readonly part: Part
  /** Printed number in this version, whole: PP3, OP10(a)(i), Article 9, 9.3(a), E01. Unique in its version. */
  readonly number: string
  /** In one line, single spaces, without marks of footnotes and without the number. */
  readonly text: string
  readonly cut: Cut
  readonly children: readonly Provision[]
}

export type Source = {
  readonly publisher: string
  readonly title: string
  readonly address: string | null
  /** EDTF */
  readonly checkedOn: string | null
}

export type Footnote = { readonly number: string; readonly text: string; readonly provision: string | null }

export type Version = {
  /** Stands in addresses: lower case, digits, hyphens and dots. */
  readonly id: string
  readonly symbol: string | null
  readonly stage: Stage
  /** EDTF */
  readonly on: string | null
  /** BCP 47 */
  readonly language: string
  readonly title: string | null
  /** Words before the first provision: "The General Assembly,". */
  readonly opening: string | null
  /** Words between preamble and the rest: "Resolved, That the Senate—". */
  readonly enacting: string | null
  readonly provisions: readonly Provision[]
  readonly footnotes: readonly Footnote[]
  /** False: paragraphs are missing here that the document has. */
  readonly complete: boolean
  readonly sources: readonly Source[]
}

/** A dated stage of the instrument itself, or what a State did with it since. */
export type StageEvent = {
  readonly stage: Stage
  /** EDTF */
  readonly on: string
  readonly body: string | null
  readonly version: string | null
  readonly source: Source
}

export type Instrument = {
  /** Stands in addresses. */
  readonly slug: string
  readonly kind: InstrumentKind
  readonly title: string
  readonly symbol: string | null
  readonly body: string | null
  readonly session: string | null
  readonly history: readonly StageEvent[]
  /** Oldest first. */
  readonly versions: readonly Version[]
}

/** What comparing and amending need of a version. */
export type Text = Pick<Version, 'provisions' | 'complete'>

/** A provision in reading order, with the place of its parent in the same list. */
export type Placed = { readonly provision: Provision; readonly parent: number | null; readonly depth: number }

export const flatten = (provisions: readonly Provision[]): readonly Placed[] => {
  const placed: Placed[] = []
  const walk = (list: readonly Provision[], parent: number | null, depth: number): void => {
    for (const provision of list) {
      const at = placed.push({ provision, parent, depth }) - 1
      walk(provision.children, at, depth + 1)
    }
  }
  walk(provisions, null, 0)
  return placed
}

export const findProvision = (provisions: readonly Provision[], number: string): Provision | null =>
  flatten(provisions).find(({ provision }) => provision.number === number)?.provision ?? null
