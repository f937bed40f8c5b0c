/**
 * What a mission did for the defender of this case, and which hearing it covers. The same engagement stands in the
 * desk's journal where no single case is meant. Headquarters read the coded half.
 */
import { z } from 'zod'
import {
  confidentialities,
  dutyCodes,
  engagementResults,
  engagementTypes,
  officerRoles,
  requesters,
} from '#kernel/core/vocabulary/missions.ts'
import { citations, date, day, id, integer, longText, month, shortText, term, terms, url } from '../fields.ts'

/** An officer by their number in the mission's roster, whose names lie sealed in the journal. */
export const officerNumber = integer(1, 9999)

export const engagementCoded = z
  .strictObject({
    type: term(engagementTypes),
    /** Those that it fulfils; of one that was not done, those that it would have. */
    duties: terms(dutyCodes, 8),
    /** Paragraphs of guidelines that it answers. */
    provisions: citations(10).optional(),
    officer: officerNumber.optional(),
    role: term(officerRoles),
    /** When it was done, or was decided not to be. */
    date: month,
    result: term(engagementResults),
    requestedBy: term(requesters),
    requested: month.optional(),
    /** Whole days from the request to the answer; none while it is open. */
    daysToAnswer: integer(0, 3650).optional(),
    confidentiality: term(confidentialities),
    /** Of a trial observation: the hearing's first entry in this case. */
    hearing: id.optional(),
    /** Of a programme's referral: days from the application to the decision. */
    daysToDecision: integer(0, 3650).optional(),
    /** The consent in this case that it rests on. */
    consent: id.optional(),
    /** The next step is due then. */
    due: day.optional(),
    /** What became of an earlier one: it takes its place. */
    updates: id.optional(),
    /** The same act, logged by somebody else of this mission, here or in the journal: it counts once. */
    sameAs: id.optional(),
  })
  .refine((one) => one.duties.length > 0, { path: ['duties'] })
  .refine((one) => one.hearing === undefined || one.type === 'trial_observation', { path: ['hearing'] })
export type EngagementCoded = z.infer<typeof engagementCoded>

/** What was seen in court; each line may stay open. */
export const trialChecklist = z.strictObject({
  seat: term(['obtained', 'refused', 'not_asked']).optional(),
  interpreter: term(['own', 'provided', 'none']).optional(),
  counselPresent: z.boolean().optional(),
  counselHeard: z.boolean().optional(),
  publicAdmitted: z.boolean().optional(),
  mediaAdmitted: z.boolean().optional(),
  defendantPresent: z.boolean().optional(),
  statements: longText.optional(),
  nextHearing: date.optional(),
})

/** One tool of communication in a country; never who uses it. */
export const toolSeen = z.strictObject({
  tool: shortText,
  state: term(['works', 'blocked', 'slowed', 'intercepted', 'attacked', 'not_known']),
  /** What defenders do instead, what to avoid. */
  advice: longText.optional(),
  source: shortText,
  seenOn: date,
})

export const engagementWords = z.strictObject({
  date: date.optional(),
  requestedOn: date.optional(),
  answeredOn: date.optional(),
  what: longText.optional(),
  place: shortText.optional(),
  /** Whom it was said to, or who was met: of theirs. */
  addressees: z.array(shortText).max(40).optional(),
  ask: longText.optional(),
  reply: longText.optional(),
  /** Why it was not done. */
  reason: longText.optional(),
  /** Other missions that took part, in the words of the log. */
  jointWith: z.array(shortText).max(30).optional(),
  /** That the person was asked again before this act, and agreed. */
  askedAgainOn: date.optional(),
  riskChecked: z.strictObject({ on: date, text: longText }).optional(),
  /** What followed; no cause is claimed. */
  followedBy: longText.optional(),
  nextStep: longText.optional(),
  /** Address of a public statement or recognition. */
  address: url.optional(),
  /** Of a demarche: note verbale, meeting, call. Of recognition: award, invitation, social media. */
  form: shortText.optional(),
  trial: trialChecklist.optional(),
  /** Of a visit in detention. */
  access: z
    .strictObject({
      granted: z.boolean().optional(),
      inPrivate: z.boolean().optional(),
      health: longText.optional(),
    })
    .optional(),
  /** Of a referral: the programme's slug in the directory, and its decision. */
  programme: z
    .strictObject({
      slug: shortText,
      appliedOn: date.optional(),
      decision: term(['open', 'granted', 'refused', 'withdrawn']),
      decidedOn: date.optional(),
      amount: integer(0, 1_000_000_000).optional(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .optional(),
    })
    .optional(),
  /** Of a meeting of defenders or of missions. */
  meeting: z
    .strictObject({
      participants: z
        // Nobody is named here who did not agree to it.
        .array(z.strictObject({ name: shortText, consented: z.boolean().refine((agreed) => agreed) }))
        .max(100)
        .optional(),
      decisions: z.array(shortText).max(40).optional(),
    })
    .optional(),
  tools: z.array(toolSeen).max(60).optional(),
  /** Files of evidence in this case. */
  documents: z.array(id).max(40).optional(),
})
export type EngagementWords = z.infer<typeof engagementWords>

/** Who of the mission covers a hearing; the last one of a hearing holds. Without an officer nobody does any more. */
export const coverCoded = z.strictObject({ hearing: id, officer: officerNumber.optional() })
export const coverWords = z.strictObject({ note: longText.optional() })
