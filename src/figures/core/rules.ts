/**
 * The counting rules, by their codes. Each has its words and its example among the messages (`explore.rule.N1` …), an
 * anchor on the method page, and a test that names its code (rules.test.ts holds that).
 */
export const countingRules = [
  'N1',
  'N2',
  'N3',
  'N4',
  'N5',
  'N6',
  'N7',
  'N8',
  'N9',
  'N10',
  'N11',
  'N12',
  'N13',
  'N14',
] as const
export type CountingRule = (typeof countingRules)[number]
