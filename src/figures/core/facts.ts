/**
 * What is counted: persons with their events and acts, as the coded parts of their cases give them. Pure.
 *
 * [Note: Person] A person is a cluster of cases that "same person as" joins. A case on a group counts by the size
 * written of it, from least to most; several persons are at least two. An organisation is no person: only its size
 * counts (N11).
 */
import {
  type SdgCategory,
  sdgCategories,
  sdgPlaceOf,
  violationGroupOf,
} from '#kernel/core/vocabulary/violations.ts'
import type { ViolationTerm } from '#kernel/core/vocabulary/violations.ts'
import { UNKNOWN } from './answer.ts'
import type { Level } from './query.ts'

export type Act = {
  readonly victim: number
  readonly violation: ViolationTerm
  readonly attempted: boolean
}

/** How far a killing is followed up, by what impunity asks (N10). `untold`: nothing is known of it. */
export const followUps = ['untold', 'no_conviction', 'conviction'] as const
export type FollowUp = (typeof followUps)[number]

export type CountedEvent = {
  readonly type: string
  readonly country: string | null
  readonly year: number | null
  /** Year in which it was written down. */
  readonly recorded: number | null
  readonly level: Level
  readonly acts: readonly Act[]
  /** Null: no killing. */
  readonly followUp: FollowUp | null
}

export type CountedPerson = {
  /** Persons it stands for: one to one for a person. */
  readonly min: number
  readonly max: number
  readonly onePerson: boolean
  readonly gender: string | null
  readonly sectors: readonly string[]
  /** Status of custody now, as the cases fold. */
  readonly custody: string
  /** The status that a live publication shows; null: none does. */
  readonly custodyShown: string | null
  /** Some case of the person has a public page. */
  readonly known: boolean
  readonly events: readonly CountedEvent[]
}

/** What a case says of whom it is about. */
export type Holder = {
  readonly holder: string | null
  readonly min: number | null
  readonly max: number | null
  readonly gender: string | null
  readonly sectors: readonly string[]
  readonly custody: string | null
  readonly custodyShown: string | null
  readonly known: boolean
}

const SEVERAL = 2

const sizeOf = ({
  holder,
  min,
  max,
}: Pick<Holder, 'holder' | 'min' | 'max'>): { readonly min: number; readonly max: number } => {
  if (holder === 'group') return { min: Math.max(min ?? SEVERAL, 1), max: max ?? min ?? SEVERAL }
  if (holder === 'organisation') return { min: min ?? 0, max: max ?? min ?? 0 }
  return { min: 1, max: 1 }
}

/** One person from the cases that are theirs. See [Note: Person]. */
export const personOf = (cases: readonly Holder[], events: readonly CountedEvent[]): CountedPerson => {
  const genders = new Set(cases.flatMap(({ gender }) => gender ?? []))
  const [gender = null] = genders
  return {
    ...sizeAndCustody(cases),
    onePerson: cases.some(isOnePerson),
    gender: genders.size === 1 ? gender : null,
    sectors: [...new Set(cases.flatMap(({ sectors }) => sectors))],
    custody: oneCustody(cases.flatMap(({ custody }) => custody ?? [])) ?? UNKNOWN,
    known: cases.some(({ known }) => known),
    events,
  }
}

const isOnePerson = ({ holder }: Pick<Holder, 'holder'>): boolean =>
  holder !== 'group' && holder !== 'organisation'

/** Of one person, all that is public beside the events. */
export const sizeAndCustody = (
  cases: readonly Pick<Holder, 'holder' | 'min' | 'max' | 'custodyShown'>[],
): Pick<CountedPerson, 'min' | 'max' | 'custodyShown'> => {
  const sizes = cases.some(isOnePerson) ? [{ min: 1, max: 1 }] : cases.map(sizeOf)
  return {
    min: Math.max(...sizes.map(({ min }) => min)),
    max: Math.max(...sizes.map(({ max }) => max)),
    custodyShown: oneCustody(cases.flatMap(({ custodyShown }) => custodyShown ?? [])),
  }
}

/** Of several cases: the status that is known; of different ones none can be chosen. */
const oneCustody = (statuses: readonly string[]): string | null => {
  const known = new Set(statuses.filter((status) => status !== UNKNOWN))
  if (known.size > 1) return 'ambiguous'
  return [...known][0] ?? statuses[0] ?? null
}

/** As it is published, where it is. */
export const custodyOf = ({ custody, custodyShown }: CountedPerson): string => custodyShown ?? custody

/** A sector that is not coded, or coded as unknown, is the class of what is not known. */
export const sectorsOf = ({ sectors }: Pick<CountedPerson, 'sectors'>): readonly string[] =>
  sectors.length === 0 ? [UNKNOWN] : [...new Set(sectors.map((code) => (code === 'UNK' ? UNKNOWN : code)))]

/** The first case of each cluster by each of its cases; cases without a link are not in it. */
export const clustersOf = (
  links: Iterable<readonly [log: string, sameAs: readonly string[]]>,
): ReadonlyMap<string, string> => {
  const above = new Map<string, string>()
  const rootOf = (log: string): string => {
    let root = log
    for (let next = above.get(root); next !== undefined && next !== root; next = above.get(root)) root = next
    return root
  }
  for (const [log, sameAs] of links)
    for (const other of sameAs) {
      const [first, second] = [rootOf(log), rootOf(other)].toSorted()
      above.set(first!, first!)
      above.set(second!, first!)
    }
  return new Map([...above.keys()].map((log) => [log, rootOf(log)]))
}

/** What a public page shows of whom it is about. */
export type PageOfPerson = {
  readonly log: string
  readonly name: string
  readonly isPseudonym: boolean
}

/**
 * Whom the public part counts as one person, by the logs of their pages: those that are linked and show the same name
 * as the real one. Any other two pages are two persons, or a number would give the link away.
 */
export const personsOfPages = (
  pages: readonly PageOfPerson[],
  clusters: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  const first = new Map<string, string>()
  return new Map(
    pages.map(({ log, name, isPseudonym }) => {
      const cluster = clusters.get(log)
      if (cluster === undefined || isPseudonym) return [log, log]
      const key = `${cluster} ${name}`
      first.set(key, first.get(key) ?? log)
      return [log, first.get(key)!]
    }),
  )
}

/** The acts of an event: one victim × one violation, however often it is written (N1). */
export const actsOf = (
  { acts }: Pick<CountedEvent, 'acts'>,
  { attempts }: { readonly attempts: boolean },
): readonly Act[] => {
  const done: Act[] = []
  for (const act of acts) {
    if (!attempts && isAttempt(act)) continue
    // A handful at most: looking through them is faster than a set.
    if (!done.some(({ victim, violation }) => victim === act.victim && violation === act.violation))
      done.push(act)
  }
  return done
}

/** K04 is an attempt by its name. */
const isAttempt = ({ violation, attempted }: Act): boolean => attempted || violation === 'K04'

const rankByCategory: ReadonlyMap<string, number> = new Map(
  sdgCategories.map(({ code, rank }) => [code, rank]),
)

export type Victim = { readonly victim: number; readonly category: SdgCategory | typeof UNKNOWN }

/**
 * The victims of an event in the sense of SDG 16.10.1, each once, by the most serious act (N5). One whose acts have no
 * place there is not counted; one whose place only the facts could tell is not known.
 */
export const victimsOf = (
  event: Pick<CountedEvent, 'acts'>,
  given: { readonly attempts: boolean },
): readonly Victim[] => {
  const victims: { victim: number; category: Victim['category'] }[] = []
  for (const { victim, violation } of actsOf(event, given)) {
    const place = sdgPlaceOf(violation)
    if (place === 'none' || place === 'qualifier') continue
    const category = place === 'undetermined' ? UNKNOWN : place
    const known = victims.find((one) => one.victim === victim)
    if (!known) victims.push({ victim, category })
    else if (rankOf(category) < rankOf(known.category)) known.category = category
  }
  return victims
}

const LEAST_SERIOUS = sdgCategories.length + 1
const rankOf = (category: string): number => rankByCategory.get(category) ?? LEAST_SERIOUS

/** How serious an event is: the rank of its most serious act, 1 the highest. */
export const seriousnessOf = (event: Pick<CountedEvent, 'acts'>): number =>
  Math.min(LEAST_SERIOUS + 1, ...victimsOf(event, { attempts: true }).map(({ category }) => rankOf(category)))

/** Acts counted with a vocabulary of groups alone are fewer: the same act told less finely (N3). */
export const actsByGroup = (event: Pick<CountedEvent, 'acts'>): number =>
  new Set(event.acts.map(({ victim, violation }) => `${victim} ${violationGroupOf(violation)}`)).size
