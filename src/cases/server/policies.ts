/**
 * Who may ask what of a desk's cases; what is not named here is not answered. Which entry a member may append is
 * decided entry by entry, by the rules that devices follow as well (cases/core/decide.ts, verify_case.ts): readers may
 * stop a publication and nothing else.
 */
import type { Access } from '#platform/server/endpoint.ts'

export const casesPolicy = {
  listCases: 'reader',
  digestCases: 'reader',
  readCase: 'reader',
  openCases: 'writer',
  appendToCase: 'reader',
  refreshHead: 'reader',
  sendFiles: 'writer',
  readFiles: 'reader',
} as const satisfies Readonly<Record<string, Access>>
