/** The words of a report in its own language, which need not be that of the desk: given by the page that makes it. */
export type ReportKey = `mission_reports.${string}`

export type ReportWords = {
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly say: (key: ReportKey, params?: Readonly<Record<string, string | number>>) => string
  /** A term of a vocabulary: `custodyStatus`, `held`. */
  readonly term: (vocabulary: string, code: string) => string
  /** EDTF, a day or coarser. */
  readonly date: (edtf: string) => string
  readonly country: (code: string) => string
  readonly list: (items: readonly string[]) => string
  readonly number: (value: number) => string
}
