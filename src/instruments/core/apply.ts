/** Applies amendments in order and names what stands in the way; nothing of an amendment in conflict is applied. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Amendment, inOrderOfAction, isWithdrawn, type Operation } from './amendment.ts'
import { uncut, type Provision, type Text } from './instrument.ts'
import { resolveSubAmendments } from './sub_amendments.ts'
import { changedBy, changeNode, type WordRefusal, wordsOf } from './working_text.ts'
import { copyTree, findNode, findSpot, growTree, harvest, type Node, settle } from './working_tree.ts'
import { compareWords, type Segment, tidy } from './words.ts'

export type Obstacle =
  | WordRefusal
  | { readonly kind: 'no_such_provision'; readonly number: string }
  | {
      readonly kind: 'target_deleted' | 'target_replaced' | 'target_moved' | 'target_changed'
      readonly number: string
      readonly by: string
    }
  /** Of a sub-amendment. */
  | { readonly kind: 'no_such_amendment'; readonly id: string }
  | { readonly kind: 'not_possible_here' }

export type Conflict = {
  readonly amendment: string
  /** Place of the operation in its amendment. */
  readonly operation: number
  readonly number: string | null
  readonly obstacle: Obstacle
}

/** The instruction says how the paragraph will read, and it reads otherwise. */
export type Difference = {
  readonly amendment: string
  readonly operation: number
  readonly number: string
  readonly words: readonly Segment[]
}

export type Outcome = Text & {
  readonly applied: readonly string[]
  readonly withdrawn: readonly string[]
  readonly conflicts: readonly Conflict[]
  readonly differences: readonly Difference[]
}

export type ApplyGiven = { readonly newId: () => string }

export const applyAll = (version: Text, amendments: readonly Amendment[], { newId }: ApplyGiven): Outcome => {
  const standing = amendments.filter((amendment) => !isWithdrawn(amendment))
  const resolved = resolveSubAmendments(standing)
  const conflicts: Conflict[] = [...resolved.conflicts]
  const differences: Difference[] = []
  const applied: string[] = [...resolved.applied]
  let tree = growTree(version.provisions)
  for (const amendment of inOrderOfAction(resolved.amendments)) {
    const attempt = copyTree(tree)
    const result = applyOne(attempt, amendment, newId)
    if (!result.ok) {
      conflicts.push(result.error)
      continue
    }
    if (amendment.kind === 'oral_revision') settle(attempt)
    tree = attempt
    applied.push(amendment.id)
    differences.push(...result.value)
  }
  return {
    provisions: harvest(tree, version),
    complete: version.complete,
    applied,
    withdrawn: amendments.filter(isWithdrawn).map(({ id }) => id),
    conflicts,
    differences,
  }
}

/** The text if only these were adopted. */
export const previewOutcome = (
  version: Text,
  amendments: readonly Amendment[],
  { adopted, newId }: ApplyGiven & { readonly adopted: ReadonlySet<string> },
): Outcome =>
  applyAll(
    version,
    amendments.filter(({ id }) => adopted.has(id)),
    { newId },
  )

type Step = { readonly amendment: string; readonly newId: () => string }

const applyOne = (
  tree: Node[],
  amendment: Amendment,
  newId: () => string,
): Result<readonly Difference[], Conflict> => {
  const differences: Difference[] = []
  for (const [i, operation] of amendment.operations.entries()) {
    const step = { amendment: amendment.id, newId }
    const targets = 'targets' in operation ? operation.targets : [null]
    for (const number of targets) {
      const done = operate(tree, { operation, number, isFirst: number === targets[0] }, step)
      if (!done.ok) return err({ amendment: amendment.id, operation: i, number, obstacle: done.error })
    }
    const number = targets[0]
    if (operation.resulting === null || number == null) continue
    const node = findNode(tree, number)?.node
    const reads = node ? wordsOf(node.pieces) : ''
    const words = compareWords(reads, tidy(operation.resulting))
    if (words.some(({ kind }) => kind !== 'same'))
      differences.push({ amendment: amendment.id, operation: i, number, words })
  }
  return ok(differences)
}

type Targeted = { readonly operation: Operation; readonly number: string | null; readonly isFirst: boolean }

const operate = (
  tree: Node[],
  { operation, number, isFirst }: Targeted,
  step: Step,
): Result<null, Obstacle> => {
  if (operation.op === 'insert') return insertParagraph(tree, operation, step)
  const found = findNode(tree, number ?? '')
  if (!found) return err({ kind: 'no_such_provision', number: number ?? '' })
  const { node } = found
  if (node.deletedBy !== null)
    return err({ kind: 'target_deleted', number: number ?? '', by: node.deletedBy })
  switch (operation.op) {
    case 'delete':
    case 'replace': {
      const standing = standsInTheWay(node, step)
      if (standing) return err(standing)
      // "Delete the first to fourth paragraphs and substitute the following": the first takes the new words.
      if (operation.op === 'replace' && isFirst) {
        node.pieces = [{ text: tidy(operation.new), by: step.amendment }]
        node.replacedBy = step.amendment
      } else markDeleted(node, step.amendment)
      return ok(null)
    }
    case 'move':
      return moveParagraph(tree, operation, { node, step })
    case 'replace_words':
    case 'delete_words':
    case 'insert_words': {
      if (node.replacedBy !== null && node.replacedBy !== step.amendment)
        return err({ kind: 'target_replaced', number: number ?? '', by: node.replacedBy })
      const changed = changeNode({ pieces: node.pieces, base: node.base }, operation, step.amendment)
      if (!changed.ok) return changed
      node.pieces = changed.value
      if (wordsOf(node.pieces).trim() === '' && node.children.length === 0) markDeleted(node, step.amendment)
      return ok(null)
    }
  }
}

/** A paragraph that another amendment changed is neither deleted nor replaced: both cannot have their way. */
const standsInTheWay = (node: Node, { amendment }: Step): Obstacle | null => {
  const number = node.number ?? ''
  if (node.replacedBy !== null && node.replacedBy !== amendment)
    return { kind: 'target_replaced', number, by: node.replacedBy }
  if (node.movedBy !== null && node.movedBy !== amendment)
    return { kind: 'target_moved', number, by: node.movedBy }
  const by = changedBy(node.pieces)
  if (by !== null && by !== amendment) return { kind: 'target_changed', number, by }
  return null
}

const markDeleted = (node: Node, by: string): void => {
  node.deletedBy = by
  for (const child of node.children) markDeleted(child, child.deletedBy ?? by)
}

const insertParagraph = (
  tree: Node[],
  operation: Extract<Operation, { op: 'insert' }>,
  { amendment, newId }: Step,
): Result<null, Obstacle> => {
  const spot = findSpot(tree, operation.place)
  if (!spot) return err({ kind: 'no_such_provision', number: numberOf(operation.place) })
  // A new paragraph is often quoted with the number that it will have.
  const text = tidy(operation.new).replace(/^(?:\d{1,3}(?: ?bis| ?ter)?\.|\([a-z0-9]{1,4}\))\s+/u, '')
  spot.siblings.splice(spot.at, 0, {
    id: newId(),
    part: spot.part,
    // "a new paragraph 9" is not the ninth that others speak of; "8 bis" is a name of its own.
    number: /(?:bis|ter|quater|quinquies)$/.test(operation.number ?? '') ? operation.number : null,
    base: '',
    pieces: [{ text, by: amendment }],
    cut: uncut,
    deletedBy: null,
    replacedBy: null,
    movedBy: null,
    insertedAfter: spot.after,
    children: [],
  })
  return ok(null)
}

const numberOf = (place: Extract<Operation, { op: 'insert' }>['place']): string => {
  if (place.where !== 'end') return place.number
  return typeof place.of === 'object' ? place.of.number : place.of
}

const moveParagraph = (
  tree: Node[],
  { place }: Extract<Operation, { op: 'move' }>,
  { node, step }: { readonly node: Node; readonly step: Step },
): Result<null, Obstacle> => {
  const number = node.number ?? ''
  if (node.movedBy !== null && node.movedBy !== step.amendment)
    return err({ kind: 'target_moved', number, by: node.movedBy })
  if (place.where !== 'end' && (place.number === number || findNode(node.children, place.number)))
    return err({ kind: 'not_possible_here' })
  if (!findSpot(tree, place)) return err({ kind: 'no_such_provision', number: numberOf(place) })
  const found = findNode(tree, number)
  found?.siblings.splice(found.at, 1)
  // Found again: taking the paragraph out moved what stood after it.
  const spot = findSpot(tree, place)
  if (!spot) return err({ kind: 'no_such_provision', number: numberOf(place) })
  setPart(node, spot.part)
  node.movedBy = step.amendment
  spot.siblings.splice(spot.at, 0, node)
  return ok(null)
}

const setPart = (node: Node, part: Provision['part']): void => {
  node.part = part
  for (const child of node.children) setPart(child, part)
}
