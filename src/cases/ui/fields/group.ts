/** What every field that is made of several is given. */
export type GroupProps = {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
}
