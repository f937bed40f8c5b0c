/** What officers of the example's missions write beside the coded half: short, and saying that it is invented. */
import type { EngagementWords } from '#cases/core/kinds/engagement.ts'
import type { EngagementResult, EngagementType } from '#kernel/core/vocabulary/missions.ts'

import { SYNTHETIC } from './example_cases.ts'
import type { HearingDay } from './example_mission_court.ts'
import { type MissionPlan, missionPlans } from './example_mission_plans.ts'

const given = ['Ada', 'Bo', 'Cleo', 'Dara', 'Elin', 'Fenna', 'Goran', 'Hale', 'Ines', 'Jory']
const family = ['Birchwater', 'Fernhollow', 'Reedmarsh', 'Stonefield']

/** Forty that differ. */
export const officerNames = (mission: string, officer: number): string => {
  const before = missionPlans.slice(
    0,
    missionPlans.findIndex(({ key }) => key === mission),
  )
  const place = before.reduce((sum, { officers }) => sum + officers.length, officer - 1)
  return `${given[place % given.length]!} ${family[(place + Math.floor(place / given.length)) % family.length]!}`
}

const saidOf: Readonly<Record<EngagementType, string>> = {
  situation_report: 'Who defends what here, and what they fear.',
  report: 'The half year of defenders, for headquarters.',
  mission_contact: 'The liaison officer was named to organisations.',
  coordination_meeting: 'Who goes to which hearing, and who writes.',
  meeting: 'A talk about the last months and what would help.',
  field_visit: 'A visit to the office, with the street looking on.',
  public_recognition: 'An invitation to the evening of the national day.',
  trial_observation: 'The officer sat in the second row and wrote.',
  detention_visit: 'Half an hour in the visiting room.',
  demarche: 'The case was raised with the ministry.',
  statement: 'A statement on the site of the mission.',
  visa_support: 'A visa for three months.',
  grant_referral: 'Referred to a fund for emergencies.',
  accompaniment: 'The officer went along to the police station.',
  company_contact: 'The company was asked about its guards.',
  multilateral_action: 'A paragraph for the statement at the Council.',
  reprisal_response: 'What followed the meeting was raised.',
  risk_check: 'What could follow was weighed with the person.',
  visit_programme: 'The visitor from headquarters met two defenders.',
  dialogue: 'Organisations were heard before the talks.',
  psychosocial_support: 'Referred to somebody who listens.',
  network_meeting: 'Defenders of three regions met at the residence.',
  tools_check: 'Which tools work this month.',
}

const NOT_SEEN: Readonly<Partial<Record<EngagementResult, string>>> = {
  refused_by_host: 'The guard at the door let nobody in.',
  declined: 'Nobody could be sent on that day.',
  postponed: 'The court put the hearing off on the same morning.',
}

type Done = {
  readonly type: EngagementType
  readonly result: EngagementResult
  readonly why?: string
  readonly hearing?: HearingDay
  readonly day: string
  readonly plan: MissionPlan
  /** Like-minded missions in the same country. */
  readonly joint: readonly string[]
  readonly place: number
}

export const whatWasDone = (done: Done): EngagementWords => {
  const { type, result, why, plan, joint, place } = done
  const isDone = result === 'done'
  const reason = why ?? NOT_SEEN[result]
  const isJoint = type === 'coordination_meeting' || (type === 'demarche' && place % 2 === 0)
  return {
    what: `${SYNTHETIC} ${saidOf[type]}`,
    place: plan.city,
    ...(reason === undefined || isDone ? {} : { reason }),
    ...(isJoint && joint.length > 0 ? { jointWith: [...joint] } : {}),
    ...(type === 'demarche' && { form: 'note verbale', addressees: ['Ministry of foreign affairs'] }),
    ...(type === 'statement' && { address: `https://${plan.key}.example/statements/${place}` }),
    ...(type === 'trial_observation' && { trial: seenInCourt(result) }),
    ...(type === 'detention_visit' && isDone && { access: { granted: true, inPrivate: place % 2 === 0 } }),
    ...(type === 'network_meeting' && {
      meeting: { participants: [{ name: 'Invented network', consented: true }], decisions: ['Meet again.'] },
    }),
    ...(type === 'tools_check' && { tools: toolsOf(done) }),
    ...(type === 'grant_referral' && {
      programme: { slug: 'Invented emergency fund', appliedOn: done.day, decision: 'open' as const },
    }),
  }
}

const seenInCourt = (result: EngagementResult): NonNullable<EngagementWords['trial']> =>
  result === 'done'
    ? {
        seat: 'obtained',
        interpreter: 'own',
        counselPresent: true,
        counselHeard: true,
        publicAdmitted: true,
        mediaAdmitted: false,
        defendantPresent: true,
      }
    : { seat: result === 'refused_by_host' ? 'refused' : 'not_asked' }

const toolsOf = ({ day }: Done): NonNullable<EngagementWords['tools']> =>
  (
    [
      ['Invented messenger', 'slowed', 'Send texts, no pictures.'],
      ['Invented mail', 'works', 'With keys alone.'],
      ['Invented network of calls', 'intercepted', 'Say nothing of plans.'],
    ] as const
  ).map(([tool, state, advice]) => ({ tool, state, advice, source: 'Invented test', seenOn: day }))
