/** A person as a report may tell of them by name. */
import type { EngagementResult, EngagementType, Duty } from '#kernel/core/vocabulary/missions.ts'

export type ShownEvent = {
  readonly type: string
  readonly date: string | null
  readonly country: string | null
  readonly place: string | null
  readonly title: string | null
  readonly narrative: string | null
  readonly violations: readonly string[]
  readonly perpetrators: readonly string[]
  readonly named: readonly string[]
  readonly verification: string
  readonly disputed: boolean
}

export type ShownEngagement = {
  readonly type: EngagementType
  readonly duties: readonly Duty[]
  readonly result: EngagementResult
  readonly date: string
  readonly daysToAnswer: number | null
  readonly words: {
    readonly addressees: readonly string[]
    readonly ask: string | null
    readonly reply: string | null
    readonly reason: string | null
    readonly followedBy: string | null
    readonly nextStep: string | null
  } | null
}

export type Person = {
  /** Full names, in all scripts. */
  readonly names: readonly string[]
  readonly aliases: readonly string[]
  readonly born: string | null
  readonly nationalities: readonly string[]
  readonly gender: string | null
  readonly occupation: string | null
  readonly employer: string | null
  readonly work: string | null
  readonly sectors: readonly string[]
  readonly place: string | null
  readonly custodyBasis: string | null
  readonly heldSince: string | null
  readonly pastEnd: 'no' | 'possible' | 'certain'
  readonly deathPossible: boolean
  /** What was agreed to of the purpose; what was excluded from it stands in no report. */
  readonly consent: {
    readonly collected: string | null
    readonly expires: string | null
    readonly partners: readonly string[]
  }
  /** C0: that this desk keeps what it knows under the name. */
  readonly keeps: boolean
  /** C8: a visit in the person's name. */
  readonly mayMeet: boolean
  readonly events: readonly ShownEvent[]
  readonly charges: readonly {
    readonly groups: readonly string[]
    readonly law: string
    readonly wording: string | null
    readonly authority: string | null
  }[]
  readonly hearings: readonly {
    readonly day: string
    readonly type: string
    readonly outcome: string | null
    readonly court: string | null
  }[]
  readonly needs: readonly {
    readonly type: string
    readonly urgency: string
    readonly text: string | null
    readonly amount: number | null
    readonly currency: string | null
  }[]
  readonly avoid: readonly string[]
  /** The last one by the definition of arbitrary detention. */
  readonly assessment: {
    readonly answers: readonly {
      readonly question: string
      readonly answer: string
      readonly reason: string | null
    }[]
    readonly reasons: string | null
  } | null
}

/** Of somebody without a full name the first alias or pseudonym. */
export const nameOf = ({ names, aliases }: Pick<Person, 'names' | 'aliases'>): string =>
  names[0] ?? aliases[0] ?? ''
