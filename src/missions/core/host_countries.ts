/** Countries of which a mission is public, with how many promised what by their guidelines. Pure. */
import { type Guideline, guidelines } from '#kernel/core/vocabulary/missions.ts'
import type { MissionBody } from './mission.ts'

type Counted = Pick<MissionBody, 'host' | 'alsoFor' | 'government' | 'guidelines'>

export type HostCountry = {
  readonly country: MissionBody['host']
  /** Posted there. */
  readonly missions: number
  /** Looking after it from elsewhere. */
  readonly others: number
  readonly governments: readonly MissionBody['government'][]
  /** How many of all of them each guideline binds, in the order of the guidelines; one that binds none is left out. */
  readonly bound: readonly { readonly guideline: Guideline; readonly missions: number }[]
  /** How many no known guideline binds. */
  readonly unbound: number
}

export const hostCountries = (all: readonly Counted[]): readonly HostCountry[] => {
  const countries = [...new Set(all.flatMap(({ host, alsoFor }) => [host, ...alsoFor]))]
  return countries.map((country) => {
    const known = all.filter(({ host, alsoFor }) => host === country || alsoFor.includes(country))
    const missions = known.filter(({ host }) => host === country).length
    const bound = guidelines.map((guideline) => ({
      guideline,
      missions: known.filter((one) => one.guidelines.includes(guideline)).length,
    }))
    return {
      country,
      missions,
      others: known.length - missions,
      governments: [...new Set(known.map(({ government }) => government))],
      bound: bound.filter((one) => one.missions > 0),
      unbound: known.filter((one) => one.guidelines.length === 0).length,
    }
  })
}
