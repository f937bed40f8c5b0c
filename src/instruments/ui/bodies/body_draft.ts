/** A body while it is being written: its roll from a file or by hand, how it is saved, what a preview shows. Pure. */
import type { GroupKind } from '#instruments/core/bodies.ts'
import { type BodyDocument, bodyDocument, type BodyRoll } from '#instruments/core/body_document.ts'
import type { FoundBody } from '#instruments/core/body_file.ts'
import { plainId, plainSlug, takenIds } from '#instruments/core/plain_ids.ts'
import { type ReleasedBody, rollOfBody } from '#instruments/core/released_body.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { emptySource } from '#releases/core/sources.ts'

export type Body = Readonly<Record<string, unknown>>

export const emptyRoll: BodyRoll = { groups: [], members: [], memberships: [] }

export const emptyBody = (lang: string): Body => ({
  slug: '',
  lang,
  kind: 'chamber',
  name: { [lang]: '' },
  country: null,
  parent: null,
  rule: 'simple',
  groupKind: 'party',
  known: { from: null, to: null },
  roll: emptyRoll,
  sources: [emptySource],
})

/** A draft may hold anything: what is no roll is an empty one. */
export const rollIn = ({ roll }: Body): BodyRoll => {
  const given = (roll ?? {}) as Partial<BodyRoll>
  return {
    groups: listOf(given.groups),
    members: listOf(given.members),
    memberships: listOf(given.memberships),
  }
}

const listOf = <T>(value: T[] | undefined): T[] => (Array.isArray(value) ? value : [])

/** As it is saved: an address made of the name where none was written, no whole days where none begin. */
export const tidyBody = (body: Body): Body => {
  const names = inSomeLanguages(body.name, body.lang)
  const known = (body.known ?? {}) as { readonly from?: unknown; readonly to?: unknown }
  return {
    ...body,
    slug: body.slug === '' ? plainSlug(names.en ?? names[String(body.lang)] ?? '') : body.slug,
    name: names,
    known: known.from
      ? { from: known.from, to: known.to || null }
      : known.to
        ? { from: '', to: known.to }
        : null,
  }
}

export const bodyPreview = (
  body: Body,
  { releasedOn, deskName }: { readonly releasedOn: string; readonly deskName: string },
): ReleasedBody | null => {
  const parsed = bodyDocument.safeParse(tidyBody(body))
  return parsed.success ? { ...parsed.data, roll: rollOfBody(parsed.data), releasedOn, deskName } : null
}

/** What was found in a file takes the place of the roll; words that a person wrote stay. */
export const takeFound = (body: Body, { id, name, kind, groupKind, roll }: FoundBody): Body => {
  const lang = String(body.lang ?? 'en')
  const names = (body.name ?? {}) as Readonly<Record<string, string>>
  return {
    ...(body.slug === '' ? { slug: plainSlug(/^[0-9a-f-]{36}$/.test(id) ? name : id || name) } : {}),
    ...(Object.values(names).some(Boolean) ? {} : { name: { [lang]: name }, kind }),
    groupKind,
    roll,
  }
}

export type Written = {
  readonly name: string
  /** Empty: made of the name. */
  readonly id: string
  /** By its name; empty: none. */
  readonly group: string
  readonly area: string
  readonly from: string
  readonly to: string
  readonly votes: boolean
}
export const emptyWritten: Written = { name: '', id: '', group: '', area: '', from: '', to: '', votes: true }

/** The field that is wrong. */
export type RollProblem = 'name' | 'day' | 'taken'

export const addMember = (
  roll: BodyRoll,
  written: Written,
  groupKind: GroupKind,
): Result<BodyRoll, RollProblem> => {
  const name = written.name.trim()
  if (name === '') return err('name')
  const [from, to] = [written.from.trim(), written.to.trim()]
  if ([from, to].some((day) => day !== '' && !isIsoDay(day)) || (from !== '' && to !== '' && to < from))
    return err('day')
  const taken = takenIds()
  for (const { id } of roll.members) taken.give(id)
  const wanted = written.id.trim()
  if (wanted !== '' && roll.members.some(({ id }) => id === wanted)) return err('taken')
  const id = wanted === '' ? taken.give(plainId(name, 'm')) : wanted
  const grouped = withGroup(roll, written.group, groupKind)
  return ok({
    ...grouped.roll,
    members: [...roll.members, { id, kind: 'person', name, identifiers: [] }],
    memberships: [
      ...roll.memberships,
      {
        member: id,
        groups: grouped.id === null ? {} : { [groupKind]: grouped.id },
        area: written.area.trim() || null,
        votes: written.votes,
        from: from || null,
        to: to || null,
      },
    ],
  })
}

/** By its name; a new one is listed. */
const withGroup = (
  roll: BodyRoll,
  written: string,
  kind: GroupKind,
): { readonly roll: BodyRoll; readonly id: string | null } => {
  const name = written.trim()
  if (name === '') return { roll, id: null }
  const known = roll.groups.find((one) => one.kind === kind && one.name === name)
  if (known) return { roll, id: known.id }
  const taken = takenIds()
  for (const one of roll.groups) if (one.kind === kind) taken.give(one.id)
  const id = taken.give(plainId(name, kind))
  return { roll: { ...roll, groups: [...roll.groups, { id, kind, name }] }, id }
}

/** The place of the membership that runs last. */
export const lastMembership = ({ memberships }: BodyRoll, member: string): number => {
  const own = memberships.flatMap((one, at) => (one.member === member ? [{ ...one, at }] : []))
  return own.toSorted((a, b) => (a.from ?? '').localeCompare(b.from ?? '')).at(-1)?.at ?? -1
}

const change = (roll: BodyRoll, at: number, to: Partial<BodyRoll['memberships'][number]>): BodyRoll => ({
  ...roll,
  memberships: roll.memberships.map((one, place) => (place === at ? { ...one, ...to } : one)),
})

export const endMembership = (roll: BodyRoll, member: string, day: string): Result<BodyRoll, RollProblem> => {
  const at = lastMembership(roll, member)
  const from = roll.memberships[at]?.from ?? ''
  return isIsoDay(day) && day >= from ? ok(change(roll, at, { to: day })) : err('day')
}

/** The membership ends the day before, and another begins with the new group. */
export const moveMember = (
  roll: BodyRoll,
  member: string,
  {
    group,
    from,
    groupKind,
  }: { readonly group: string; readonly from: string; readonly groupKind: GroupKind },
): Result<BodyRoll, RollProblem> => {
  const at = lastMembership(roll, member)
  const before = roll.memberships[at]
  if (!before || !isIsoDay(from) || from <= (before.from ?? '') || (before.to !== null && from > before.to))
    return err('day')
  const grouped = withGroup(roll, group, groupKind)
  const { [groupKind]: _left, ...others } = before.groups
  const groups = grouped.id === null ? others : { ...others, [groupKind]: grouped.id }
  const ended = change(grouped.roll, at, { to: dayBefore(from) })
  return ok({ ...ended, memberships: [...ended.memberships, { ...before, groups, from }] })
}

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

export const setVote = (roll: BodyRoll, member: string, votes: boolean): BodyRoll =>
  change(roll, lastMembership(roll, member), { votes })

export const removeMember = (roll: BodyRoll, member: string): BodyRoll => ({
  ...roll,
  members: roll.members.filter(({ id }) => id !== member),
  memberships: roll.memberships.filter((one) => one.member !== member),
})

/** Whose member a problem of the roll speaks of. */
export const memberAt = (roll: BodyRoll, path: string): BodyDocument['roll']['members'][number] | null => {
  const [, list, place] = path.split('.')
  const id =
    list === 'memberships' ? roll.memberships[Number(place)]?.member : roll.members[Number(place)]?.id
  return list === 'groups' ? null : (roll.members.find((one) => one.id === id) ?? null)
}
