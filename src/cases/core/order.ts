/**
 * What is known of the order of events. Months overlap, so the order is partial: by dates where they are apart,
 * by `after` where somebody said so. Where neither tells, every possible order is tried and the results compared;
 * nothing is guessed.
 */
import { compareText } from '#kernel/core/compare_text.ts'
import { type Day, earlierOf, isBefore, laterOf, type Span } from './days.ts'
import type { Finding } from './read_log.ts'

export type Happening = {
  readonly id: string
  readonly seq: number
  readonly span: Span
  readonly after: readonly string[]
  /** Shown first among events of unknown order; decides nothing. */
  readonly rank: number
}

export type OrderError = 'order_impossible' | 'order_circular'

export type Order<H extends Happening> = {
  /** All known order kept; unknown order by rank, then log order. Spans are narrowed by what `after` says. */
  readonly events: readonly H[]
  readonly isKnownBefore: (a: string, b: string) => boolean
  readonly errors: readonly Finding<OrderError>[]
}

type Node<H> = {
  readonly event: H
  earliest: Day
  latest: Day
  depth: number
  parents: readonly string[]
  readonly ancestors: Set<string>
}

/** Orders events as far as dates and `after` allow. What contradicts itself orders nothing: the dates hold. */
export const orderOf = <H extends Happening>(events: readonly H[]): Order<H> => {
  const errors: Finding<OrderError>[] = []
  const nodes = nodesOf(events, errors)
  const sequence = breakCircles(nodes, errors)
  narrow(nodes, sequence)
  if (breakContradictions(nodes, errors)) narrow(nodes, sequence)
  const sorted = [...nodes.values()].toSorted(
    (a, b) =>
      compareText(a.earliest, b.earliest) ||
      compareText(a.latest, b.latest) ||
      a.depth - b.depth ||
      a.event.rank - b.event.rank ||
      a.event.seq - b.event.seq,
  )
  return {
    events: sorted.map(({ event, earliest, latest }) => ({ ...event, span: { earliest, latest } })),
    isKnownBefore: (a, b) => {
      const first = nodes.get(a)
      const second = nodes.get(b)
      if (first === undefined || second === undefined) return false
      return second.ancestors.has(a) || isBefore(first, second)
    },
    errors,
  }
}

/** The sorted events cut wherever all before the cut is known to lie before all after it. */
export const groupsOf = <H extends Happening>(
  events: readonly H[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
): readonly (readonly H[])[] => {
  const groups: H[][] = []
  for (const event of events) {
    let first = groups.length
    for (let index = groups.length - 1; index >= 0; index -= 1) {
      if (!groups[index]?.every((one) => order.isKnownBefore(one.id, event.id))) first = index
    }
    const merged = groups.splice(first).flat()
    groups.push([...merged, event])
  }
  return groups
}

export type Outcomes<S> = {
  /** Every state the events may lead to; the first is that of the shown order. */
  readonly states: readonly S[]
  /** Two events whose order decides, where there is more than one state. */
  readonly pair: readonly [string, string] | null
}

export type Steps<S, H> = {
  readonly start: S
  /** `known`: the place of the event in the order is known. */
  readonly step: (state: S, event: H, known: boolean) => S
  readonly same: (state: S) => string
}

/** All results of all orders that what is known allows. */
export const outcomesOf = <S, H extends Happening>(
  groups: readonly (readonly H[])[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
  steps: Steps<S, H>,
): Outcomes<S> => {
  let outcomes: Outcomes<S> = { states: [steps.start], pair: null }
  for (const group of groups) {
    const { states, pair } = afterGroup(outcomes.states, group, order, steps)
    outcomes = { states, pair: states.length === 1 ? null : (pair ?? outcomes.pair) }
  }
  return outcomes
}

// Above this, trying all orders costs too much; then each event that may be last is tried as the last.
const ALL_ORDERS_UP_TO = 8

function afterGroup<S, H extends Happening>(
  states: readonly S[],
  group: readonly H[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
  steps: Steps<S, H>,
): Outcomes<S> {
  const [only] = group
  if (group.length === 1 && only !== undefined) {
    const after = states.map((state) => steps.step(state, only, true))
    return { states: distinct(after, steps.same), pair: null }
  }
  const tried = group.length > ALL_ORDERS_UP_TO ? tryLasts : tryAll
  return tried(states, group, order, steps)
}

const runOf = <S, H>(state: S, events: readonly H[], { step }: Steps<S, H>): S =>
  events.reduce((at, event) => step(at, event, false), state)

/** Every order, by the sets of events that may have happened so far: one bit for each. */
function tryAll<S, H extends Happening>(
  states: readonly S[],
  group: readonly H[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
  steps: Steps<S, H>,
): Outcomes<S> {
  const reached = new Map<number, Map<string, S>>([[0, new Map(states.map((one) => [steps.same(one), one]))]])
  const all = (1 << group.length) - 1
  for (let done = 0; done < all; done += 1) {
    const here = reached.get(done)
    if (here === undefined) continue
    for (const event of nextOf(leftOf(group, done), order)) {
      const next = done | (1 << group.indexOf(event))
      const there = reached.get(next) ?? new Map<string, S>()
      reached.set(next, there)
      for (const state of here.values()) {
        const result = steps.step(state, event, false)
        const key = steps.same(result)
        if (!there.has(key)) there.set(key, result)
      }
    }
  }
  const shown = states.map((state) => runOf(state, group, steps))
  const after = distinct([...shown, ...(reached.get(all)?.values() ?? [])], steps.same)
  return { states: after, pair: after.length === 1 ? null : decidingPair(reached, group, order, steps) }
}

/**
 * The last two events whose order is unknown and matters. From the end: where no two decide later, what is left may
 * be run in any order, and some two decide wherever the orders of a group lead to different states.
 */
function decidingPair<S, H extends Happening>(
  reached: ReadonlyMap<number, ReadonlyMap<string, S>>,
  group: readonly H[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
  steps: Steps<S, H>,
): readonly [string, string] | null {
  const prefixes = [...reached]
    .map(([done, states]) => ({ states: [...states.values()], left: leftOf(group, done) }))
    .toSorted((a, b) => a.left.length - b.left.length)
  for (const { states, left } of prefixes) {
    for (const [a, b] of pairsFromEnd(nextOf(left, order))) {
      const rest = left.filter((event) => event !== a && event !== b)
      const matters = states.some(
        (state) =>
          steps.same(runOf(state, [a, b, ...rest], steps)) !==
          steps.same(runOf(state, [b, a, ...rest], steps)),
      )
      if (matters) return [a.id, b.id]
    }
  }
  return null
}

const leftOf = <H>(group: readonly H[], done: number): readonly H[] =>
  group.filter((_, index) => (done & (1 << index)) === 0)

/** Those of the events left that may happen next: of any two, nobody knows which is first. */
const nextOf = <H extends Happening>(
  left: readonly H[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
): readonly H[] =>
  left.filter((event) => left.every((other) => other === event || !order.isKnownBefore(other.id, event.id)))

const pairsFromEnd = <H>(events: readonly H[]): readonly (readonly [H, H])[] =>
  events.flatMap((b, index) => events.slice(0, index).map((a) => [a, b] as const)).toReversed()

/** The shown order, and each event that may be last as the last. */
function tryLasts<S, H extends Happening>(
  states: readonly S[],
  group: readonly H[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
  steps: Steps<S, H>,
): Outcomes<S> {
  const after = new Map<string, S>()
  let differs: { readonly start: S; readonly last: H } | null = null
  const shown = states.map((state) => runOf(state, group, steps))
  for (const state of shown) after.set(steps.same(state), after.get(steps.same(state)) ?? state)
  const lasts = group.filter((event) =>
    group.every((other) => other === event || !order.isKnownBefore(event.id, other.id)),
  )
  for (const last of lasts) {
    const others = group.filter((event) => event !== last)
    for (const [index, start] of states.entries()) {
      const end = runOf(start, [...others, last], steps)
      const key = steps.same(end)
      if (!after.has(key)) after.set(key, end)
      const asShown = shown[index]
      if (asShown !== undefined && steps.same(asShown) !== key) differs = { start, last }
    }
  }
  return { states: [...after.values()], pair: differs && pairOnTheWay(differs, group, steps) }
}

/** Moved to the end step by step, `last` changes places with the event that makes the difference. */
function pairOnTheWay<S, H extends Happening>(
  { start, last }: { readonly start: S; readonly last: H },
  group: readonly H[],
  steps: Steps<S, H>,
): readonly [string, string] | null {
  const from = group.indexOf(last)
  const others = group.filter((event) => event !== last)
  const endWith = (place: number): string => steps.same(runOf(start, others.toSpliced(place, 0, last), steps))
  let end = endWith(others.length)
  for (let place = others.length - 1; place >= from; place -= 1) {
    const before = endWith(place)
    const passed = others[place]
    if (before !== end && passed !== undefined) return [last.id, passed.id]
    end = before
  }
  return null
}

function nodesOf<H extends Happening>(
  events: readonly H[],
  errors: Finding<OrderError>[],
): Map<string, Node<H>> {
  const byId = new Map(events.map((event) => [event.id, event]))
  const nodes = new Map<string, Node<H>>()
  for (const event of events) {
    const parents = event.after.filter((id) => {
      const other = byId.get(id)
      if (other === undefined || id === event.id) return false
      if (!isBefore(event.span, other.span)) return true
      errors.push({ kind: 'order_impossible', entries: [id, event.id] })
      return false
    })
    nodes.set(event.id, { event, ...event.span, depth: 0, parents, ancestors: new Set() })
  }
  return nodes
}

/** Parents before children; events that wait for one another in a circle lose their `after`. */
function breakCircles<H extends Happening>(
  nodes: Map<string, Node<H>>,
  errors: Finding<OrderError>[],
): readonly Node<H>[] {
  const sequence: Node<H>[] = []
  const placed = new Set<string>()
  let waiting = [...nodes.values()]
  while (waiting.length > 0) {
    const ready = waiting.filter((node) => node.parents.every((id) => placed.has(id)))
    if (ready.length === 0) {
      errors.push({ kind: 'order_circular', entries: waiting.map((node) => node.event.id) })
      for (const node of waiting) node.parents = node.parents.filter((id) => placed.has(id))
      continue
    }
    for (const node of ready) {
      sequence.push(node)
      placed.add(node.event.id)
    }
    waiting = waiting.filter((node) => !placed.has(node.event.id))
  }
  return sequence
}

/**
 * Through others, too, an event may be said to come after what lies behind it: after one without a date, which is
 * after one of a later month. Which link is wrong nobody knows: each of them is named, and none is followed.
 */
function breakContradictions<H extends Happening>(
  nodes: Map<string, Node<H>>,
  errors: Finding<OrderError>[],
): boolean {
  const before = errors.length
  for (const node of nodes.values()) {
    node.parents = node.parents.filter((id) => {
      const parent = nodes.get(id)
      if (parent === undefined || parent.earliest <= node.latest) return true
      errors.push({ kind: 'order_impossible', entries: [id, node.event.id] })
      return false
    })
  }
  return errors.length > before
}

/** An event is not before what it comes after, nor after what comes after it. */
function narrow<H extends Happening>(nodes: Map<string, Node<H>>, sequence: readonly Node<H>[]): void {
  for (const node of sequence) {
    Object.assign(node, node.event.span)
    node.depth = 0
    node.ancestors.clear()
    for (const id of node.parents) {
      const parent = nodes.get(id)
      if (parent === undefined) continue
      node.earliest = laterOf(node.earliest, parent.earliest)
      node.depth = Math.max(node.depth, parent.depth + 1)
      node.ancestors.add(id)
      for (const ancestor of parent.ancestors) node.ancestors.add(ancestor)
    }
  }
  for (const node of sequence.toReversed()) {
    for (const id of node.parents) {
      const parent = nodes.get(id)
      if (parent !== undefined) parent.latest = earlierOf(parent.latest, node.latest)
    }
  }
}

function distinct<S>(states: readonly S[], same: (state: S) => string): readonly S[] {
  const byKey = new Map<string, S>()
  for (const state of states) {
    const key = same(state)
    if (!byKey.has(key)) byKey.set(key, state)
  }
  return [...byKey.values()]
}
