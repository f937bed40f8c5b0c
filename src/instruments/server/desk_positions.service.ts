/** Positions as the members of a desk enter, confirm and strike them: each act one transaction, all of it or nothing. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  type DecisionRefusal,
  decideConfirmation,
  decideStriking,
  type EntryRefusal,
  entryRefusalsOf,
} from '#instruments/core/position_entry.ts'
import type {
  EnteredFact,
  EnteredFacts,
  PositionRow,
  WhipCounts,
  WhipGround,
} from '#instruments/core/position_wire.ts'
import { bodiesOfGround, familyOf, type OpenGround, openFacts } from '#instruments/core/whip_ground.ts'
import { type Database, inSnapshot, inTransaction } from '#platform/server/database.ts'
import type { OpenInstruments } from './instruments.service.ts'
import type { OpenPositions } from './positions.service.ts'
import {
  confirmPositions,
  countPositions,
  findPositions,
  insertPositions,
  type KeptWords,
  lockPositions,
  strikePositions,
} from './positions.store.ts'

export type PositionsDeps = {
  readonly database: Database
  readonly clock: () => Date
  readonly positions: OpenPositions
  readonly instruments: Pick<OpenInstruments, 'all'>
}

export type DeskMember = { readonly account: string; readonly desk: string }

export type EnterRefusal =
  | { readonly kind: 'instrument_unknown' }
  | { readonly kind: 'body_unknown' }
  | { readonly kind: 'facts_refused'; readonly problems: readonly EntryRefusal[] }

const asMember = ({ account, desk }: DeskMember) => ({ role: 'desk', account, desk }) as const

export const listPositions = (
  { database }: Pick<PositionsDeps, 'database'>,
  member: DeskMember,
  instrument: string,
): Promise<readonly PositionRow[]> =>
  inSnapshot(database, asMember(member), (db) => findPositions(db, instrument))

/** The same facts sent again are answered as they are kept. */
export const enterPositions = async (
  deps: PositionsDeps,
  member: DeskMember,
  { instrument, body: slug, facts }: EnteredFacts,
): Promise<Result<readonly PositionRow[], EnterRefusal>> => {
  const [ground, body] = await Promise.all([deps.positions.of(instrument), deps.positions.body(slug)])
  if (!ground) return err({ kind: 'instrument_unknown' })
  if (!body) return err({ kind: 'body_unknown' })
  const at = deps.clock()
  const today = at.toISOString().slice(0, 10)
  const amendments = ground.amendments.map((one) => one.body.slug)
  const problems = entryRefusalsOf(facts, { instrument, body, amendments, today })
  if (problems.length > 0) return err({ kind: 'facts_refused', problems })
  return inTransaction(deps.database, asMember(member), async (db) => {
    await insertPositions(db, { ...member, instrument, body: slug, by: member.account, at }, facts)
    const ids = facts.map(({ id }) => id)
    const kept = new Map((await lockPositions(db, ids)).map((one) => [one.id, one.said]))
    const taken = facts.flatMap((fact, place): readonly EntryRefusal[] =>
      isSame(fact, kept.get(fact.id), { instrument, body: slug })
        ? []
        : [{ at: `${place}.id`, code: 'id_taken' }],
    )
    if (taken.length > 0) throw new Taken(taken)
    const own = new Set(ids)
    return ok((await findPositions(db, instrument)).filter(({ fact }) => own.has(fact.id)))
  }).catch((cause: unknown) => {
    if (cause instanceof Taken) return err({ kind: 'facts_refused' as const, problems: cause.problems })
    throw cause
  })
}

/** Thrown only so that the transaction is rolled back. */
class Taken extends Error {
  readonly problems: readonly EntryRefusal[]
  constructor(problems: readonly EntryRefusal[]) {
    super('id taken')
    this.problems = problems
  }
}

const isSame = (
  sent: EnteredFact,
  kept: KeptWords | undefined,
  of: { readonly instrument: string; readonly body: string },
): boolean =>
  kept !== undefined &&
  kept.instrument === of.instrument &&
  kept.body === of.body &&
  kept.fact.of.kind === sent.of.kind &&
  kept.fact.of.id === sent.of.id &&
  (['member', 'stance', 'on', 'confidence', 'source', 'explanation'] as const).every(
    (field) => kept.fact[field] === sent[field],
  )

export const confirm = (
  deps: PositionsDeps,
  member: DeskMember,
  ids: readonly string[],
): Promise<Result<null, DecisionRefusal>> =>
  inTransaction(deps.database, asMember(member), async (db) => {
    const decided = decideConfirmation(ids, { kept: await lockPositions(db, ids), account: member.account })
    if (!decided.ok) return decided
    if (decided.value.length > 0)
      await confirmPositions(db, decided.value, { by: member.account, at: deps.clock() })
    return ok(null)
  })

export const strike = (
  deps: PositionsDeps,
  member: DeskMember,
  { ids, why }: { readonly ids: readonly string[]; readonly why: string },
): Promise<Result<null, DecisionRefusal>> =>
  inTransaction(deps.database, asMember(member), async (db) => {
    const decided = decideStriking(ids, await lockPositions(db, ids))
    if (!decided.ok) return decided
    if (decided.value.length > 0)
      await strikePositions(db, decided.value, { by: member.account, at: deps.clock(), why })
    return ok(null)
  })

/** Of which instruments the desk entered positions, and what else there is to count. */
export const listWhipCounts = async (deps: PositionsDeps, member: DeskMember): Promise<WhipCounts> => {
  const [counted, instruments, bodies] = await Promise.all([
    inSnapshot(deps.database, asMember(member), countPositions),
    deps.instruments.all(),
    deps.positions.bodies(),
  ])
  return {
    counted: [...counted],
    instruments: instruments.map(({ slug, lang, title, symbol }) => ({ slug, lang, title, symbol })),
    bodies: bodies.map(({ slug, lang, name }) => ({ slug, lang, name })),
  }
}

export type GroundRefusal = { readonly kind: 'instrument_unknown' } | { readonly kind: 'body_unknown' }

/** What everybody may read of it: the device adds what its desk has entered. */
export const readWhipGround = async (
  deps: PositionsDeps,
  { instrument, body: asked }: { readonly instrument: string; readonly body: string | null },
): Promise<Result<WhipGround, GroundRefusal>> => {
  const [ground, lines] = await Promise.all([deps.positions.of(instrument), deps.positions.bodies()])
  if (!ground) return err({ kind: 'instrument_unknown' })
  const likely = bodiesOfGround(ground, lines)
  const slug = asked ?? likely[0] ?? null
  const body = slug === null ? null : await deps.positions.body(slug)
  if (slug !== null && !body) return err({ kind: 'body_unknown' })
  const { facts, unmatched } = body
    ? openFacts(ground, body, familyOf(body, lines))
    : { facts: [], unmatched: [] }
  return ok({
    ...headOf(ground),
    body,
    likely: likely.flatMap((one) => lines.find((line) => line.slug === one) ?? []),
    facts: [...facts],
    unmatched: [...unmatched],
    history: (ground.instrument?.body.history ?? []).map(({ stage, on }) => ({ stage, on })),
    amendments: ground.amendments.map(({ body: { slug: own, symbols, lang, name } }) => ({
      slug: own,
      symbols,
      lang,
      name,
    })),
  })
}

const headOf = ({ slug, instrument, amendments, votes }: OpenGround) => {
  const amended = amendments[0]?.body
  const voted = votes[0]?.body
  return {
    slug,
    lang: instrument?.body.lang ?? amended?.lang ?? voted?.lang ?? 'en',
    title: instrument?.body.title ?? amended?.draft.title ?? voted?.title ?? {},
    symbol: instrument?.body.symbol ?? amended?.draft.symbol ?? null,
  }
}
