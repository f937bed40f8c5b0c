import { array, assert, constantFrom, nat, property, record } from 'fast-check'
import { expect, test } from 'vitest'

import { err } from '../../kernel/core/result.ts'
import {
  type By,
  type Decision,
  decideDeletion,
  decideDraft,
  decideProposal,
  decideRefusal,
  decideRelease,
  decideTakingBack,
  decideWithdrawal,
  type Document,
  openOf,
  proposedOf,
  type Seen,
  type Version,
  writtenOf,
} from './document.ts'

const by = (account: string, more: Partial<By> = {}): By => ({
  account,
  role: 'lead',
  leads: 2,
  now: '2026-11-01T10:00:00Z',
  ...more,
})
const vera = by('vera', { role: 'writer' })
const rosa = by('rosa', { role: 'reader' })
const [ana, ben] = [by('ana'), by('ben')]

const after = (document: Document | null, decision: Decision): Document => {
  if (!decision.ok) throw new Error(JSON.stringify(decision.error))
  const versions = new Map<number, Version>(document?.versions.map((one) => [one.version, one]))
  for (const one of decision.value) versions.set(one.version, one)
  return {
    kind: 'theme',
    id: 'd',
    versions: [...versions.values()].toSorted((a, b) => a.version - b.version),
  }
}
const seenOf = (document: Document): Seen => {
  const one = proposedOf(document) ?? writtenOf(document) ?? document.versions.at(-1)!
  return { version: one.version, revision: one.revision }
}
const drafted = after(null, decideDraft(null, vera, { body: { title: 'A' }, seen: null }))
const proposed = after(drafted, decideProposal(drafted, vera, seenOf(drafted)))
const released = after(proposed, decideRelease(proposed, ana, seenOf(proposed)))
const withdrawn = after(released, decideWithdrawal(released, vera))
const deletion = after(released, decideDeletion(released, vera, 'wrong'))
const deleted = after(deletion, decideRelease(deletion, ana, seenOf(deletion)))
const refusal = (decision: Decision) => (decision.ok ? null : decision.error.kind)

test('a writer drafts and proposes, a lead releases: it is open', () => {
  expect(openOf(proposed)).toBeNull()
  expect(openOf(released)).toMatchObject({ version: 1, body: { title: 'A' }, decidedBy: 'ana' })
})

test('a new version leaves the open one as it is until it is released itself', () => {
  const next = after(released, decideDraft(released, ben, { body: { title: 'B' }, seen: seenOf(released) }))
  expect(openOf(next)?.body).toEqual({ title: 'A' })
  expect(writtenOf(next)).toMatchObject({ version: 2, revision: 1, writers: ['ben'] })
  const waiting = after(next, decideProposal(next, ben, seenOf(next)))
  const both = after(waiting, decideRelease(waiting, ana, seenOf(waiting)))
  expect(both.versions.map(({ state }) => state)).toEqual(['released', 'released'])
  expect(openOf(both)?.body).toEqual({ title: 'B' })
})

test('what was sent back is written on with its note, and names all who wrote', () => {
  const back = after(proposed, decideRefusal(proposed, ana, { ...seenOf(proposed), note: ' Cite it. ' }))
  expect(back.versions[0]).toMatchObject({ state: 'refused', note: 'Cite it.' })
  const again = after(back, decideDraft(back, ben, { body: {}, seen: seenOf(back) }))
  expect(again.versions[0]).toMatchObject({ state: 'draft', note: 'Cite it.', writers: ['vera', 'ben'] })
})

test('a proposal that is taken back is a draft again; one of a deletion is over', () => {
  const back = after(proposed, decideTakingBack(proposed, vera))
  expect(back.versions[0]).toMatchObject({ state: 'draft', revision: 1 })
  const over = after(deletion, decideTakingBack(deletion, ben))
  expect(over.versions.map(({ state }) => state)).toEqual(['released', 'withdrawn'])
})

test('one writer withdraws every version that is open, and the text can be taken up again', () => {
  expect(openOf(withdrawn)).toBeNull()
  const anew = after(withdrawn, decideDraft(withdrawn, vera, { body: {}, seen: seenOf(withdrawn) }))
  expect(writtenOf(anew)).toMatchObject({ version: 2 })
})

test('a deletion erases the text of all versions and keeps that there were some', () => {
  expect(deleted.versions.map(({ act, state, body }) => ({ act, state, body }))).toEqual([
    { act: 'publish', state: 'deleted', body: null },
    { act: 'delete', state: 'released', body: { reason: 'wrong' } },
  ])
})

test.each<[string, Decision, string]>([
  ['a reader writes', decideDraft(null, rosa, { body: {}, seen: null }), 'role_too_low'],
  ['a reader proposes', decideProposal(drafted, rosa, seenOf(drafted)), 'role_too_low'],
  ['a reader withdraws', decideWithdrawal(released, rosa), 'role_too_low'],
  ['a reader takes back', decideTakingBack(proposed, rosa), 'role_too_low'],
  ['a reader deletes', decideDeletion(released, rosa, 'x'), 'role_too_low'],
  [
    'a writer releases',
    decideRelease(proposed, by('wim', { role: 'writer' }), seenOf(proposed)),
    'role_too_low',
  ],
  ['a writer sends back', decideRefusal(proposed, vera, { ...seenOf(proposed), note: 'x' }), 'role_too_low'],
  ['a writer who became lead releases', decideRelease(proposed, by('vera'), seenOf(proposed)), 'own_release'],
  [
    'there is no second lead',
    decideRelease(proposed, by('vera', { leads: 1 }), seenOf(proposed)),
    'only_lead',
  ],
  [
    'a lead releases another text',
    decideRelease(proposed, ana, { version: 1, revision: 9 }),
    'revision_moved',
  ],
  [
    'a lead sends back another text',
    decideRefusal(proposed, ana, { version: 1, revision: 9, note: 'x' }),
    'revision_moved',
  ],
  [
    'a draft is saved over a newer one',
    decideDraft(drafted, ben, { body: {}, seen: { version: 1, revision: 9 } }),
    'revision_moved',
  ],
  ['a draft begins where one is', decideDraft(drafted, ben, { body: {}, seen: null }), 'revision_moved'],
  [
    'a first draft names one before it',
    decideDraft(null, ben, { body: {}, seen: { version: 1, revision: 1 } }),
    'revision_moved',
  ],
  ['an older draft is proposed', decideProposal(drafted, ben, { version: 1, revision: 9 }), 'revision_moved'],
  [
    'what waits is written on',
    decideDraft(proposed, vera, { body: {}, seen: seenOf(proposed) }),
    'waits_for_release',
  ],
  ['what waits is proposed again', decideProposal(proposed, vera, seenOf(proposed)), 'waits_for_release'],
  ['what waits is to be deleted', decideDeletion(proposed, vera, 'x'), 'waits_for_release'],
  ['what is out is proposed', decideProposal(released, vera, seenOf(released)), 'not_a_draft'],
  ['a draft is released', decideRelease(drafted, ana, seenOf(drafted)), 'not_proposed'],
  ['a draft is taken back', decideTakingBack(drafted, vera), 'not_proposed'],
  ['nothing is out', decideWithdrawal(drafted, vera), 'nothing_public'],
  [
    'it is sent back without a word',
    decideRefusal(proposed, ana, { ...seenOf(proposed), note: ' ' }),
    'note_missing',
  ],
  ['it is gone', decideDraft(deleted, vera, { body: {}, seen: seenOf(deleted) }), 'document_deleted'],
  ['it is deleted twice', decideDeletion(deleted, vera, 'x'), 'document_deleted'],
])('%s: refused', (_, decision, kind) => {
  expect(refusal(decision)).toBe(kind)
})

test('whoever proposes another’s draft does not release it', () => {
  const own = after(drafted, decideProposal(drafted, ana, seenOf(drafted)))
  expect(decideRelease(own, ana, seenOf(own))).toEqual(err({ kind: 'own_release' }))
})

test('whoever began a text does not release it, though another has written on it and proposed it', () => {
  const begun = after(null, decideDraft(null, ana, { body: {}, seen: null }))
  const on = after(begun, decideDraft(begun, vera, { body: { title: 'B' }, seen: seenOf(begun) }))
  expect(on.versions).toMatchObject([{ version: 1, revision: 2, writers: ['ana', 'vera'] }])
  const waits = after(on, decideProposal(on, vera, seenOf(on)))
  expect(decideRelease(waits, ana, seenOf(waits))).toEqual(err({ kind: 'own_release' }))
  expect(decideRelease(waits, ben, { version: 2, revision: 2 })).toEqual(
    err({ kind: 'revision_moved', version: 1, revision: 2 }),
  )
})

test('a text is taken up again from its newest version, also after a deletion that nobody released', () => {
  const over = after(deletion, decideTakingBack(deletion, ben))
  const given = { body: { title: 'C' }, seen: { version: 1, revision: 1 } }
  expect(decideDraft(over, vera, { ...given, seen: { version: 2, revision: 1 } })).toEqual(
    err({ kind: 'revision_moved', version: 1, revision: 1 }),
  )
  const anew = after(over, decideDraft(over, vera, given))
  expect(anew.versions.map(({ version, state }) => [version, state])).toEqual([
    [1, 'released'],
    [2, 'withdrawn'],
    [3, 'draft'],
  ])
  const second = after(anew, decideProposal(anew, vera, seenOf(anew)))
  const both = after(second, decideRelease(second, ana, seenOf(second)))
  expect(after(both, decideWithdrawal(both, vera)).versions.map(({ state }) => state)).toEqual([
    'withdrawn',
    'withdrawn',
    'withdrawn',
  ])
})

test('that something was exported is not deleted; why it was urgent stays with what was withdrawn', () => {
  const [first] = released.versions as [Version]
  const exported = { ...released, versions: [{ ...first, act: 'export' as const }, first] }
  expect(decideDeletion(exported, ana, 'x')).toEqual(err({ kind: 'export_stays' }))
  const urgent = { reason: 'The trial begins.', confirmedBy: null, confirmedAt: null }
  const hasty = { ...released, versions: [{ ...first, urgent } as Version] }
  expect(decideWithdrawal(hasty, vera)).toMatchObject({ value: [{ state: 'withdrawn', urgent }] })
  expect(decideWithdrawal(released, vera)).not.toMatchObject({ value: [{ urgent: expect.anything() }] })
})

type Step = { readonly act: number; readonly who: By; readonly body: string }
const stepsBy = (people: readonly By[]) =>
  array(record({ act: nat(6), who: constantFrom(...people), body: constantFrom('A', 'B') }), {
    maxLength: 25,
  })
const take = (document: Document | null, { act, who, body }: Step): Document | null => {
  if (document === null) {
    const begun = decideDraft(null, who, { body: { body }, seen: null })
    return begun.ok ? after(null, begun) : null
  }
  const seen = seenOf(document)
  const decisions = [
    () => decideDraft(document, who, { body: { body }, seen }),
    () => decideProposal(document, who, seen),
    () => decideTakingBack(document, who),
    () => decideRelease(document, who, seen),
    () => decideRefusal(document, who, { ...seen, note: 'again' }),
    () => decideWithdrawal(document, who),
    () => decideDeletion(document, who, 'x'),
  ]
  const decided = decisions[act]!()
  return decided.ok ? after(document, decided) : document
}

test('no sequence of acts by one person alone puts anything before the public', () => {
  const alone = constantFrom(ana, by('ana', { leads: 1 }), vera).chain((who) => stepsBy([who]))
  assert(
    property(alone, (steps) => {
      let document: Document | null = null
      for (const step of steps) {
        document = take(document, step)
        if (document) expect(openOf(document)).toBeNull()
      }
    }),
  )
})

test('whatever happens: who releases wrote none of it, what is out stays as it was, one at a time is written', () => {
  assert(
    property(stepsBy([vera, ana, ben, rosa]), (steps) => {
      let document: Document | null = null
      for (const step of steps) {
        const before: Document | null = document
        document = take(document, step)
        for (const one of document?.versions ?? []) {
          if (one.state === 'released') expect(one.writers).not.toContain(one.decidedBy)
          const was = before?.versions.find(({ version }) => version === one.version)
          if (was?.state === 'released' && one.state !== 'deleted') expect(one.body).toEqual(was.body)
        }
        const waiting = document?.versions.filter(({ state }) => state === 'proposed') ?? []
        const written = document?.versions.filter(
          ({ act, state }) => act === 'publish' && ['draft', 'proposed', 'refused'].includes(state),
        )
        expect(waiting.length).toBeLessThanOrEqual(1)
        expect((written ?? []).length).toBeLessThanOrEqual(1)
      }
    }),
  )
})
