/** What is printed for an ask: the letter, and the sheet that goes with it. */
type Headed = { readonly head: string; readonly items: readonly string[] }

export type LetterSheet = {
  /** Of the page; the letter may be in another. */
  readonly lang: string
  readonly kind: string
  readonly title: string
  readonly notFor: readonly string[]
  readonly until: string
  readonly request: Headed
  readonly to: { readonly head: string; readonly each: readonly (readonly string[])[] }
  readonly mind: { readonly head: string; readonly lists: readonly Headed[] }
  readonly qr: { readonly words: string; readonly address: string }
  /** Null: the writer finds their own words. */
  readonly letter: {
    readonly lang: string
    readonly to: readonly string[]
    readonly salutation: string | null
    readonly paragraphs: readonly string[]
    readonly sign: string
  } | null
  /** What stands above the empty lines. */
  readonly own: string
}
