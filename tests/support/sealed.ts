/** What somebody said in confidence. */
import type { ConfidentialFact } from '../../src/instruments/core/sealed_positions.ts'

export const confidential = (given: Partial<ConfidentialFact> = {}): ConfidentialFact => ({
  instrument: 'draft-resolution',
  body: 'third-committee',
  member: 'NO',
  of: { kind: 'instrument', id: 'draft-resolution' },
  stance: 'leans_for',
  on: '2026-11-20',
  confidence: 'said',
  source: 'a talk in the corridor',
  explanation: null,
  ...given,
})
