/** A calendar program of Debian: what is sent to people must be what theirs makes of it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'vitest'

type Asked = { readonly format: string; readonly from: string; readonly days: string }

/** What khal has in its own store, kept in that folder, after taking the file in. */
export const inCalendar = (folder: string, ics: string, { format, from, days }: Asked): string => {
  const file = join(folder, 'given.ics')
  const config = join(folder, 'config')
  mkdirSync(join(folder, 'store'), { recursive: true })
  writeFileSync(file, ics)
  writeFileSync(
    config,
    `[calendars]
[[given]]
path = ${join(folder, 'store')}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = ${join(folder, 'khal.db')}
`,
  )
  const run = (...options: readonly string[]): string => {
    const { status, stdout, stderr, error } = spawnSync('khal', ['-c', config, ...options], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8', HOME: folder },
    })
    if (error) throw new Error(`khal is needed for this test: ${error.message}`)
    expect(stderr, stdout).not.toMatch(/error|critical/i)
    expect(status, stderr).toBe(0)
    return stdout
  }
  run('import', '--batch', '-a', 'given', file)
  return run('list', '--format', format, from, days)
}
