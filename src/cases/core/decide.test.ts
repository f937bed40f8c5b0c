import { describe, expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import { decideAppend, type Member, type Refusal } from './decide.ts'
import type { ProposedEntry } from './entry.ts'
import { foldCase } from './fold.ts'
import { ana, ben, caseOf, type Draft, event, idOf, logOf, opened, TODAY } from './testing.ts'

const writer: Member = { account: ana, role: 'writer' }
const lead: Member = { account: ben, role: 'lead' }
const reader: Member = { account: ben, role: 'reader' }
const ref = 'r'.repeat(22)

const decide = (proposed: ProposedEntry, by: Member, ...drafts: readonly Draft[]) =>
  decideAppend(foldCase(caseOf(...drafts), TODAY), proposed, by, TODAY)
const refusal = (kind: Refusal['kind']) => ({ ok: false, error: { kind } })

const arrest = event('a', 'arrest', '2024-03')
const erasing = (part: string): Draft => ({
  kind: 'erasure',
  coded: { erases: idOf('gone'), parts: [part], reason: 'danger' },
})

const consent = (more: object = {}): Draft => ({
  id: 'consent',
  kind: 'consent',
  coded: {
    purposes: { C5: 'yes' },
    capacity: 'self',
    way: 'written',
    date: '2024-01',
    risksExplained: true,
    ...more,
  },
})
const publication = (more: object = {}, open: object = {}, words: unknown = null): Draft => ({
  id: 'publication',
  kind: 'publication',
  coded: { basis: 'consent', consent: idOf('consent'), ref, fields: ['name'], lang: 'en', ...more },
  words,
  open: { ref, lang: 'en', name: 'Ana', isPseudonym: true, ...open },
})
const unbased = { basis: 'family_or_representative', consent: undefined }
const release: Draft = { id: 'release', kind: 'release', coded: { of: idOf('publication') }, author: ben }
const withdrawal: Draft = { kind: 'withdrawal', coded: { of: idOf('publication'), reason: 'danger' } }
const erasure: Draft = {
  id: 'erasure',
  kind: 'erasure',
  coded: { erases: idOf('a'), parts: ['sealed'], reason: 'danger' },
}
const correction = (of: string, coded: unknown): Draft => ({
  kind: 'correction',
  coded: { corrects: idOf(of), coded },
})

const sealed = (entry: Draft): ProposedEntry => ({
  kind: 'dark',
  coded: null,
  words: { kind: entry.kind, coded: entry.coded },
})

describe('who may write', () => {
  test('a writer appends', () => {
    expect(decide(arrest, writer)).toEqual(ok(undefined))
  })

  test('a reader appends nothing', () => {
    expect(decide(arrest, reader)).toEqual(err({ kind: 'role_too_low', needed: 'writer' }))
  })

  test('but any one member stops a publication, a reader too', () => {
    expect(decide(withdrawal, reader, consent(), publication(), release)).toEqual(ok(undefined))
  })

  test('only a lead releases', () => {
    expect(decide(release, { account: ben, role: 'writer' }, consent(), publication())).toEqual(
      err({ kind: 'role_too_low', needed: 'lead' }),
    )
  })
})

describe('form', () => {
  test('an unknown kind is refused', () => {
    expect(decide({ kind: 'verdict', coded: {} }, writer)).toMatchObject(refusal('unknown_kind'))
  })

  test('a part no schema allows is refused', () => {
    expect(decide(event('a', 'arrest', '2024-03-04'), writer)).toMatchObject(refusal('part_refused'))
  })

  test('an entry that names what is not there is refused', () => {
    const proposed = event('b', 'bail', '2024-04', { after: [idOf('nothing')] })
    expect(decide(proposed, writer)).toEqual(err({ kind: 'reference_missing', entries: [idOf('nothing')] }))
    expect(decide(event('b', 'bail', '2024-04', { after: [idOf('a')] }), writer, arrest).ok).toBe(true)
    expect(decide(event('b', 'bail', '2024-04', { after: [idOf('opened')] }), writer).ok).toBe(false)
  })

  test('an event of the future is refused, with a day of grace', () => {
    expect(decide(event('a', 'arrest', '2024-08'), writer)).toMatchObject(refusal('date_in_future'))
    expect(decide(event('a', 'arrest', '2024-07'), writer).ok).toBe(true)
  })

  test('words that contradict the coded part are refused', () => {
    const words = { date: '2024-05-04' }
    expect(decide({ ...arrest, words }, writer)).toEqual(
      err({ kind: 'words_contradict_coded', fields: ['date'] }),
    )
    expect(decide({ ...arrest, words: { date: '2024-03-04' } }, writer).ok).toBe(true)
    const act = { violation: 'P', victim: 1, perpetrators: [] }
    const beaten = (violation: string) => ({
      ...event('p', 'attack', '2024-03', { acts: [act] }),
      words: { acts: [{ act: 1, violation }] },
    })
    expect(decide(beaten('P02'), writer).ok).toBe(true)
    expect(decide(beaten('T01'), writer)).toMatchObject(refusal('words_contradict_coded'))
  })
})

describe('the life of a case', () => {
  const closed: Draft = { kind: 'closed', coded: { reason: 'resolved' } }

  test('the first entry opens it', () => {
    const empty = foldCase([], TODAY)
    expect(decideAppend(empty, arrest, writer, TODAY)).toEqual(err({ kind: 'not_opened' }))
    expect(decideAppend(empty, opened, writer, TODAY)).toEqual(ok(undefined))
  })

  test('an open case is not opened again', () => {
    expect(decide(opened, writer)).toEqual(err({ kind: 'already_open' }))
  })

  test('after closing nothing is added but mends, ends and a new opening', () => {
    expect(decide(arrest, writer, closed)).toEqual(err({ kind: 'case_closed' }))
    expect(decide(opened, writer, closed).ok).toBe(true)
    expect(decide(erasure, writer, arrest, closed).ok).toBe(true)
    expect(decide(correction('a', arrest.coded), writer, arrest, closed).ok).toBe(true)
    expect(decide(arrest, writer, closed, { ...opened, id: 'again' }).ok).toBe(true)
  })
})

describe('corrections and erasures', () => {
  test('a correction has the kind of what it corrects', () => {
    expect(decide(correction('a', { toCode: true }), writer, arrest)).toMatchObject(refusal('part_refused'))
    expect(decide(correction('a', arrest.coded), writer, arrest).ok).toBe(true)
  })

  test('a correction of nothing is refused', () => {
    expect(decide(correction('a', arrest.coded), writer)).toEqual(err({ kind: 'corrects_nothing' }))
  })

  test('an act is not corrected but undone', () => {
    const coded = (publication().coded ?? {}) as object
    expect(decide(correction('publication', coded), writer, consent(), publication())).toEqual(
      err({ kind: 'not_correctable', entryKind: 'publication' }),
    )
  })

  test('a correction cannot name itself as what it comes after', () => {
    const coded = { ...(arrest.coded as object), after: [idOf('a')] }
    expect(decide(correction('a', coded), writer, arrest)).toMatchObject(refusal('reference_missing'))
  })

  test('an erasure of nothing is refused', () => {
    expect(decide(erasure, writer)).toEqual(err({ kind: 'erases_nothing' }))
  })

  test('what shows an act, and an open part that is none, cannot be erased', () => {
    const coded = { erases: idOf('opened'), parts: ['coded'], reason: 'danger' }
    expect(decide({ kind: 'erasure', coded }, writer)).toEqual(err({ kind: 'not_erasable', part: 'coded' }))
    const open = { erases: idOf('a'), parts: ['open'], reason: 'danger' }
    expect(decide({ kind: 'erasure', coded: open }, writer, arrest)).toEqual(
      err({ kind: 'not_erasable', part: 'open' }),
    )
  })

  test('that a consent was taken back cannot be erased: the one before would be in force again', () => {
    const gone: Draft = { ...consent({ purposes: { C8: 'withdrawn' } }), id: 'gone' }
    const before = consent({ purposes: { C8: 'yes' } })
    expect(decide(erasing('coded'), writer, before, gone)).toEqual(
      err({ kind: 'not_erasable', part: 'coded' }),
    )
    expect(decide(erasing('sealed'), writer, before, gone).ok, 'its words can').toBe(true)
  })

  test('an erasure is released by another lead, once', () => {
    const released: Draft = { kind: 'release', coded: { of: idOf('erasure') }, author: ben }
    expect(decide(released, lead, arrest, erasure).ok).toBe(true)
    expect(decide(released, { account: ana, role: 'lead' }, arrest, erasure)).toEqual(
      err({ kind: 'own_release' }),
    )
    expect(decide(released, lead, arrest, erasure, released)).toEqual(err({ kind: 'already_decided' }))
  })
})

describe('publication', () => {
  test('consent that covers it is a basis', () => {
    expect(decide(publication(), writer, consent())).toEqual(ok(undefined))
  })

  test.each([
    ['consent_does_not_cover', [consent({ purposes: { C1: 'yes' } })]],
    ['consent_expired', [consent({ expires: '2024-06-29' })]],
    ['consent_withdrawn', [consent(), { ...consent({ purposes: { C5: 'withdrawn' } }), id: 'later' }]],
    ['consent_withdrawn', [consent(), { ...consent({ purposes: { C5: 'no' } }), id: 'later' }]],
    ['consent_expired', [consent(), { ...consent({ expires: '2024-06-29' }), id: 'later' }]],
    ['consent_does_not_cover', [consent({ purposes: { C5: 'no' } }), { ...consent(), id: 'later' }]],
  ])('no basis: %s', (problem, drafts) => {
    expect(decide(publication(), writer, ...drafts)).toEqual(err({ kind: 'no_basis', problem }))
  })

  test('no basis: a consent that is not there, or is something else', () => {
    expect(decide(publication(), writer)).toMatchObject(refusal('reference_missing'))
    expect(decide(publication({ consent: idOf('a') }), writer, arrest)).toMatchObject(
      refusal('reference_missing'),
    )
  })

  test('another basis wants its reason in words; the server, which sees none, does not ask', () => {
    expect(decide(publication(unbased), writer)).toEqual(err({ kind: 'reason_missing' }))
    expect(decide(publication(unbased, {}, { reason: 'Disappeared; her mother asks.' }), writer).ok).toBe(
      true,
    )
    expect(decide({ ...publication(unbased), words: undefined }, writer).ok).toBe(true)
  })

  test('the open part must be there and show the chosen fields, no more and no less', () => {
    expect(decide({ ...publication(), open: undefined }, writer, consent())).toEqual(
      err({ kind: 'open_missing' }),
    )
    expect(decide(publication({}, { summary: 'More' }), writer, consent())).toEqual(
      err({ kind: 'open_differs', fields: ['summary'] }),
    )
    expect(decide(publication({}, { ref: 's'.repeat(22), lang: 'fr' }), writer, consent())).toEqual(
      err({ kind: 'open_differs', fields: ['ref', 'lang'] }),
    )
  })

  test('a reference is used once, unless a released version of the page is replaced', () => {
    const again = publication()
    expect(decide(again, writer, consent(), publication())).toEqual(err({ kind: 'reference_taken' }))
    const newer = publication({ replaces: idOf('publication') })
    expect(decide(newer, writer, consent(), publication())).toEqual(err({ kind: 'replaces_other_page' }))
    expect(decide(newer, writer, consent(), publication(), release).ok).toBe(true)
  })

  test('each of several pages is judged by itself: its author, its state, its reference', () => {
    const theirs = 's'.repeat(22)
    const other = (more: object = {}): Draft => ({
      ...publication({ ref: theirs, ...more }, { ref: theirs }),
      id: 'other',
      author: ben,
    })
    const of = { of: idOf('other') }
    const both = [consent(), publication(), release, other()]
    expect(decide(other(), writer, consent(), publication())).toEqual(ok(undefined))
    expect(decide({ ...release, coded: of }, { account: ana, role: 'lead' }, ...both)).toEqual(ok(undefined))
    expect(decide({ ...release, coded: of }, lead, ...both)).toEqual(err({ kind: 'own_release' }))
    expect(
      decide({ ...withdrawal, coded: { ...of, reason: 'danger' } }, writer, ...both, withdrawal),
    ).toEqual(ok(undefined))
    const takesOver = other({ replaces: idOf('publication') })
    expect(decide(takesOver, writer, consent(), publication(), release)).toEqual(
      err({ kind: 'replaces_other_page' }),
    )
    const replacesOther = publication({ replaces: idOf('other') })
    expect(decide(replacesOther, writer, ...both)).toEqual(err({ kind: 'replaces_other_page' }))
  })

  test('a status that cannot be folded whole is not published', () => {
    expect(decide(publication(), writer, consent(), { kind: 'newer', coded: {} })).toEqual(
      err({ kind: 'status_incomplete' }),
    )
  })

  test('a release needs something to release and another person', () => {
    expect(decide(release, lead)).toEqual(err({ kind: 'releases_nothing' }))
    expect(decide(release, lead, consent(), publication())).toEqual(ok(undefined))
    expect(decide(release, { account: ana, role: 'lead' }, consent(), publication())).toEqual(
      err({ kind: 'own_release' }),
    )
    expect(decide(release, lead, consent(), publication(), withdrawal)).toEqual(
      err({ kind: 'already_decided' }),
    )
  })

  test('a release is refused when the consent has gone since the proposal', () => {
    const gone = { ...consent({ purposes: { C5: 'withdrawn' } }), id: 'gone' }
    expect(decide(release, lead, consent(), publication(), gone)).toEqual(
      err({ kind: 'no_basis', problem: 'consent_withdrawn' }),
    )
  })

  test('a withdrawal needs a publication, once', () => {
    expect(decide(withdrawal, writer)).toEqual(err({ kind: 'withdraws_nothing' }))
    expect(decide(withdrawal, writer, consent(), publication(), withdrawal)).toEqual(
      err({ kind: 'already_withdrawn' }),
    )
  })
})

describe('a dark case', () => {
  const dark: Draft = { id: 'opened', kind: 'opened', coded: { dark: true } }
  const inDark = (proposed: ProposedEntry, ...drafts: readonly Draft[]) =>
    decideAppend(foldCase(logOf(dark, ...drafts), TODAY), proposed, writer, TODAY)

  test('takes no clear entry', () => {
    expect(inDark(arrest)).toEqual(err({ kind: 'dark_wants_sealed' }))
  })

  test('takes sealed ones, judged on the device and unseen on the server', () => {
    expect(inDark(sealed(arrest)).ok).toBe(true)
    expect(inDark(sealed(event('a', 'arrest', '2024-08')))).toMatchObject(refusal('date_in_future'))
    expect(inDark({ kind: 'dark', coded: null }).ok).toBe(true)
  })

  test('cannot publish, openly or inside', () => {
    expect(inDark(publication())).toEqual(err({ kind: 'dark_cannot_publish' }))
    expect(inDark(sealed(publication()))).toEqual(err({ kind: 'dark_cannot_publish' }))
  })

  test('keeps erasures clear, so that the server can obey them', () => {
    const coded = { erases: idOf('opened'), parts: ['sealed'], reason: 'danger' }
    expect(inDark({ kind: 'erasure', coded }).ok).toBe(true)
    expect(inDark(sealed({ kind: 'erasure', coded }))).toEqual(err({ kind: 'not_dark' }))
  })

  test('a case that is not dark takes no dark entry', () => {
    expect(decide(sealed(arrest), writer)).toEqual(err({ kind: 'not_dark' }))
  })

  test('a case stays dark or clear for ever', () => {
    expect(decide(correction('opened', { dark: true }), writer)).toEqual(err({ kind: 'darkness_is_fixed' }))
    const closed: Draft = { kind: 'closed', coded: { reason: 'resolved' } }
    expect(decide(dark, writer, closed)).toEqual(err({ kind: 'darkness_is_fixed' }))
  })
})
