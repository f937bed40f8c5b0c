/** What a public page says of a case: an allow-list over the published words, and how often it was in custody. */
import { eventTypeOf, type EventType } from '#kernel/core/vocabulary/events.ts'
import type { PublicationOpen } from './kinds/publication.ts'
import type { CustodyStatus } from './terms.ts'

/** The words of a publication beside what the row says of it. The basis of a publication is not public. */
export type PublicCase = Omit<PublicationOpen, 'ref' | 'lang' | 'dir'> & {
  readonly ref: string
  readonly lang: string
  readonly dir: 'ltr' | 'rtl' | null
  /** ISO day. */
  readonly releasedOn: string
  /** Instant. */
  readonly updatedAt: string
}

/** One line of a list or of a map's list. */
export type PublicLine = {
  readonly ref: string
  readonly lang: string
  readonly name: string | null
  readonly title: string | null
  readonly country: string | null
  readonly custody: CustodyStatus | null
  readonly deathPossible: boolean
  readonly deathPassed: boolean
  readonly releasedOn: string
}

/** A reference as it may stand in an address. */
export const isRef = (text: string): boolean => /^[A-Za-z0-9_-]{22}$/.test(text)

export const lineOf = (one: PublicCase): PublicLine => ({
  ref: one.ref,
  lang: one.lang,
  name: one.name ?? null,
  title: one.title ?? null,
  country: one.country ?? null,
  custody: one.status?.custody ?? null,
  deathPossible: mayEndInDeath(one),
  deathPassed: one.sentence?.kind === 'death',
  releasedOn: one.releasedOn,
})

/** A death sentence that is possible or passed is marked everywhere. */
export const mayEndInDeath = (one: Pick<PublicCase, 'deathPossible' | 'sentence'>): boolean =>
  one.deathPossible === true || one.sentence?.kind === 'death'

/** A stretch of custody between published events, by their places in the timeline. */
export type CustodyStretch = {
  readonly status: 'held' | 'house_arrest' | 'abducted' | 'disappeared'
  readonly from: number
  /** Null: it lasts, and the published status says so too. */
  readonly to: number | null
}

const inCustody: ReadonlySet<string> = new Set(['held', 'house_arrest', 'abducted', 'disappeared'])
const ending: ReadonlySet<string> = new Set(['released', 'free', 'at_large', 'exiled', 'deceased'])

/**
 * Custody as the published events tell it, in the order they are published. A publication may leave events out:
 * a stretch without an end is kept only if the published status says that it lasts.
 */
export const custodyStretches = (
  timeline: readonly { readonly type: EventType }[],
  custody: CustodyStatus | undefined,
): readonly CustodyStretch[] => {
  const stretches: CustodyStretch[] = []
  let open: Omit<CustodyStretch, 'to'> | null = null
  for (const [at, { type }] of timeline.entries()) {
    const { kind } = eventTypeOf(type).custody
    if (inCustody.has(kind)) open ??= { status: kind as CustodyStretch['status'], from: at }
    else if (ending.has(kind) && open) {
      stretches.push({ ...open, to: at })
      open = null
    }
  }
  if (open && custody !== undefined && inCustody.has(custody)) stretches.push({ ...open, to: null })
  return stretches
}
