/** What an import of missions says of each bad cell: what is wrong and how to mend it. */
import { guidelines } from '#kernel/core/vocabulary/missions.ts'
import { translator } from '#languages/translate.ts'
import type { EngagementWhy } from '#missions/core/import_engagements.ts'
import type { MissionWhy } from '#missions/core/import_missions.ts'
import { engagementRefusalWords } from '#missions/ui/logging/log_words.ts'
import { problemWords } from '#releases/ui/words.ts'

import { mendOfDate } from './import_words.ts'

const NO_COUNTRY = 'no country of this name. Write its name or its two letters (TJ).'

const termMends = {
  country: NO_COUNTRY,
  type: 'no such type. Write its code (trial_observation) or its label (Trial observation).',
  role: 'no such role. Write ambassador, deputy, human rights officer, other diplomat or local staff.',
  result:
    'no such result. Write done, pending, refused by host, declined, postponed or cancelled for safety.',
  seat: 'write obtained, refused, not_asked, or leave it empty.',
  decision: 'write open, granted, refused or withdrawn.',
  requestedBy: 'write defender, family, organisation, mission or headquarters.',
  confidentiality: 'write internal, shared or public.',
} as const

export const engagementMend = (why: EngagementWhy): string => {
  switch (why.kind) {
    case 'unknown_term':
      return termMends[why.field]
    case 'unknown_duty':
      return 'no such duty. Write codes E01 to E24, D5 or D9, parted by spaces.'
    case 'one_case':
      return 'one case a row. Write a row for each case.'
    case 'other_mission':
      return 'not the name of this desk. Import the rows of another mission at its own desk.'
    case 'yes_or_no':
      return 'write yes, no, or leave it empty.'
    case 'no_consent_id':
      return 'not the id of a consent. Leave it empty: the consent in force in the case is found.'
    case 'bad_date':
      return mendOfDate(why.question)
    case 'no_day':
      return 'a log counts days. Write the day, as 2026-03-14.'
    case 'country_missing':
      return 'an engagement without a case says its country. Write it, or give --country TJ.'
    case 'tools_at_desk':
      return 'a check of tools has a line for each tool. Log it at the desk.'
    case 'hearing_without_case':
      return 'a hearing belongs to a case. Name the case.'
    case 'log':
      return translator('en')(`engagements.problem.${why.problem}`)
    case 'rule':
      return engagementRefusalWords(translator('en'), { kind: 'rule_broken', rule: why.rule })
  }
}

export const missionMend = (why: MissionWhy): string => {
  switch (why.kind) {
    case 'unknown_government':
      return 'no such government. Write a country, its two letters, or EU.'
    case 'unknown_country':
      return NO_COUNTRY
    case 'unknown_post':
      return 'write embassy, delegation, consulate, representation or headquarters.'
    case 'unknown_guideline':
      return `no such guideline. Write ${guidelines.join(', ')}, several parted by ";".`
    case 'unknown_named':
      return 'write yes, no or not known.'
    case 'empty':
      return 'fill this in. What is not known from a public source is not imported.'
    case 'does_not_fit':
      return 'too long, or not of this form. Shorten or mend it.'
    case 'day_ahead':
    case 'refused':
      return problemWords(translator('en'), why.kind === 'refused' ? why.code : 'day_ahead', 'mission')
  }
}
