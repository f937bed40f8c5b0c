/** What the limits of the access log refuse, in the words of the command line: what, how many, when again, who raises it. */
type Refusal = {
  readonly kind: string
  readonly type?: string
  readonly fields?: Readonly<Record<string, unknown>>
}

/** Null for any other refusal. */
export const limitWords = ({ kind, type, fields = {} }: Refusal): string | null => {
  if (kind !== 'refused_by_server') return null
  const raise = `from ${String(fields.again)} on. Any lead other than you can raise the limit at the desk, under Access log.`
  if (type === 'too_many_cases')
    return `You have opened ${String(fields.limit)} different cases within 24 hours, which is your limit at this desk. Another one opens ${raise} An export that another lead has released goes beyond it.`
  if (type === 'too_many_exports')
    return `You have made ${String(fields.limit)} exports of a single case within ${String(fields.days)} × 24 hours without a second lead, which is your limit at this desk. The next one can be made ${raise}`
  return null
}
