/** A set of amendments that somebody chose, applied to the version that the first of them amends. Pure. */
import { toAmendment } from '#instruments/core/amendment_body.ts'
import { type Effects, effectsOf } from '#instruments/core/amendment_reading.ts'
import type { InstrumentBody, InstrumentVersion } from '#instruments/core/instrument_body.ts'
import type { ReleasedAmendment } from '#instruments/core/released_amendment.ts'

export type ChosenOutcome = Pick<Effects, 'conflicts' | 'differences' | 'redline'> & {
  readonly version: InstrumentVersion
  /** Slugs, in the order in which they were applied. */
  readonly chosen: readonly string[]
  /** Chosen as well, and without effect. */
  readonly withdrawn: readonly string[]
  /** With the paragraphs that did not change. */
  readonly all: boolean
}

/** Null where nothing that was chosen is open, or its version is not. */
export const outcomeOf = (
  instrument: InstrumentBody,
  amendments: readonly ReleasedAmendment[],
  { slugs, all }: { readonly slugs: ReadonlySet<string>; readonly all: boolean },
): ChosenOutcome | null => {
  const asked = amendments.filter(({ body }) => slugs.has(body.slug) && body.content.kind === 'text')
  const version = instrument.versions.find(({ id }) => id === asked[0]?.body.version)
  if (!version) return null
  const ofVersion = asked.filter(({ body }) => body.version === version.id)
  const [gone, standing] = [true, false].map((withdrawn) =>
    ofVersion.filter(({ body }) => (body.state === 'withdrawn') === withdrawn),
  ) as [typeof asked, typeof asked]
  const own = standing.flatMap(({ body }) => toAmendment(body) ?? [])
  const { conflicts, differences, redline } = effectsOf(version, own)
  return {
    version,
    chosen: own.map(({ id }) => id),
    withdrawn: gone.map(({ body }) => body.slug),
    all,
    conflicts,
    differences,
    redline,
  }
}
