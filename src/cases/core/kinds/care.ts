/** The work for a defender: needs, contacts, support, risk, tasks, links. */
import { z } from 'zod'
import {
  codedNeed,
  codedSupportKind,
  contactChannels,
  linkKindCodes,
  needCodes,
  riskLevels,
  supportGivers,
  supportKindCodes,
  taskStates,
} from '#kernel/core/vocabulary/casework.ts'
import { day, id, integer, language, longText, month, shortText, term, text } from '../fields.ts'
import { needStates, needUrgencies, supportStates } from '../terms.ts'

/** What changes (a need met, a task done) is told by a later entry of the same kind that `updates` the first. */
export const needCoded = z.strictObject({
  type: term(needCodes.filter((code) => codedNeed(code) === code)),
  urgency: term(needUrgencies),
  state: term(needStates),
  updates: id.optional(),
})
export const needWords = z.strictObject({
  type: term(needCodes).optional(),
  text: longText.optional(),
  amount: integer(0, 1_000_000_000).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})

/** `safe`: somebody confirmed on `checkedOn` that writing or calling does no harm. */
export const contactCoded = z.strictObject({
  safe: z.boolean(),
  checkedOn: day.optional(),
  updates: id.optional(),
})

/** What to know before reaching out; shown above everything else. */
const safeContactCard = z.strictObject({
  hours: text(400).optional(),
  timeZone: text(60).optional(),
  use: z.array(shortText).max(20).optional(),
  avoid: z.array(shortText).max(20).optional(),
  languages: z.array(language).max(10).optional(),
  danger: longText.optional(),
  agreedSign: text(400).optional(),
})
export const contactWords = z.strictObject({
  name: shortText.optional(),
  relation: shortText.optional(),
  channels: z
    .array(
      z.strictObject({
        channel: term(contactChannels),
        address: text(500),
        safe: z.boolean().optional(),
        note: text(1000).optional(),
      }),
    )
    .max(20)
    .optional(),
  card: safeContactCard.optional(),
  note: longText.optional(),
})

export const supportCoded = z.strictObject({
  type: term(supportKindCodes.filter((code) => codedSupportKind(code) === code)),
  by: term(supportGivers),
  state: term(supportStates),
  date: month.optional(),
  need: id.optional(),
  updates: id.optional(),
})
export const supportWords = z.strictObject({
  type: term(supportKindCodes).optional(),
  giver: shortText.optional(),
  text: longText.optional(),
  amount: integer(0, 1_000_000_000).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  note: longText.optional(),
})

/** Of several the last counts. */
export const riskCoded = z.strictObject({ level: term(riskLevels), reviewDay: day.optional() })
export const riskWords = z.strictObject({
  threats: longText.optional(),
  vulnerabilities: longText.optional(),
  capacities: longText.optional(),
  plan: longText.optional(),
  note: longText.optional(),
})

export const taskCoded = z.strictObject({
  state: term(taskStates),
  due: day.optional(),
  owner: id.optional(),
  about: id.optional(),
  updates: id.optional(),
})
export const taskWords = z.strictObject({ title: shortText.optional(), text: longText.optional() })

/** Links between people draw a network, so they are sealed; that two cases are one person's is coded. */
export const linkCoded = z.strictObject({ samePerson: id.optional() })
export const linkWords = z.strictObject({
  type: term(linkKindCodes).optional(),
  case: id.optional(),
  name: shortText.optional(),
  note: longText.optional(),
})

export type ContactCoded = z.infer<typeof contactCoded>
export type ContactWords = z.infer<typeof contactWords>
