/** A person without what they excluded when they agreed; what was left out is told to whoever makes the report. */
import type { Exclusion } from './exclusions.ts'
import type { Person, ShownEngagement, ShownEvent } from './person.ts'

export const limitedParts = [
  'aliases',
  'born',
  'nationalities',
  'gender',
  'occupation',
  'employer',
  'work',
  'place',
  'event',
  'event_title',
  'event_place',
  'event_narrative',
  'event_perpetrators',
  'event_violations',
  'charge',
  'hearing',
  'need',
  'avoid',
  'assessment',
  'engagement',
] as const
export type LimitedPart = (typeof limitedParts)[number]

export type LeftOut = {
  readonly part: LimitedPart
  /** EDTF, where the part has one. */
  readonly date: string | null
  /** The words of the exclusion that did it; never those of the part. */
  readonly because: readonly string[]
}

/** What the person excluded, for the one who makes the report: it stands in no file. */
export type Limits = {
  readonly exclusions: string
  /** Full names, which no exclusion means. */
  readonly own: readonly string[]
  readonly leftOut: readonly LeftOut[]
}

/** Whether it stays; what does not is noted. */
type Stays = (part: LimitedPart, because: readonly string[], date?: string | null) => boolean

type Limited<T> = { readonly value: T; readonly leftOut: readonly LeftOut[] }

export const limitPerson = (person: Person, exclusion: Exclusion): Limited<Person> => {
  const leftOut: LeftOut[] = []
  const stays: Stays = (part, because, date = null) => {
    if (because.length > 0) leftOut.push({ part, date, because: [...new Set(because)] })
    return because.length === 0
  }
  const text = (part: LimitedPart, said: string | null, because: readonly string[] = []): string | null =>
    said === null || !stays(part, [...because, ...exclusion.hits(said)]) ? null : said
  const { hits, field } = exclusion
  const events = person.events.flatMap((event) => {
    const { type, date } = event
    if (!stays('event', exclusion.event(type, date), date)) return []
    return [limitEvent(event, exclusion, stays)]
  })
  const value: Person = {
    ...person,
    aliases: person.aliases.filter((one) => stays('aliases', [...field('aliases'), ...hits(one)])),
    born: text('born', person.born, field('born')),
    nationalities: person.nationalities.filter(() => stays('nationalities', field('nationalities'))),
    gender: text('gender', person.gender, field('gender')),
    occupation: text('occupation', person.occupation, field('occupation')),
    employer: text('employer', person.employer, field('employer')),
    work: text('work', person.work, field('work')),
    place: text('place', person.place, field('place')),
    // Since when somebody is held would tell of the event that is left out.
    heldSince:
      events.length < person.events.length && !events.some(({ date }) => date === person.heldSince)
        ? null
        : person.heldSince,
    events,
    charges: person.charges.filter(({ law, wording, authority }) =>
      stays('charge', [...field('charges'), ...hits([law, wording, authority].join(' '))]),
    ),
    hearings: person.hearings.filter(({ court, day }) =>
      stays('hearing', [...field('hearings'), ...hits(court ?? '')], day),
    ),
    needs: person.needs.filter((need) =>
      stays('need', [...exclusion.need(need.type), ...hits(need.text ?? '')]),
    ),
    avoid: person.avoid.filter((one) => stays('avoid', hits(one))),
    assessment: person.assessment && {
      answers: person.assessment.answers.map((one) => ({ ...one, reason: text('assessment', one.reason) })),
      reasons: text('assessment', person.assessment.reasons),
    },
  }
  return { value, leftOut }
}

const limitEvent = (event: ShownEvent, { hits, violation }: Exclusion, stays: Stays): ShownEvent => {
  const { date } = event
  const text = (part: LimitedPart, said: string | null): string | null =>
    said === null || !stays(part, hits(said), date) ? null : said
  return {
    ...event,
    place: text('event_place', event.place),
    title: text('event_title', event.title),
    narrative: text('event_narrative', event.narrative),
    violations: event.violations.filter((code) => stays('event_violations', violation(code), date)),
    named: event.named.filter((one) => stays('event_perpetrators', hits(one), date)),
  }
}

/** Of an engagement what was done and when stays; of its words those that hold nothing excluded. */
export const limitEngagement = (one: ShownEngagement, { hits }: Exclusion): Limited<ShownEngagement> => {
  if (one.words === null) return { value: one, leftOut: [] }
  const because = new Set<string>()
  const text = (said: string | null): string | null => {
    const found = said === null ? [] : hits(said)
    found.forEach((word) => because.add(word))
    return found.length > 0 ? null : said
  }
  const { addressees, ask, reply, reason, followedBy, nextStep } = one.words
  const words = {
    addressees: addressees.filter((whom) => text(whom) !== null),
    ask: text(ask),
    reply: text(reply),
    reason: text(reason),
    followedBy: text(followedBy),
    nextStep: text(nextStep),
  }
  return {
    value: { ...one, words },
    leftOut: because.size === 0 ? [] : [{ part: 'engagement', date: one.date, because: [...because] }],
  }
}
