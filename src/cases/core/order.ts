/**
 * What is known of the order of events. Months overlap, so the order is partial: by dates where they are apart,
 * by `after` where somebody said so. Where neither tells, every possible order is tried and the results compared;
 * nothing is guessed.
 */
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

/** Orders events as far as dates and `after` allow. */
export const orderOf = <H extends Happening>(events: readonly H[]): Order<H> => {
  const errors: Finding<OrderError>[] = []
  const nodes = nodesOf(events, errors)
  const sequence = breakCircles(nodes, errors)
  narrow(nodes, sequence)
  for (const node of nodes.values()) {
    if (node.earliest > node.latest) errors.push({ kind: 'order_impossible', entries: [node.event.id] })
  }
  const sorted = [...nodes.values()].toSorted(
    (a, b) =>
      compare(a.earliest, b.earliest) ||
      compare(a.latest, b.latest) ||
      a.depth - b.depth ||
      a.event.rank - b.event.rank ||
      a.event.seq - b.event.seq,
  )
  return {
    events: sorted.map((node) => ({
      ...node.event,
      span: node.earliest > node.latest ? node.event.span : { earliest: node.earliest, latest: node.latest },
    })),
    isKnownBefore: (a, b) => {
      const first = nodes.get(a)
      const second = nodes.get(b)
      if (first === undefined || second === undefined) return false
      return second.ancestors.has(a) || (isBefore(first, second) && !first.ancestors.has(b))
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
  let states: readonly S[] = [steps.start]
  let pair: readonly [string, string] | null = null
  for (const group of groups) {
    const [only] = group
    const before = states
    states =
      group.length === 1 && only !== undefined
        ? distinct(
            states.map((state) => steps.step(state, only, true)),
            steps.same,
          )
        : statesAfter(states, group, order, steps)
    if (states.length === 1) pair = null
    else pair = decidingPair(before, group, order, steps) ?? pair
  }
  return { states, pair }
}

// Above this, trying all orders costs too much; then each event that may be last is tried as the last.
const ALL_ORDERS_UP_TO = 8

function statesAfter<S, H extends Happening>(
  states: readonly S[],
  group: readonly H[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
  steps: Steps<S, H>,
): readonly S[] {
  const mayBeNext = (event: H, left: readonly H[]) =>
    left.every((other) => other === event || !order.isKnownBefore(other.id, event.id))
  if (group.length > ALL_ORDERS_UP_TO) {
    const run = (events: readonly H[]) =>
      states.map((start) => events.reduce((state, event) => steps.step(state, event, false), start))
    const mayBeLast = group.filter((event) =>
      group.every((other) => other === event || !order.isKnownBefore(event.id, other.id)),
    )
    const orders = mayBeLast.map((last) => [...group.filter((event) => event !== last), last])
    return distinct([group, ...orders].flatMap(run), steps.same)
  }
  const reached = new Map<number, Map<string, S>>([[0, new Map(states.map((one) => [steps.same(one), one]))]])
  const all = (1 << group.length) - 1
  for (let done = 0; done < all; done += 1) {
    const here = reached.get(done)
    if (here === undefined) continue
    const left = group.filter((_, index) => (done & (1 << index)) === 0)
    for (const [index, event] of group.entries()) {
      const next = done | (1 << index)
      if (next === done || !mayBeNext(event, left)) continue
      const there = reached.get(next) ?? new Map<string, S>()
      reached.set(next, there)
      for (const state of here.values()) {
        const result = steps.step(state, event, false)
        const key = steps.same(result)
        if (!there.has(key)) there.set(key, result)
      }
    }
  }
  const shown = states.map((start) => group.reduce((state, event) => steps.step(state, event, false), start))
  return distinct([...shown, ...(reached.get(all)?.values() ?? [])], steps.same)
}

/** The last two events whose order is unknown and matters. */
function decidingPair<S, H extends Happening>(
  states: readonly S[],
  group: readonly H[],
  order: Pick<Order<Happening>, 'isKnownBefore'>,
  steps: Steps<S, H>,
): readonly [string, string] | null {
  for (let second = group.length - 1; second > 0; second -= 1) {
    for (let first = second - 1; first >= 0; first -= 1) {
      const [a, b] = [group[first], group[second]]
      if (a === undefined || b === undefined) continue
      if (order.isKnownBefore(a.id, b.id) || order.isKnownBefore(b.id, a.id)) continue
      const others = group.filter((event) => event !== a && event !== b)
      const matters = states.some((state) => {
        const from = others.reduce((at, event) => steps.step(at, event, false), state)
        return [state, from].some((one) => {
          const forth = steps.step(steps.step(one, a, false), b, false)
          const back = steps.step(steps.step(one, b, false), a, false)
          return steps.same(forth) !== steps.same(back)
        })
      })
      if (matters) return [a.id, b.id]
    }
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

/** An event is not before what it comes after, nor after what comes after it. */
function narrow<H extends Happening>(nodes: Map<string, Node<H>>, sequence: readonly Node<H>[]): void {
  for (const node of sequence) {
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

function compare(a: Day, b: Day): number {
  return a < b ? -1 : a > b ? 1 : 0
}
