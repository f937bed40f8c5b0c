/** Files of evidence, as the workbench offers them: one set of uploads for as long as the desk is open. */
import { appendEntries } from '#cases/client/case_writing.ts'
import { type CasesOf, viewCase } from '#cases/client/desk_cases.ts'
import { readEvidence, readEvidencePart, saveEvidence } from '#cases/client/evidence_read.ts'
import {
  addEvidence,
  dropUpload,
  type EvidenceOf,
  noEvidenceYet,
  pauseUploads,
  resumeEvidence,
  waitingUploads,
} from '#cases/client/evidence_upload.ts'
import type { EvidenceMethods } from '#cases/client/evidence_views.ts'
import type { BytesApi } from '#platform/client/api.ts'
import { whileOpen } from './while_open.ts'

export const evidenceMethods = (bytes: BytesApi, casesNow: () => CasesOf | null): EvidenceMethods => {
  const known = new WeakMap<CasesOf, EvidenceOf>()
  const evidenceOf = (cases: CasesOf): EvidenceOf => {
    const before = known.get(cases)
    if (before) return before
    const of = noEvidenceYet({
      ...cases,
      bytes,
      view: (given) => viewCase(cases, given),
      append: (given) => appendEntries(cases, given),
    })
    known.set(cases, of)
    return of
  }
  const now = (): EvidenceOf | null => {
    const cases = casesNow()
    return cases && evidenceOf(cases)
  }
  const open = whileOpen(now)
  return {
    addEvidence: (given) => open((of) => addEvidence(of, given)),
    waitingUploads: async (given) => {
      const of = now()
      return of ? waitingUploads(of, given) : []
    },
    resumeEvidence: (given) => open((of) => resumeEvidence(of, given)),
    dropUpload: async (given) => {
      const of = now()
      if (of) await dropUpload(of, given)
    },
    pauseUploads: async (given) => {
      const of = now()
      if (of) pauseUploads(of, given)
    },
    readEvidence: (given) => open((of) => readEvidence(of, given)),
    readEvidencePart: (given) => open((of) => readEvidencePart(of, given)),
    saveEvidence: (given) => open((of) => saveEvidence(of, given)),
  }
}
