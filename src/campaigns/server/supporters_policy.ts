/**
 * Who may ask what of supporters' data. A reader of cases need not know who signed; a list that is taken away, and a
 * letter to thousands, are a lead's.
 */
import type { Access } from '#platform/server/endpoint.ts'

export const supportersPolicy = {
  readSupporters: 'writer',
  openSealed: 'writer',
  answerRequest: 'writer',
  list: 'lead',
  followUp: 'lead',
} as const satisfies Readonly<Record<string, Access>>
