import { expect, test } from 'vitest'
import { lexicon, quiet } from './lexicon.ts'
import { compareTexts } from './redline.ts'
import { resolution } from './testing.ts'
import { type Finding, reviewChange, reviewTexts, type Verdict } from './weakening.ts'

const change = (old: string | null, now: string | null, language = 'en'): readonly Finding[] =>
  reviewTexts({ old, new: now, oldPart: 'operative', newPart: 'operative' }, language).findings
const verdict = (old: string | null, now: string | null, language = 'en'): Verdict =>
  reviewTexts({ old, new: now, oldPart: 'operative', newPart: 'operative' }, language).verdict

test('a finding says what, why and where', () => {
  const now = 'Calls upon States to support, as appropriate, the work of human rights defenders;'
  const found = change('Calls upon States to support the legitimate work of human rights defenders;', now)
  expect(found).toEqual([
    {
      kind: 'legitimacy',
      effect: 'weakens',
      line: 'legitimate.en',
      side: 'old',
      from: 33,
      to: 43,
      words: 'legitimate',
      against: null,
    },
    {
      kind: 'escape_clause',
      effect: 'weakens',
      line: 'as_appropriate.en',
      side: 'new',
      from: 30,
      to: 44,
      words: 'as appropriate',
      against: null,
    },
  ])
})

test('a weaker opening verb, with the one it stands for', () => {
  expect(change('Strongly urges States to act;', 'Invites States to act;')).toMatchObject([
    { kind: 'opening_verb', effect: 'weakens', words: 'Invites', against: 'Strongly urges' },
  ])
  expect(verdict('Also notes the report;', 'Further condemns the report;')).toBe('strengthens')
  expect(verdict('Calls upon States to act;', 'Also calls upon States to act;')).toBe('neutral')
  expect(verdict('Calls upon States to act;', 'Calling upon States to act,')).toBe('neutral')
})

test('a shifted addressee', () => {
  expect(change('Urges all States to act;', 'Urges all relevant stakeholders to act;')).toContainEqual(
    expect.objectContaining({
      kind: 'addressee',
      effect: 'weakens',
      words: 'all relevant stakeholders',
      against: 'all States',
    }),
  )
})

test.each([
  [
    'the appropriate authority',
    'Urges States to inform the competent authority;',
    'Urges States to inform the appropriate authority;',
  ],
  [
    'appropriate, robust and practical steps',
    'Urges States to take steps;',
    'Urges States to take appropriate, robust and practical steps;',
  ],
  [
    'national law bound by the Charter',
    'Urges States to act;',
    'Urges States to act in accordance with national legislation consistent with the Charter of the United Nations;',
  ],
  [
    'allegations under inquiry',
    'Urges States to investigate threats;',
    'Urges States to investigate alleged threats;',
  ],
])('quiet: %s', (_, old, now) => {
  expect(verdict(old, now)).toBe('neutral')
})

test('the bound taken from national law is told', () => {
  const bound =
    'Urges States to act in accordance with national law consistent with the Charter of the United Nations;'
  expect(verdict(bound, 'Urges States to act in accordance with national law;')).toBe('weakens')
})

test('deleted paragraphs: what they promised, and not the escape clauses in them', () => {
  const findings = change('Urges States to end impunity, as appropriate;', null)
  expect(findings.map(({ kind, effect }) => `${kind} ${effect}`)).toEqual([
    'paragraph_deleted weakens',
    'accountability weakens',
    'full_force weakens',
  ])
  expect(verdict('Takes note of the statement;', null)).toBe('neutral')
  expect(verdict('Stresses the duties and responsibilities of individuals;', null)).toBe('strengthens')
  expect(verdict(null, 'Stresses the duties and responsibilities of individuals;')).toBe('weakens')
  expect(verdict(null, 'Requests the Secretary-General to report annually;')).toBe('strengthens')
  expect(verdict(null, 'Requests the Secretary-General to report, within existing resources;')).toBe('mixed')
})

test('moved to the preamble and out of it', () => {
  const clause =
    'Calls upon all States to create and maintain a safe and enabling environment for civil society'
  const old = resolution(['Recalling its resolutions,'], ['Decides;', `${clause};`], 'a')
  const now = resolution(
    ['Recalling its resolutions,', `${clause.replace('Calls', 'Calling')},`],
    ['Decides;'],
    'b',
  )
  const reviews = (from: typeof old, to: typeof old): readonly string[] =>
    compareTexts(from, to).changes.flatMap((one) => reviewChange(one, 'en').findings.map(({ kind }) => kind))
  expect(reviews(old, now)).toEqual(['moved_to_preamble'])
  expect(reviews(now, old)).toEqual(['moved_from_preamble'])
})

test('French and Spanish', () => {
  expect(
    change(
      'Exhorte les États à protéger les défenseurs;',
      'Invite les États à protéger, selon qu’il convient, les défenseurs;',
      'fr',
    ).map(({ kind }) => kind),
  ).toEqual(['escape_clause', 'opening_verb'])
  expect(
    verdict(
      'Demande aux États de mettre fin à l’impunité;',
      'Demande aux États de coopérer, conformément à la législation nationale;',
      'fr',
    ),
  ).toBe('weakens')
  expect(
    change(
      'Insta a los Estados a proteger la labor legítima;',
      'Alienta a los Estados a proteger, cuando proceda, la labor;',
      'es',
    ).map(({ kind }) => kind),
  ).toEqual(['legitimacy', 'escape_clause', 'opening_verb'])
  expect(
    verdict(
      'Pide al Secretario General que informe;',
      'Pide al Secretario General que informe dentro de los límites de los recursos disponibles;',
      'es',
    ),
  ).toBe('weakens')
})

test('every line of the lexicon has its reason, in three languages', () => {
  expect(new Set(lexicon.map(({ id }) => id)).size).toBe(lexicon.length)
  for (const { id, why, pattern } of lexicon) {
    expect(why.length, id).toBeGreaterThan(8)
    expect(() => new RegExp(pattern, 'u'), id).not.toThrow()
    expect(''.search(new RegExp(`^(?:${pattern})$`, 'u')), id).toBe(-1)
  }
  for (const language of ['en', 'fr', 'es'] as const)
    expect(lexicon.filter((line) => line.language === language)).toHaveLength(lexicon.length / 3)
  expect(quiet.every(({ why }) => why.length > 8)).toBe(true)
})
