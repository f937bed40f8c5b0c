/** Sub-amendments change the words of an amendment before it is applied. */
import { type Amendment, type Operation, textOf, withText } from './amendment.ts'
import type { Conflict, Obstacle } from './apply.ts'
import { changeNode, wordsOf } from './working_text.ts'

export type Resolved = {
  /** Those that change the version itself. */
  readonly amendments: readonly Amendment[]
  readonly applied: readonly string[]
  readonly conflicts: readonly Conflict[]
}

export const resolveSubAmendments = (amendments: readonly Amendment[]): Resolved => {
  const applied: string[] = []
  const conflicts: Conflict[] = []
  const ids = new Set(amendments.map(({ id }) => id))
  const subs = amendments.filter(({ kind }) => kind === 'sub_amendment')
  for (const { id, to } of subs)
    if (!ids.has(to) || isInCircle(id, subs))
      conflicts.push({
        amendment: id,
        operation: 0,
        number: null,
        obstacle: { kind: 'no_such_amendment', id: to },
      })
  const lost = new Set(conflicts.map(({ amendment }) => amendment))
  const resolve = (amendment: Amendment): Amendment => {
    let { operations } = amendment
    for (const sub of subs.filter(({ id, to }) => to === amendment.id && !lost.has(id)).map(resolve)) {
      const changed = changeOperations(operations, sub)
      if ('obstacle' in changed) conflicts.push(changed)
      else {
        operations = changed.operations
        applied.push(sub.id)
      }
    }
    return { ...amendment, operations }
  }
  return {
    amendments: amendments.filter(({ kind }) => kind !== 'sub_amendment').map(resolve),
    applied,
    conflicts,
  }
}

const isInCircle = (id: string, subs: readonly Amendment[]): boolean => {
  const seen = new Set<string>()
  let at: string | undefined = id
  while (at !== undefined && !seen.has(at)) {
    seen.add(at)
    at = subs.find((sub) => sub.id === at)?.to
  }
  return at !== undefined
}

/** The words must stand in one text of the amendment, and there once. */
const changeOperations = (
  operations: readonly Operation[],
  sub: Amendment,
): { readonly operations: readonly Operation[] } | Conflict => {
  let changed = operations
  for (const [i, operation] of sub.operations.entries()) {
    const refuse = (obstacle: Obstacle): Conflict => ({
      amendment: sub.id,
      operation: i,
      number: null,
      obstacle,
    })
    if (
      operation.op !== 'replace_words' &&
      operation.op !== 'delete_words' &&
      operation.op !== 'insert_words'
    )
      return refuse({ kind: 'not_possible_here' })
    const results = changed.flatMap((target, at) => {
      const text = textOf(target)
      if (text === null) return []
      return [{ at, result: changeNode({ pieces: [{ text, by: null }], base: text }, operation, sub.id) }]
    })
    const done = results.filter(({ result }) => result.ok)
    const [first] = done
    if (done.length > 1)
      return refuse({ kind: 'quote_found_twice', quote: quoteOf(operation), times: done.length })
    if (!first?.result.ok) {
      const refusal = results
        .map(({ result }) => result)
        .find((result) => !result.ok && result.error.kind !== 'quote_not_found')
      if (refusal && !refusal.ok) return refuse(refusal.error)
      return refuse({ kind: 'quote_not_found', quote: quoteOf(operation) })
    }
    const text = wordsOf(first.result.value)
    changed = changed.map((target, at) => (at === first.at ? withText(target, text) : target))
  }
  return { operations: changed }
}

const quoteOf = (operation: Operation): string => {
  if (operation.op === 'insert_words')
    return 'words' in operation.place ? operation.place.words : operation.new
  return 'old' in operation ? operation.old : ''
}
