/**
 * Who may ask what of a desk's documents; what is not named here is not answered. Who may decide on which version is
 * said by releases/core/document.ts: never one of its own writers.
 */
import type { Access } from '#platform/server/endpoint.ts'

export const releasesPolicy = {
  listDocuments: 'reader',
  readDocument: 'reader',
  saveDraft: 'writer',
  propose: 'writer',
  takeBack: 'writer',
  withdraw: 'writer',
  proposeDeletion: 'writer',
  listUnconfirmed: 'lead',
  release: 'lead',
  releaseUrgently: 'lead',
  confirm: 'lead',
  refuse: 'lead',
  proposeExport: 'lead',
} as const satisfies Readonly<Record<string, Access>>
