/** What the server writes of its work: one line per request, from which nobody can be found. */

/** The day, not the hour; the route's pattern, not the address; no IP, browser, query or id. */
export const logLine = (of: {
  readonly day: Date
  readonly method: string
  readonly template: string
  readonly status: number
  readonly ms: number
}): string =>
  `${of.day.toISOString().slice(0, 10)} ${knownMethod(of.method)} ${of.template} ${of.status} ${Math.round(of.ms)}ms`

/** A client may invent a method and write a name in it. */
const knownMethod = (method: string): string =>
  ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'OTHER'

/** A fault by its kind and place in the code; its message may quote what a member wrote. */
export const faultLine = (cause: unknown, template: string): string => {
  if (!(cause instanceof Error)) return `fault ${template} ${typeof cause}`
  const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : ''
  const { stack = '', message } = cause
  const below = stack.slice(stack.indexOf(message) + message.length)
  const frames = below.split('\n').filter((line) => /^ {4}at /.test(line))
  const places = frames
    .slice(0, 6)
    .map((frame) => frame.trim().replace(/file:\/\/\S*\/(src|node_modules|build)\//, '$1/'))
  return [`fault ${template} ${cause.name}${code}`, ...places].join('\n  ')
}
