/**
 * Violations: fourteen groups and the codes below them, each with its place in SDG indicator 16.10.1 and the
 * paragraphs of the UN Declaration on Human Rights Defenders it touches.
 *
 * [Note: sensitive terms] A sensitive term speaks about sex, body, mind or belief of a known person once its case
 * is public. It stands in the sealed part; in the coded part stands its parent. Parents are also chosen freely,
 * so that a parent alone does not give the sensitive term away.
 */
import { codesOf } from './terms.ts'

/** The letters of SDG 16.10.1, most serious first: one incident counts once per victim, by its most serious act. */
export const sdgCategories = [
  { code: 'A', rank: 1 },
  { code: 'C', rank: 2 },
  { code: 'B', rank: 3 },
  { code: 'D', rank: 4 },
  { code: 'E', rank: 5 },
  { code: 'F', rank: 6 },
] as const
export type SdgCategory = (typeof sdgCategories)[number]['code']

/** `undetermined`: only the facts of the act can tell. `qualifier`: describes another act, counts none itself. */
export type SdgPlace = SdgCategory | 'undetermined' | 'none' | 'qualifier'

/** A group counts as the least serious of its codes: a figure stays a lower bound. */
export const violationGroups = [
  { code: 'K', sdgCategory: 'undetermined' },
  { code: 'T', sdgCategory: 'F' },
  { code: 'E', sdgCategory: 'E' },
  { code: 'D', sdgCategory: 'D' },
  { code: 'J', sdgCategory: 'F' },
  { code: 'P', sdgCategory: 'F' },
  { code: 'H', sdgCategory: 'F' },
  { code: 'S', sdgCategory: 'none' },
  { code: 'R', sdgCategory: 'none' },
  { code: 'M', sdgCategory: 'none' },
  { code: 'A', sdgCategory: 'none' },
  { code: 'W', sdgCategory: 'none' },
  { code: 'L', sdgCategory: 'none' },
  { code: 'X', sdgCategory: 'qualifier' },
] as const satisfies readonly { readonly code: string; readonly sdgCategory: SdgPlace }[]
export type ViolationGroupCode = (typeof violationGroups)[number]['code']

export type Violation = {
  readonly code: string
  readonly parent: ViolationGroupCode
  readonly sensitive: boolean
  readonly sdgCategory: SdgPlace
  readonly sdgRank: number | null
  /** False where the category depends on facts beyond the code: show it as a proposal to judge. */
  readonly sdgSure: boolean
  readonly declarationParagraphs: readonly string[]
}

/** Paragraphs separated by spaces. The parent is the first letter of the code, the rank that of the category. */
const violation = <const C extends string>(
  code: C,
  sdgCategory: SdgPlace,
  paragraphs: string,
  { sensitive = false, sdgSure = true } = {},
): Violation & { readonly code: C } => ({
  code,
  parent: code.slice(0, 1) as ViolationGroupCode,
  sensitive,
  sdgCategory,
  sdgRank: sdgCategories.find((category) => category.code === sdgCategory)?.rank ?? null,
  sdgSure,
  declarationParagraphs: paragraphs.split(' '),
})

export const violations = [
  violation('K01', 'A', '12.2 9.5'),
  violation('K02', 'A', '12.2 9.5'),
  violation('K03', 'A', '12.2 9.5'),
  violation('K04', 'A', '12.2', { sdgSure: false }),
  violation('K05', 'A', '9.2 12.2'),
  violation('K06', 'undetermined', '9.5', { sdgSure: false }),
  violation('T01', 'C', '12.2'),
  violation('T02', 'F', '12.2'),
  violation('T03', 'F', '12.2', { sensitive: true }),
  violation('T04', 'C', '9.1 12.2', { sdgSure: false }),
  violation('E01', 'B', '12.2 9.5'),
  violation('E02', 'E', '12.2'),
  violation('D01', 'D', '12.2 12.3'),
  violation('D02', 'D', '9.2 12.3'),
  violation('D03', 'D', '9.2 12.3'),
  violation('D04', 'D', '12.2'),
  violation('D05', 'D', '9.2'),
  violation('D06', 'D', '12.2', { sensitive: true }),
  violation('D07', 'D', '9.2'),
  violation('J01', 'F', '12.3 9.2', { sdgSure: false }),
  violation('J02', 'F', '12.2', { sdgSure: false }),
  violation('J03', 'F', '9.2', { sdgSure: false }),
  violation('J04', 'F', '6(b) 8.2', { sdgSure: false }),
  violation('J05', 'F', '9.2', { sdgSure: false }),
  violation('J06', 'F', '9.3(c)', { sdgSure: false }),
  violation('J07', 'none', '12.2'),
  violation('P01', 'F', '12.2'),
  violation('P02', 'F', '12.2', { sensitive: true }),
  violation('P03', 'F', '5(a) 12.1'),
  violation('P04', 'F', '12.2'),
  violation('H01', 'F', '12.2'),
  violation('H02', 'F', '12.2'),
  violation('H03', 'F', '12.2'),
  violation('H04', 'F', '12.2'),
  violation('H05', 'F', '12.2 6(b)', { sdgSure: false }),
  violation('H06', 'F', '12.2'),
  violation('H07', 'F', '12.2', { sensitive: true }),
  violation('S01', 'F', '12.2'),
  violation('S02', 'F', '12.2 6(a)'),
  violation('S05', 'none', '6(b)'),
  violation('S06', 'none', '6(b)'),
  violation('R01', 'F', '12.2 5(b)'),
  violation('R02', 'F', '12.2'),
  violation('R03', 'F', '6(a)', { sdgSure: false }),
  violation('R04', 'F', '12.2'),
  violation('R05', 'none', '13'),
  violation('M01', 'none', '8.1 5(c)'),
  violation('M02', 'none', '5(c)'),
  violation('M03', 'none', '5(c)'),
  violation('M04', 'F', '12.2', { sdgSure: false }),
  violation('M05', 'none', '2.2'),
  violation('A01', 'none', '5(b)'),
  violation('A02', 'none', '5(b)'),
  violation('A03', 'none', '13'),
  violation('A04', 'none', '5(a)'),
  violation('W01', 'none', '11 10'),
  violation('W02', 'none', '11 9.3(c)'),
  violation('W03', 'none', '12.2'),
  violation('L01', 'none', '2.2 3 17'),
  violation('X01', 'qualifier', '9.4 5(c)'),
  violation('X02', 'qualifier', '9.5 9.1'),
  violation('X03', 'none', '9.3(b)'),
] as const
export type ViolationCode = (typeof violations)[number]['code']
export type ViolationTerm = ViolationCode | ViolationGroupCode

/** What a member may choose: every group and every code. */
export const violationCodes: readonly ViolationTerm[] = [...codesOf(violationGroups), ...codesOf(violations)]

const violationByCode: ReadonlyMap<string, Violation> = new Map(violations.map((one) => [one.code, one]))

/** The facts of a code; null for a group. */
const violationOf = (code: ViolationTerm): Violation | null => violationByCode.get(code) ?? null

/** What may stand in a coded part: the code, or its parent where the code is sensitive. */
export const codedViolation = (code: ViolationTerm): ViolationTerm => {
  const known = violationOf(code)
  return known?.sensitive ? known.parent : code
}

/** The codes a coded part may hold. */
export const codedViolationCodes: readonly ViolationTerm[] = violationCodes.filter(
  (code) => codedViolation(code) === code,
)

/** The group a code stands in; a group stands in itself. */
export const violationGroupOf = (code: ViolationTerm): ViolationGroupCode =>
  violationOf(code)?.parent ?? (code as ViolationGroupCode)

/** The place in SDG 16.10.1, for groups too. */
export const sdgPlaceOf = (code: ViolationTerm): SdgPlace =>
  violationOf(code)?.sdgCategory ??
  violationGroups.find((group) => group.code === code)?.sdgCategory ??
  'none'
