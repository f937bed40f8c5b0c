import { describe, expect, test } from 'vitest'
import ar from '#languages/messages/ar/vocabulary.json' with { type: 'json' }
import en from '#languages/messages/en/vocabulary.json' with { type: 'json' }
import { codedNeed, codedSupportKind } from './casework.ts'
import { consentScopes } from './consent.ts'
import { countries, isCountryCode, isRegionCode } from './countries.ts'
import { definitionQuestions, definitions } from './definitions.ts'
import { eventTypes, eventTypeOf, proceedingStatuses } from './events.ts'
import { codedGender, codedPerpetrator, codedSector, perpetrators } from './people.ts'
import { verificationLevels } from './sources.ts'
import { vocabularies } from './vocabularies.ts'
import {
  codedViolation,
  codedViolationCodes,
  sdgPlaceOf,
  violationGroupOf,
  violationGroups,
  violations,
} from './violations.ts'

describe('labels', () => {
  const keys = Object.entries(vocabularies).flatMap(([name, codes]) => codes.map((code) => `${name}.${code}`))

  test('every term is labelled in English and in Arabic, and nothing else is', () => {
    expect(Object.keys(en).toSorted()).toEqual(keys.toSorted())
    expect(Object.keys(ar).toSorted()).toEqual(keys.toSorted())
  })

  test('Arabic labels are in Arabic', () => {
    expect(Object.entries(ar).filter(([, label]) => !/\p{Script=Arabic}/u.test(label))).toEqual([])
  })

  test.each(['en', 'ar'])('two terms of one vocabulary never read alike (%s)', (lang) => {
    const labels = new Map(Object.entries(lang === 'en' ? en : ar))
    for (const [name, codes] of Object.entries(vocabularies)) {
      const read = codes.map((code) => labels.get(`${name}.${code}`))
      expect(new Set(read).size, name).toBe(codes.length)
    }
  })

  test('countries and subregions are named by the platform', () => {
    for (const lang of ['en', 'ar']) {
      const names = new Intl.DisplayNames([lang], { type: 'region', fallback: 'none' })
      for (const { code, subregion } of countries) {
        expect(names.of(code), code).toBeTruthy()
        if (subregion) expect(names.of(subregion), subregion).toBeTruthy()
      }
    }
  })
})

describe('codes', () => {
  test.each(Object.entries(vocabularies))('of %s are unique', (_name, codes) => {
    expect(new Set<string>(codes).size).toBe(codes.length)
  })

  test('parents exist', () => {
    const groups = new Set<string>(violationGroups.map((group) => group.code))
    expect(violations.filter((one) => !groups.has(one.parent))).toEqual([])
    const roots = new Set<string>(perpetrators.filter((one) => one.parent === null).map((one) => one.code))
    expect(perpetrators.filter((one) => one.parent !== null && !roots.has(one.parent))).toEqual([])
  })

  test('the tables are complete', () => {
    expect(violations).toHaveLength(62)
    expect(violationGroups).toHaveLength(14)
    expect(eventTypes).toHaveLength(46)
    expect(countries).toHaveLength(249)
    expect(countries.filter((country) => country.unMember)).toHaveLength(193)
  })

  test('every definition has a question', () => {
    const asked = new Set<string>(definitionQuestions.map((question) => question.definition))
    expect(definitions.filter((definition) => !asked.has(definition))).toEqual([])
  })

  test('paragraphs of the Declaration are written as they are cited', () => {
    const paragraphs = violations.flatMap((one) => one.declarationParagraphs)
    expect(paragraphs.filter((paragraph) => !/^\d{1,2}(\.\d)?(\([a-c]\))?$/.test(paragraph))).toEqual([])
  })

  test('levels of verification rise in the order of the table', () => {
    const levels = verificationLevels.map((one) => one.level)
    expect(levels).toEqual(levels.toSorted((a, b) => a - b))
  })

  test('the summary of several open charges has one most advanced status', () => {
    const ranks = proceedingStatuses.filter((one) => one.phase !== 'ended').map((one) => one.advance)
    expect(new Set(ranks).size).toBe(ranks.length)
  })

  test('without an answer only use without identity is taken as granted', () => {
    expect(consentScopes.filter((scope) => scope.byDefault).map((scope) => scope.code)).toEqual(['C1'])
  })
})

describe('sensitive terms', () => {
  test.each([
    ['P02', 'P'],
    ['H07', 'H'],
    ['T03', 'T'],
    ['D06', 'D'],
  ] as const)('violation %s is coded as %s', (code, parent) => {
    expect(codedViolation(code)).toBe(parent)
    expect(codedViolationCodes).not.toContain(code)
    expect(violationGroupOf(code)).toBe(parent)
  })

  test('other violations and groups are coded as they are', () => {
    expect([codedViolation('D01'), codedViolation('P')]).toEqual(['D01', 'P'])
  })

  test('a group counts no more seriously than any of its codes', () => {
    expect([sdgPlaceOf('T'), sdgPlaceOf('T01'), sdgPlaceOf('D')]).toEqual(['F', 'C', 'D'])
  })

  test('sectors, perpetrators, genders, needs and care give way to a wider term', () => {
    expect(['LGBT', 'FORB', 'SRHR', 'HEALTH', 'LAND'].map((code) => codedSector(code as 'LAND'))).toEqual([
      'OTHER',
      'OTHER',
      'OTHER',
      'OTHER',
      'LAND',
    ])
    expect([codedPerpetrator('N10'), codedPerpetrator('N8'), codedPerpetrator('S1')]).toEqual([
      'N',
      'N',
      'S1',
    ])
    expect([codedGender('X'), codedGender('W')]).toEqual(['R', 'W'])
    expect([codedNeed('medical'), codedNeed('legal')]).toEqual(['other', 'legal'])
    expect([codedSupportKind('psychosocial_care'), codedSupportKind('grant')]).toEqual(['other', 'grant'])
  })
})

test('an acquittal ends a charge and leaves custody alone; death closes all', () => {
  expect(eventTypeOf('verdict_acquitted').custody).toEqual({ kind: 'none' })
  expect(eventTypeOf('release_unconditional').proceeding).toEqual({ kind: 'none' })
  expect(eventTypeOf('death')).toMatchObject({
    custody: { kind: 'deceased' },
    proceeding: { kind: 'ends_all' },
  })
})

test('a place is a country of the list, or a first-level region of one', () => {
  expect(['CO', 'XX', 'co'].map(isCountryCode)).toEqual([true, false, false])
  expect(['CO-ANT', 'XX-ANT', 'CO-', 'CO-ANTI'].map(isRegionCode)).toEqual([true, false, false, false])
})
