/** Amendments: operations on the provisions of a version, or on the words of another amendment. */

/** Where inside the text words or paragraphs go. */
export type Place =
  | { readonly where: 'before' | 'after'; readonly number: string }
  /** `of`: the preamble, the operative part, or a provision whose last child it becomes. */
  | { readonly where: 'end'; readonly of: 'preamble' | 'operative' | { readonly number: string } }

export type WordPlace =
  | { readonly where: 'before' | 'after'; readonly words: string }
  | { readonly where: 'start' | 'end' }

/** `targets` and numbers are those printed in the document that is amended. */
export type Operation = (
  | { readonly op: 'replace'; readonly targets: readonly string[]; readonly new: string }
  | { readonly op: 'delete'; readonly targets: readonly string[] }
  /** `number`: the one that the instruction gives the new paragraph, if it gives one. */
  | { readonly op: 'insert'; readonly place: Place; readonly new: string; readonly number: string | null }
  | {
      readonly op: 'replace_words'
      readonly targets: readonly string[]
      readonly old: string
      readonly new: string
      readonly each: boolean
    }
  | {
      readonly op: 'delete_words'
      readonly targets: readonly string[]
      readonly old: string
      readonly each: boolean
    }
  | {
      readonly op: 'insert_words'
      readonly targets: readonly string[]
      readonly place: WordPlace
      readonly new: string
    }
  | { readonly op: 'move'; readonly targets: readonly string[]; readonly place: Place }
) & {
  /** The paragraph as the instruction says that it will read; checked, never used. */
  readonly resulting: string | null
}

export type Sponsor = {
  readonly who: string
  /** EDTF */
  readonly since: string | null
  /** EDTF */
  readonly withdrawnOn: string | null
}

export const amendmentKinds = ['amendment', 'sub_amendment', 'oral_amendment', 'oral_revision'] as const
export type AmendmentKind = (typeof amendmentKinds)[number]

export type Amendment = {
  readonly id: string
  readonly kind: AmendmentKind
  readonly symbol: string | null
  /** Id of the version, or for a sub-amendment of the amendment, that it changes. */
  readonly to: string
  readonly sponsors: readonly Sponsor[]
  /** EDTF. A withdrawn amendment is kept and has no effect. */
  readonly tabledOn: string | null
  readonly withdrawnOn: string | null
  readonly operations: readonly Operation[]
}

/** Withdrawn by its sponsors: all of them left, or it was withdrawn as a whole. */
export const isWithdrawn = ({ withdrawnOn, sponsors }: Amendment): boolean =>
  withdrawnOn !== null || (sponsors.length > 0 && sponsors.every((sponsor) => sponsor.withdrawnOn !== null))

/** A sponsor of the draft revises it aloud before anything is voted on, so revisions come first. */
export const inOrderOfAction = (amendments: readonly Amendment[]): readonly Amendment[] => [
  ...amendments.filter(({ kind }) => kind === 'oral_revision'),
  ...amendments.filter(({ kind }) => kind !== 'oral_revision'),
]

/** The texts that an operation brings in: what a sub-amendment can change. */
export const textOf = (operation: Operation): string | null => ('new' in operation ? operation.new : null)

export const withText = (operation: Operation, text: string): Operation =>
  'new' in operation ? { ...operation, new: text } : operation
