/**
 * Who moved, where an outcome names somebody: a named target of its ask, or a member of a body. Whoever adopted a
 * prisoner's case, with what was done since. Pure.
 */
import type { ReleasedBody } from '#instruments/core/released_body.ts'

import type { AskBody } from './ask.ts'
import type { OutcomeBody } from './outcome.ts'
import type { NamedTarget } from './target.ts'

type InLanguages = Readonly<Record<string, string>>

/** Where somebody sits: pages of the body tell their votes and positions. */
export type SeatLink = {
  readonly body: string
  readonly member: string
  readonly bodyName: InLanguages
  readonly bodyLang: string
}

export type Mover = {
  /** Null where an office alone is asked, or a State. */
  readonly name: string | null
  readonly office: InLanguages | null
  /** ISO code of a State. */
  readonly state: string | null
  readonly lang: string
  readonly seat: SeatLink | null
}

export type SeatId = { readonly body: string; readonly member: string }

/** `us-senate:C001088`: ids of named targets hold no colon. */
export const memberTarget = ({ body, member }: SeatId): string => `${body}:${member}`

export const seatInTarget = (target: string): SeatId | null => {
  const [, body, member] = /^([a-z0-9-]+):(.+)$/.exec(target) ?? []
  return body !== undefined && member !== undefined ? { body, member } : null
}

type Asked = Pick<AskBody, 'targets' | 'lang'>
type Known = { readonly ask: Asked | null; readonly bodies: readonly ReleasedBody[] }

/** Bodies without which nobody could be named. */
export const bodiesNamed = (
  outcomes: readonly Pick<OutcomeBody, 'target'>[],
  asks: readonly Asked[],
): readonly string[] => [
  ...new Set([
    ...outcomes.flatMap(({ target }) => (target === null ? [] : (seatInTarget(target)?.body ?? []))),
    ...asks.flatMap(({ targets }) =>
      targets.flatMap((one) => (one.kind === 'named' ? (one.seat?.body ?? []) : [])),
    ),
  ]),
]

/** Null: nobody, or nobody who is known by now. */
export const moverOf = (target: string | null, { ask, bodies }: Known): Mover | null => {
  if (target === null) return null
  const named = ask?.targets.find((one): one is NamedTarget => one.kind === 'named' && one.id === target)
  if (named && ask)
    return {
      name: named.name,
      office: named.office,
      state: null,
      lang: ask.lang,
      seat: named.seat ? (memberIn(bodies, named.seat)?.seat ?? null) : null,
    }
  const seat = seatInTarget(target)
  return seat && memberIn(bodies, seat)
}

const memberIn = (bodies: readonly ReleasedBody[], { body: slug, member: id }: SeatId): Mover | null => {
  const body = bodies.find((one) => one.slug === slug)
  const member = body?.roll.members.find((one) => one.id === id)
  if (!body || !member) return null
  const isState = member.kind === 'state'
  return {
    name: isState ? null : member.name,
    office: null,
    state: isState ? member.id : null,
    lang: body.lang,
    seat: { body: body.slug, member: member.id, bodyName: body.name, bodyLang: body.lang },
  }
}

type Line = { readonly id: string; readonly body: OutcomeBody; readonly who: Mover | null }
export type Adoption<Of extends Line = Line> = {
  readonly who: Mover
  readonly adopted: Of
  /** What they did, or what followed of them, from that day on. */
  readonly since: readonly Of[]
}

/** Lines in the order of time. Of somebody whom nobody can name any more nothing is told here. */
export const adoptionsIn = <Of extends Line>(lines: readonly Of[]): readonly Adoption<Of>[] => {
  const first = new Map<string, Of>()
  for (const line of lines) {
    const { kind, target } = line.body
    if (kind === 'case_adopted' && target !== null && !first.has(target)) first.set(target, line)
  }
  return [...first.values()].flatMap((adopted) => {
    const { who } = adopted
    if (who === null) return []
    const since = lines
      .slice(lines.indexOf(adopted) + 1)
      .filter(({ body }) => body.target === adopted.body.target)
    return [{ who, adopted, since }]
  })
}
