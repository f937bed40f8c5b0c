/** What a case on the device already answers of the questionnaire; what it does not say stays open. Pure. */
import { type Need, needCodes } from '#kernel/core/vocabulary/casework.ts'
import type { OnlyCode } from './programme.ts'
import { type Answers, noAnswers } from './fit.ts'

type Entry = {
  readonly id: string
  readonly kind: string
  readonly coded?: unknown
  readonly words?: unknown
}
type Case = {
  readonly state: {
    readonly country: string | null
    readonly holder: Answers['holder']
    readonly sectors: readonly string[]
    readonly custody: { readonly status: string }
  }
  readonly entries: readonly Entry[]
}

const groupOfSector: Readonly<Record<string, OnlyCode>> = {
  ENV: 'environment',
  LAND: 'environment',
  LGBT: 'lgbti',
}

const field = (part: unknown, name: string): unknown =>
  typeof part === 'object' && part !== null ? (part as Readonly<Record<string, unknown>>)[name] : undefined

/** The sector of women's rights says nothing of who works in it; gender does, where it was asked and told. */
export const answersOfCase = ({ state, entries }: Case): Answers => {
  const holders = entries.filter(({ kind }) => kind === 'holder')
  const told = (name: string): unknown =>
    holders
      .map(({ coded, words }) => field(words, name) ?? field(coded, name))
      .findLast((one) => one !== undefined)
  const gender = told('gender')
  const sealed = told('sectors')
  const sectors = [...state.sectors, ...(Array.isArray(sealed) ? sealed.map(String) : [])]
  const groups: Partial<Record<OnlyCode, boolean>> = {}
  for (const sector of sectors) {
    const group = groupOfSector[sector]
    if (group) groups[group] = true
  }
  if (gender === 'W' || gender === 'X') groups.women = true
  const needs = openNeeds(entries)
  return {
    ...noAnswers,
    needs: needs.length === 0 ? null : needs,
    country: state.country,
    holder: state.holder,
    groups,
    inExile: state.custody.status === 'exiled' ? true : null,
  }
}

/** A later entry of a need takes the place of the one that it updates. */
const openNeeds = (entries: readonly Entry[]): readonly Need[] => {
  const own = entries.filter(({ kind }) => kind === 'need')
  const passed = new Set(own.map(({ coded }) => field(coded, 'updates')))
  const types = own
    .filter(({ id, coded }) => !passed.has(id) && !['met', 'dropped'].includes(String(field(coded, 'state'))))
    .map(({ coded, words }) => String(field(words, 'type') ?? field(coded, 'type')))
  return needCodes.filter((code) => types.includes(code))
}
