/** The list of a desk's cases as this device had it: from memory or kept, brought up to date by what changed. */
import { z } from 'zod'
import { changedPrefixes, digestsOf, markOf, prefixOf } from '#cases/core/list_digest.ts'
import {
  caseLineAnswer,
  type CaseLineWire,
  changedLinesAnswer,
  digestsAnswer,
  MOST_PREFIXES,
} from '#cases/core/wire.ts'
import type { Registry } from '#cases/client/registry.ts'
import { ok, type Ok } from '#kernel/core/result.ts'
import { tagOf } from '#members/client/kept_box.ts'
import { askOrKept, isAway } from '#members/client/kept_logs.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

export type KnownList = {
  readonly cases: readonly CaseLineWire[]
  readonly next: null
  /** The server was not there to ask. */
  readonly isKept: boolean
}

const listSchema = z.object({ cases: z.array(caseLineAnswer) })
const nameOf = (desk: string): string => `list ${desk}`

/** Null: this device keeps no list, or too much has changed: the list has to be fetched whole. */
export const knownList = async (
  deps: ClientDeps,
  desk: string,
  before: Registry,
): Promise<Ok<KnownList> | null> => {
  if (!deps.kept?.box()) return null
  const known = wiresOf(before) ?? (await keptList(deps, desk))
  if (known.length === 0) return null
  const digests = await askOrKept(deps, true, () =>
    deps.api('GET', `/desks/${desk}/case-digests`, { answer: digestsAnswer }),
  )
  if (isAway(deps, digests)) return ok({ cases: known, next: null, isKept: true })
  if (!digests.ok) return null
  const changed = changedPrefixes(digestsOf(known.map(markOf)), digests.value.digests)
  if (changed.length > MOST_PREFIXES) return null
  const same = known.filter(({ case: id }) => !changed.includes(prefixOf(id)))
  const fresh = changed.length === 0 ? ok({ cases: [] }) : await fetchChanged(deps, desk, changed)
  return fresh.ok ? ok({ cases: [...same, ...fresh.value.cases], next: null, isKept: false }) : null
}

const fetchChanged = async (deps: ClientDeps, desk: string, changed: readonly string[]) => {
  const path = `/desks/${desk}/case-lines?in=${changed.join('')}`
  return deps.api('GET', path, { answer: changedLinesAnswer })
}

/** Lines that this device changed itself are left out, and so asked for anew. */
const wiresOf = (before: Registry): readonly CaseLineWire[] | null =>
  before.size === 0 ? null : [...before.values()].flatMap(({ wire }) => (wire ? [wire] : []))

const keptList = async ({ kept }: ClientDeps, desk: string): Promise<readonly CaseLineWire[]> => {
  const found = listSchema.safeParse(await kept?.box()?.get(nameOf(desk)))
  return found.success ? found.data.cases : []
}

/** Writes the list where it is another than the one kept. */
export const keepList = async ({ kept }: ClientDeps, desk: string, registry: Registry): Promise<void> => {
  const box = kept?.box()
  if (!box) return
  const cases = wiresOf(registry) ?? []
  const tag = tagOf(JSON.stringify(digestsOf(cases.map(markOf))))
  const there = (await box.marks()).find(({ key }) => key === box.keyOf(nameOf(desk)))
  if (there?.tag !== tag) void box.put({ name: nameOf(desk), value: { cases }, sort: 'base', desk, tag })
}
