/** The kind of a refusal, `done` for any other Result, undefined for what is none. */
export const refusalKind = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return undefined
  if (value.ok === true) return 'done'
  const error = 'error' in value ? value.error : undefined
  if (typeof error !== 'object' || error === null || !('kind' in error)) return undefined
  return String(error.kind)
}
