/** One act that was logged in two logs, of a case or the journal: neither log sees the links of the other. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import { decideAppend } from './decide.ts'
import { countedEngagements, currentEngagements } from './engagements.ts'
import { foldCase } from './fold.ts'
import { ana, caseOf, type Draft, idOf, meeting, TODAY } from './testing.ts'

type Line = { readonly id: string; readonly updates?: string; readonly sameAs?: string }
const linked = ({ updates, sameAs }: Omit<Line, 'id'>) => ({
  ...meeting,
  ...(updates && { updates }),
  ...(sameAs && { sameAs }),
})

const countedIn = (log: readonly Line[]): readonly string[] =>
  countedEngagements(
    currentEngagements(log.map((line) => ({ id: line.id, coded: linked(line) as never }))),
  ).map(({ entry }) => entry)

test.each([
  // [this log, the other log, what counts]
  ['that name each other', [{ id: 'b', sameAs: 'c' }], [{ id: 'c', sameAs: 'b' }], ['b']],
  ['of which one names the other', [{ id: 'b' }], [{ id: 'c', sameAs: 'b' }], ['b']],
  [
    'of which one was linked later',
    [{ id: 'c' }, { id: 'a', updates: 'c', sameAs: 'b' }],
    [{ id: 'b', sameAs: 'c' }],
    ['b'],
  ],
  [
    'of one act that was logged four times',
    [{ id: 'b' }, { id: 'd', sameAs: 'c' }],
    [
      { id: 'c', sameAs: 'b' },
      { id: 'e', sameAs: 'd' },
    ],
    ['b'],
  ],
  ['that have nothing to do with each other', [{ id: 'b' }], [{ id: 'c' }], ['b', 'c']],
] as const)('acts of two logs %s: each act counts once', (_, one, other, counts) => {
  expect([...countedIn(one), ...countedIn(other)].toSorted()).toEqual(counts)
})

const drafted = ({ id, ...links }: Line): Draft => ({
  id,
  kind: 'engagement',
  coded: linked({
    ...(links.updates && { updates: idOf(links.updates) }),
    ...(links.sameAs && { sameAs: idOf(links.sameAs) }),
  }),
  words: {},
})
const decide = (line: Line, ...drafts: readonly Draft[]) =>
  decideAppend(
    foldCase(caseOf(...drafts), TODAY),
    { ...drafted(line), id: idOf(line.id) },
    { account: ana, role: 'writer' },
    TODAY,
  )

test('a link that would count an act twice is refused, from whichever entry of its chain', () => {
  const refused = err({ kind: 'engagement_refused', why: 'same_as_other_way', purpose: null })
  expect(decide({ id: 'c', sameAs: 'b' })).toEqual(ok(undefined))
  expect(decide({ id: 'b', sameAs: 'c' })).toEqual(refused)
  const [first, second] = [drafted({ id: 'b' }), drafted({ id: 'y', updates: 'b' })]
  expect(decide({ id: 'z', updates: 'y', sameAs: 'c' }, first, second)).toEqual(refused)
  expect(decide({ id: 'z', updates: 'y', sameAs: 'a' }, first, second)).toEqual(ok(undefined))
})

test('within one log a link goes either way, also to what was erased', () => {
  const other = drafted({ id: 'c' })
  const erasure: Draft = { kind: 'erasure', coded: { erases: idOf('c'), parts: ['coded'], reason: 'danger' } }
  expect(decide({ id: 'b', sameAs: 'c' }, other)).toEqual(ok(undefined))
  expect(decide({ id: 'b', sameAs: 'c' }, other, erasure)).toEqual(ok(undefined))
})

const name = (at: number): string => String(at).padStart(2, '0')

test('over many logs whatever names whatever, of linked acts at least one counts', () => {
  const anyLinks = fc.array(fc.array(fc.option(fc.nat(11), { nil: undefined }), { maxLength: 4 }), {
    maxLength: 4,
  })
  for (let seed = 1; seed <= 20; seed++)
    fc.assert(
      fc.property(anyLinks, (all) => {
        const links = all.flat()
        let at = 0
        const counted = new Set(
          all.flatMap((log) =>
            countedIn(
              log.map((to) => ({ id: name(at++), ...(to !== undefined && { sameAs: name(to) }) })),
            ).map(Number),
          ),
        )
        for (const start of links.keys()) {
          // Where the links lead, to an act that names none or round a ring.
          const path = new Set<number>()
          for (
            let step: number | undefined = start;
            step !== undefined && !path.has(step);
            step = links[step]
          )
            path.add(step)
          const isHere = [...path].every((one) => one < links.length)
          expect(!isHere || [...path].some((one) => counted.has(one))).toBe(true)
        }
      }),
      { seed, numRuns: 60 },
    )
})
