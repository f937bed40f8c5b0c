import { expect, test } from 'vitest'

import { err } from '../../kernel/core/result.ts'
import type { By, Document, Version } from './document.ts'
import { decideRelease, proposedOf } from './document.ts'
import { decideExport, decideExportProposal, needsRelease, releasedCases } from './exports.ts'

const now = '2026-11-01T10:00:00Z'
const by = (account: string, leads = 2): By => ({ account, role: 'lead', leads, now })
const body = { scope: 'cases', cases: 3, reason: 'For the court' } as const
const proposalOf = (
  leads: number,
  given: typeof body | { scope: 'desk'; cases: 3; reason: string } = body,
): Document => {
  const decided = decideExportProposal(by('ana', leads), { id: 'e', body: given })
  if (!decided.ok) throw new Error(decided.error.kind)
  return { kind: 'export', id: 'e', versions: [decided.value.at(-1)!] }
}
const releasedBy = (document: Document, account: string): Document => {
  const proposed = proposedOf(document)!
  const decided = decideRelease(document, by(account), proposed)
  if (!decided.ok) throw new Error(decided.error.kind)
  return { ...document, versions: decided.value }
}
const ready = releasedBy(proposalOf(2), 'ben')
const made = { account: 'ana', cases: 3, now: '2026-11-02T09:59:59Z' }

test('one case needs no second person, more than one do', () => {
  expect([0, 1, 2].map(needsRelease)).toEqual([false, false, true])
})

test('another lead releases, and within a day the first one exports, once', () => {
  const decided = decideExport([ready], made)
  expect(decided).toMatchObject({ ok: true, value: { id: 'e', used: { usedAt: made.now } } })
  const used: Version = decided.ok ? decided.value.used : ready.versions[0]!
  expect(decideExport([{ ...ready, versions: [used] }], made)).toEqual(err({ kind: 'export_not_released' }))
})

test.each([
  ['nobody has released it', [proposalOf(2)], made],
  ['it is older than a day', [ready], { ...made, now: '2026-11-02T10:00:01Z' }],
  ['another lead makes it', [ready], { ...made, account: 'ben' }],
  ['it is of another number of cases', [ready], { ...made, cases: 4 }],
  ['nothing was proposed', [], made],
])('refused: %s', (_, documents, given) => {
  expect(decideExport(documents, given)).toEqual(err({ kind: 'export_not_released' }))
})

test('a whole desk may have grown meanwhile', () => {
  const whole = releasedBy(proposalOf(2, { scope: 'desk', cases: 3, reason: 'To move' }), 'ben')
  expect(decideExport([whole], { ...made, cases: 5 }).ok).toBe(true)
})

test('a desk with one lead says why and releases itself; with two, none releases their own', () => {
  expect(proposalOf(1).versions[0]).toMatchObject({ state: 'released', decidedBy: 'ana', body })
  expect(decideRelease(proposalOf(2), by('ana'), { version: 1, revision: 1 })).toEqual(
    err({ kind: 'own_release' }),
  )
})

test('it holds to the last second of its day', () => {
  expect(decideExport([ready], { ...made, now: '2026-11-02T10:00:00Z' }).ok).toBe(true)
})

test('whoever makes an export opens so many cases more, for a day from its release and a day from its making', () => {
  const cases = (at: string, documents = [ready], account = 'ana') =>
    releasedCases(documents, { account, now: at })
  expect(cases('2026-11-02T10:00:00Z')).toBe(3)
  expect(cases('2026-11-02T10:00:01Z')).toBe(0)
  expect(cases('2026-11-02T10:00:00Z', [ready, ready])).toBe(6)
  expect(cases(now, [ready], 'ben'), 'who released it').toBe(0)
  expect(cases(now, [proposalOf(2)]), 'nobody has released it').toBe(0)
  const used = { ...ready, versions: [{ ...ready.versions[0]!, usedAt: '2026-11-02T09:00:00Z' } as Version] }
  expect(cases('2026-11-03T09:00:00Z', [used])).toBe(3)
  expect(cases('2026-11-03T09:00:01Z', [used])).toBe(0)
  const whole = releasedBy(proposalOf(2, { scope: 'desk', cases: 3, reason: 'To move' }), 'ben')
  expect(cases(now, [whole])).toBeGreaterThan(100_000)
  const text = { ...ready, versions: [{ ...ready.versions[0]!, act: 'publish' as const }] }
  expect(cases(now, [text])).toBe(0)
})

test('a writer proposes no export', () => {
  const writer: By = { ...by('vera'), role: 'writer' }
  expect(decideExportProposal(writer, { id: 'e', body })).toEqual(err({ kind: 'role_too_low' }))
})
