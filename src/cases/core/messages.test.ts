import { expect, test } from 'vitest'
import ar from '#languages/messages/ar/cases_status.json' with { type: 'json' }
import arCases from '#languages/messages/ar/cases.json' with { type: 'json' }
import arReleases from '#languages/messages/ar/releases.json' with { type: 'json' }
import en from '#languages/messages/en/cases_status.json' with { type: 'json' }
import enCases from '#languages/messages/en/cases.json' with { type: 'json' }
import enReleases from '#languages/messages/en/releases.json' with { type: 'json' }
import type { Refusal } from './decide.ts'
import type { BasisProblem } from './publications.ts'
import { dueKinds } from './due.ts'
import { headFlags } from './search.ts'
import type { CaseError, CaseWarning, UnknownBecause } from './state.ts'

// Written as records so that the compiler asks for a line when a kind is added.
const warnings: Readonly<Record<CaseWarning, true>> = {
  written_by_newer_version: true,
  dark_not_opened: true,
  corrected_twice: true,
  coded_part_erased: true,
  conflicting_claims: true,
  date_in_future: true,
  release_maybe_before_arrest: true,
  release_without_arrest: true,
  custody_maybe_overlaps: true,
  second_arrest_same_date: true,
  disappearance_not_ended: true,
  event_maybe_after_death: true,
  consent_over_own_no: true,
  release_by_author: true,
  published_without_basis: true,
  reference_missing: true,
  past_end_still_held: true,
  maybe_past_end_still_held: true,
  charges_still_open: true,
}
const errors: Readonly<Record<CaseError, true>> = {
  unreadable: true,
  part_missing: true,
  correction_of_nothing: true,
  erasure_of_nothing: true,
  doubled_id: true,
  order_impossible: true,
  order_circular: true,
  release_before_arrest: true,
  custody_overlaps: true,
  event_after_death: true,
  not_opened: true,
}
/** Of two persons the words are those of documents. */
type OwnRefusal = Exclude<Refusal['kind'], 'own_release'>
const refusals: Readonly<Record<OwnRefusal, true>> = {
  unknown_kind: true,
  part_refused: true,
  role_too_low: true,
  not_opened: true,
  already_open: true,
  case_closed: true,
  case_erased: true,
  already_asked: true,
  erasure_ran_out: true,
  dark_wants_sealed: true,
  not_dark: true,
  darkness_is_fixed: true,
  date_in_future: true,
  reference_missing: true,
  engagement_refused: true,
  corrects_nothing: true,
  not_correctable: true,
  erases_nothing: true,
  not_erasable: true,
  words_contradict_coded: true,
  dark_cannot_publish: true,
  status_incomplete: true,
  no_basis: true,
  reason_missing: true,
  open_missing: true,
  open_differs: true,
  reference_taken: true,
  replaces_other_page: true,
  releases_nothing: true,
  already_decided: true,
  withdraws_nothing: true,
  already_withdrawn: true,
}
const problems: Readonly<Record<BasisProblem, true>> = {
  consent_missing: true,
  consent_does_not_cover: true,
  consent_withdrawn: true,
  consent_expired: true,
}
const gaps: Readonly<Record<UnknownBecause, true>> = { dark: true, newer_version: true, missing_part: true }

const keysOf = (name: string, codes: Iterable<string>) => [...codes].map((code) => `${name}.${code}`)

test('every warning, error, deadline and flag has its words in English and Arabic', () => {
  const wanted = [
    ...keysOf('warning', Object.keys(warnings)),
    ...keysOf('error', Object.keys(errors)),
    ...keysOf('basisProblem', Object.keys(problems)),
    ...keysOf('unknownBecause', Object.keys(gaps)),
    ...keysOf('due', dueKinds),
    ...keysOf('headFlag', headFlags),
  ]
  expect(wanted.filter((key) => !(key in en))).toEqual([])
  expect(wanted.filter((key) => !(key in ar))).toEqual([])
})

test('every refusal has its words, of two persons those that documents have too', () => {
  const wanted = keysOf('refused', Object.keys(refusals))
  expect(wanted.filter((key) => !(key in enCases))).toEqual([])
  expect(wanted.filter((key) => !(key in arCases))).toEqual([])
  for (const words of [enReleases, arReleases]) expect('refusal.own_release' in words).toBe(true)
})
