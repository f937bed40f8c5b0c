/** Members of whom an ask wants something, in the order in which to ask them. Pure. */
import type { PositionFact } from '#instruments/core/positions.ts'
import type { CountedBody, WhipGround } from '#instruments/core/position_wire.ts'
import { countingDay } from '#instruments/core/whip_ground.ts'
import { type MemberView, viewWhip, type WhipView } from '#instruments/core/whip_view.ts'
import { compareText } from '#kernel/core/compare_text.ts'
import type { AskBody } from './ask.ts'

/** Bodies whose members it asks, and the text that it is about; null: nobody can be counted for it. */
export const lobbiedBy = ({
  about,
  targets,
}: Pick<AskBody, 'about' | 'targets'>): {
  readonly instrument: string
  readonly bodies: readonly string[]
} | null => {
  const bodies = targets.flatMap((one) =>
    one.kind === 'body' ? [one.body] : one.kind === 'by_place' ? one.bodies : (one.seat?.body ?? []),
  )
  return about.kind === 'instrument' && bodies.length > 0
    ? { instrument: about.slug, bodies: [...new Set(bodies)] }
    : null
}

export type LobbyView = {
  readonly whip: WhipView
  /** ISO day of which the count is. */
  readonly asOf: string
  /** Whom to ask next stands first; those who are sure or against, and those without a vote, last. */
  readonly targets: readonly MemberView[]
}

type Asked = {
  readonly ask: Pick<AskBody, 'targets'>
  readonly body: CountedBody
  readonly ground: Pick<WhipGround, 'slug' | 'history'>
  readonly facts: readonly PositionFact[]
  readonly today: string
}

export const viewTargets = ({ ask, body, ground, facts, today }: Asked): LobbyView => {
  const asOf = countingDay(ground.history, { body, facts, today })
  const of = { kind: 'instrument', id: ground.slug } as const
  const whip = viewWhip({ body, facts, of, rule: body.rule, asOf, by: null })
  const place = new Map(whip.count.ask.map(({ member }, at) => [member, at]))
  const placeOf = ({ seat }: MemberView): number => place.get(seat.member.id) ?? place.size
  return {
    whip,
    asOf,
    targets: whip.members
      .filter((one) => isAsked(ask, body.slug, one))
      .toSorted((a, b) => placeOf(a) - placeOf(b) || compareText(a.seat.member.name, b.seat.member.name)),
  }
}

/** Of a body with chosen groups only their members; of named persons those who are linked to a seat in it. */
const isAsked = ({ targets }: Asked['ask'], body: string, { seat }: MemberView): boolean =>
  targets.some((one) => {
    if (one.kind === 'by_place') return one.bodies.includes(body)
    if (one.kind === 'named') return one.seat?.body === body && one.seat.member === seat.member.id
    if (one.body !== body) return false
    const groups = Object.values(seat.membership.groups)
    return one.groups.length === 0 || groups.some((group) => one.groups.includes(group))
  })
