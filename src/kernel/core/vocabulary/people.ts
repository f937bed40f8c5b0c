/** Who acted, and who is defended: perpetrators, sectors of work, genders. See [Note: sensitive terms]. */
import { codesOf } from './terms.ts'

/** `State-acquiescence` is judged per act: was support or toleration by the State shown? */
export type ActorStatus = 'State' | 'State-acquiescence' | 'non-State' | 'unknown'

export const perpetrators = [
  { code: 'S', parent: null, actorStatus: 'State', sensitive: false },
  { code: 'S1', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'S2', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'S3', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'S4', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'S5', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'S6', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'S7', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'S8', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'S9', parent: 'S', actorStatus: 'State', sensitive: false },
  { code: 'P', parent: null, actorStatus: 'State-acquiescence', sensitive: false },
  { code: 'P1', parent: 'P', actorStatus: 'State-acquiescence', sensitive: false },
  { code: 'P2', parent: 'P', actorStatus: 'State-acquiescence', sensitive: false },
  { code: 'N', parent: null, actorStatus: 'non-State', sensitive: false },
  { code: 'N1', parent: 'N', actorStatus: 'non-State', sensitive: false },
  { code: 'N2', parent: 'N', actorStatus: 'non-State', sensitive: false },
  { code: 'N3', parent: 'N', actorStatus: 'non-State', sensitive: false },
  { code: 'N4', parent: 'N', actorStatus: 'non-State', sensitive: false },
  { code: 'N5', parent: 'N', actorStatus: 'non-State', sensitive: false },
  { code: 'N6', parent: 'N', actorStatus: 'non-State', sensitive: false },
  { code: 'N7', parent: 'N', actorStatus: 'non-State', sensitive: false },
  // A family member as perpetrator points at a home, a religious authority at a belief.
  { code: 'N8', parent: 'N', actorStatus: 'non-State', sensitive: true },
  { code: 'N9', parent: 'N', actorStatus: 'non-State', sensitive: false },
  { code: 'N10', parent: 'N', actorStatus: 'non-State', sensitive: true },
  // A class of its own in every figure, never folded into non-State.
  { code: 'U', parent: null, actorStatus: 'unknown', sensitive: false },
] as const satisfies readonly {
  readonly code: string
  readonly parent: string | null
  readonly actorStatus: ActorStatus
  readonly sensitive: boolean
}[]
export type PerpetratorCode = (typeof perpetrators)[number]['code']
export const perpetratorCodes: readonly PerpetratorCode[] = codesOf(perpetrators)

/** What may stand in a coded part: the code, or its parent where the code is sensitive. */
export const codedPerpetrator = (code: PerpetratorCode): PerpetratorCode => {
  const perpetrator = perpetrators.find((one) => one.code === code)
  return perpetrator?.sensitive ? perpetrator.parent : code
}

/**
 * Sectors of a defender's work. Sensitive are those whose work is read as a trait of the person: sex, belief,
 * health, origin. The rights of Indigenous peoples and of workers are defended as a body and in the open; a desk
 * that sees a danger there writes OTHER or makes the case dark.
 */
export const sectors = [
  { code: 'LAND', sensitive: false },
  { code: 'INDIG', sensitive: false },
  { code: 'ENV', sensitive: false },
  { code: 'CITIZ', sensitive: false },
  { code: 'WOMEN', sensitive: false },
  { code: 'SRHR', sensitive: true },
  { code: 'LGBT', sensitive: true },
  { code: 'EXPR', sensitive: false },
  { code: 'PROT', sensitive: false },
  { code: 'JUST', sensitive: false },
  { code: 'CONF', sensitive: false },
  { code: 'DIGI', sensitive: false },
  { code: 'CORR', sensitive: false },
  { code: 'LAB', sensitive: false },
  { code: 'MIN', sensitive: true },
  { code: 'FORB', sensitive: true },
  { code: 'MIGR', sensitive: false },
  { code: 'CHILD', sensitive: false },
  { code: 'HEALTH', sensitive: true },
  { code: 'HOUS', sensitive: false },
  { code: 'EDU', sensitive: false },
  { code: 'DISAB', sensitive: true },
  { code: 'DEMO', sensitive: false },
  { code: 'DISAP', sensitive: false },
  { code: 'TORT', sensitive: false },
  { code: 'DEATH', sensitive: false },
  { code: 'PEACE', sensitive: false },
  { code: 'BHR', sensitive: false },
  { code: 'OTHER', sensitive: false },
  { code: 'UNK', sensitive: false },
] as const satisfies readonly { readonly code: string; readonly sensitive: boolean }[]
export type SectorCode = (typeof sectors)[number]['code']
export const sectorCodes: readonly SectorCode[] = codesOf(sectors)

/** What may stand in a coded part: the sector, or OTHER where it is sensitive. */
export const codedSector = (code: SectorCode): SectorCode =>
  sectors.find((one) => one.code === code)?.sensitive ? 'OTHER' : code

/** `R`: recorded, but not to be shown. Never derive gender from a name, nor a trans history from gender. */
export const genders = [
  { code: 'W', sensitive: false },
  { code: 'M', sensitive: false },
  { code: 'X', sensitive: true },
  { code: 'U', sensitive: false },
  { code: 'R', sensitive: false },
] as const satisfies readonly { readonly code: string; readonly sensitive: boolean }[]
export type GenderCode = (typeof genders)[number]['code']
export const genderCodes: readonly GenderCode[] = codesOf(genders)

/** What may stand in a coded part: non-binary persons are few and in danger, so their gender is sealed. */
export const codedGender = (code: GenderCode): GenderCode => (code === 'X' ? 'R' : code)
