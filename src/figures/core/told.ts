/**
 * What may be told of unpublished cases: numbers in fives. Pure (docs/decisions/0012-told-in-fives.md).
 *
 * [Note: Told in fives] Every fact has a label: level, country, year and what. From the finest label up, only full
 * fives are told, and only with at least five persons behind them; what is left over goes up to the next coarser label
 * and is told there with its neighbours; what is left at the top waits. So every told number is a multiple of five with
 * five persons behind it, and so is every sum and every difference of told numbers, between ways of telling the same
 * facts too: so they are told once for each order of places that questions name. From one refresh to the next a number
 * grows only when at least five more persons stand behind it than when it was told; so two readings never differ by one
 * to four either.
 *
 * [Note: Secret offsets] Fives alone are not enough: told by country and by year, four in each cell of one row and in one
 * of another were the only registry that fits its own margins. So each label sets aside 0 to 4 before its fives, how many
 * only the server knows, and always as many: numbers that were rounded by an unknown start cannot be crossed. In all
 * orders of a partition a label has the same offset: others would be so many readings of one number, to be averaged.
 */
import { type Columns, gather, inOrder, type Range, rangesOf } from './columns.ts'
import type { Level } from './query.ts'

/** In place of a country, a year, a term: told, but not of which one. */
export const ANY = '*'

/** As few as nobody may be told to be. */
export const FIVE = 5

export type Label = {
  readonly level: Level
  readonly country: string
  readonly year: string
  readonly what: string
}

/** One person's part in a label: `weight` of the number, at most `spread` more where a group is a range. */
export type ToldFact = Label & {
  /** A number for each person, from zero. */
  readonly person: number
  readonly weight: number
  readonly spread: number
}

export type ToldNumber = Label & {
  readonly number: number
  readonly max: number
  /** Behind the number when it was told; told to nobody. */
  readonly persons: number
  /** ISO day on which it was last told otherwise. */
  readonly toldOn: string
}

/** In which places of its label a fact is told, the first given up first where too few stand behind it. */
export const places = ['what', 'year', 'country'] as const
export type Place = (typeof places)[number]
export type Order = readonly Place[]

export const orderName = (order: Order): string => order.join(',')

/** Of all orders of the same places the one whose rows hold the finest labels, which are the same for all of them. */
export const finestOrder = (order: Order): Order => places.filter((place) => order.includes(place))

export type Told = {
  /** Of another order than the finest: without the labels that it shares with that one. */
  readonly numbers: readonly ToldNumber[]
  /** What is told nowhere yet. */
  readonly waiting: number
}

/** What a label sets aside before its fives. See [Note: Secret offsets]. */
export const offsets = [0, 1, 2, 3, 4] as const
export type Offset = (typeof offsets)[number]
export type OffsetOf = (label: Label) => Offset

export type Refresh = {
  readonly orders: readonly Order[]
  readonly before: (order: Order) => readonly ToldNumber[]
  readonly offsetOf: OffsetOf
  readonly day: string
  /** At a coarser label a person counts once, whatever classes they come from (sectors). */
  readonly distinct?: boolean
}

export type Collected = {
  readonly add: (fact: ToldFact) => void
  /** By the names of the orders. */
  readonly tell: (refresh: Refresh) => ReadonlyMap<string, Told>
}

/** For facts that come one by one, of which there are too many to keep as they are. */
export const collectFacts = (): Collected => {
  const labels = internLabels()
  const facts = gather()
  return {
    add: (fact) => {
      const { person, weight, spread } = fact
      facts.add({ label: labels.placeOf(fact), person, weight, spread })
    },
    tell: (refresh) => tell({ labels: labels.all, facts: facts.toColumns() }, refresh),
  }
}

type Step = { readonly labels: readonly Label[]; readonly facts: Columns }

const tell = (all: Step, refresh: Refresh): ReadonlyMap<string, Told> => {
  const told = new Map<string, Told>()
  const merged = widen(all, [], refresh)
  const bySet = Map.groupBy(refresh.orders, (order) => orderName(finestOrder(order)))
  for (const orders of bySet.values()) {
    const finest = finestOrder(orders[0]!)
    const given = places.filter((place) => !finest.includes(place))
    const narrowed = given.length === 0 ? merged : widen(merged, given, refresh)
    const first = tellStep(narrowed, knownOf(refresh, finest), refresh)
    for (const order of orders) {
      const known = knownOf(refresh, order)
      const numbers = orderName(order) === orderName(finest) ? [...first.numbers] : []
      let { left } = first
      for (const place of order) {
        const next = tellStep(widen(left, [place], refresh), known, refresh)
        numbers.push(...next.numbers)
        left = next.left
      }
      const { facts } = left
      told.set(orderName(order), { numbers, waiting: weightOf(facts, { start: 0, end: facts.length }) })
    }
  }
  return told
}

type Known = ReadonlyMap<string, ToldNumber>

const knownOf = ({ before }: Refresh, order: Order): Known =>
  new Map(before(order).map((number) => [keyOf(number), number]))

/** The same facts without these places. */
const widen = ({ labels, facts }: Step, given: readonly Place[], { distinct }: Refresh): Step => {
  const wider = internLabels()
  const any = Object.fromEntries(given.map((place) => [place, ANY]))
  const parents = Int32Array.from(labels, (label) => wider.placeOf({ ...label, ...any }))
  const relabelled = { ...facts, label: facts.label.map((label) => parents[label]!) }
  return { labels: wider.all, facts: inOrder(relabelled, distinct ? 'most' : 'add') }
}

type Stepped = { readonly numbers: readonly ToldNumber[]; readonly left: Step }

/** What is told at the labels of one step, and what is left of each. */
const tellStep = ({ labels, facts }: Step, known: Known, { day, offsetOf }: Refresh): Stepped => {
  const numbers: ToldNumber[] = []
  const left = gather()
  for (const range of rangesOf(facts)) {
    const label = labels[range.label]!
    const told = decideNumber(facts, range, {
      before: known.get(keyOf(label)),
      offset: () => offsetOf(label),
    })
    if (told.number > 0) numbers.push({ ...label, ...told, toldOn: told.toldOn ?? day })
    for (const one of leftOver(facts, range, told.number)) left.add({ ...one, label: range.label })
  }
  return { numbers, left: { labels, facts: left.toColumns() } }
}

type Decided = Pick<ToldNumber, 'number' | 'max' | 'persons'> & { readonly toldOn: string | null }

type Given = {
  readonly before: ToldNumber | undefined
  /** Asked for where it decides something: of most labels it does not. */
  readonly offset: () => Offset
}

const nothing: Decided = { number: 0, max: 0, persons: 0, toldOn: null }

/** `toldOn` null: told otherwise than before, so today. */
const decideNumber = (facts: Columns, range: Range, { before, offset: ask }: Given): Decided => {
  const persons = range.end - range.start
  const all = weightOf(facts, range)
  if (persons < FIVE || all < FIVE) return nothing
  const offset = ask()
  const full = Math.max(0, downToFive(all - offset))
  const grows = full > (before?.number ?? 0)
  const number = grows && persons < (before?.persons ?? 0) + FIVE ? (before?.number ?? 0) : full
  // A range is told with its number: a single group that is written otherwise does not move it.
  if (before !== undefined && number === before.number) return before
  const kept = spreadOfTold(facts, range, number)
  return { number, max: number + (kept === 0 ? 0 : upToFive(kept + offset)), persons, toldOn: null }
}

const downToFive = (number: number): number => Math.floor(number / FIVE) * FIVE
const upToFive = (number: number): number => Math.ceil(number / FIVE) * FIVE

const weightOf = ({ weight }: Columns, { start, end }: Pick<Range, 'start' | 'end'>): number => {
  let all = 0
  for (let at = start; at < end; at++) all += weight[at]!
  return all
}

/**
 * How much of each person's part is left when so much is told. The first five persons keep one each behind the number;
 * what is left is taken from the last ones.
 */
const partsLeft = (facts: Columns, { start, end }: Range, told: number): readonly number[] => {
  const left: number[] = []
  let still = weightOf(facts, { start, end }) - told
  for (let at = end - 1; at >= start; at--) {
    const kept = told > 0 && at < start + FIVE ? 1 : 0
    const part = Math.min(still, facts.weight[at]! - kept)
    left.push(part)
    still -= part
  }
  return left.toReversed()
}

/** How much more a group may be goes with its number, or where all of it is left, with that. */
const spreadOfTold = (facts: Columns, range: Range, told: number): number =>
  partsLeft(facts, range, told).reduce((all, left, at) => {
    const place = range.start + at
    return left < facts.weight[place]! ? all + facts.spread[place]! : all
  }, 0)

function* leftOver(
  facts: Columns,
  range: Range,
  told: number,
): Generator<{ readonly person: number; readonly weight: number; readonly spread: number }> {
  const parts = partsLeft(facts, range, told)
  for (const [at, weight] of parts.entries()) {
    if (weight === 0) continue
    const place = range.start + at
    const whole = weight === facts.weight[place]
    yield { person: facts.person[place]!, weight, spread: whole ? facts.spread[place]! : 0 }
  }
}

const keyOf = ({ level, country, year, what }: Label): string => `${level} ${country} ${year} ${what}`

/** Numbers for labels, from zero, in the order in which they come. Maps in maps: a key of text takes longer to make. */
const internLabels = () => {
  const all: Label[] = []
  const known = new Map<string, Map<string, Map<string, Map<string, number>>>>()
  return {
    all: all as readonly Label[],
    placeOf: ({ level, country, year, what }: Label): number => {
      const byWhat = inside(inside(inside(known, level), country), year)
      const place = byWhat.get(what)
      if (place !== undefined) return place
      byWhat.set(what, all.length)
      return all.push({ level, country, year, what }) - 1
    },
  }
}

const inside = <V>(outer: Map<string, Map<string, V>>, key: string): Map<string, V> => {
  const known = outer.get(key)
  if (known) return known
  const inner = new Map<string, V>()
  outer.set(key, inner)
  return inner
}
