/** What every field has beside its control. */

export type FieldProps = {
  /** Also the target of the error summary's link. */
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  /** In words, what is wrong and how to mend it. */
  readonly error?: string | undefined
  readonly optional?: boolean
}

export type Choice = {
  readonly value: string
  readonly label: string
  readonly hint?: string
  readonly disabled?: boolean
}

/** The ids that `aria-describedby` names: the hint and the error, where there are any. */
export const describedBy = (field: Pick<FieldProps, 'id' | 'hint' | 'error'>): string | undefined => {
  const ids = [field.hint ? `${field.id}-hint` : '', field.error ? `${field.id}-error` : ''].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}
