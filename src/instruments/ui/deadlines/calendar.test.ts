import { expect, test } from 'vitest'
import { translator } from '#languages/translate.ts'
import { calendarOf } from './calendar.ts'

test.each(['A title\r\nX-OTHER:1', 'A title\nX-OTHER:1', 'A title\u2028X-OTHER:1'])(
  'a title of two lines begins no property of its own: %j',
  (name) => {
    const page = 'https://amparo.example/instruments/a-text/deadlines'
    const lines = calendarOf(translator('en'), [], { name, page }).split(/[\r\n\u2028]+/)
    expect(lines.filter((line) => line.startsWith('X-OTHER'))).toEqual([])
    expect(lines).toContain('X-WR-CALNAME:A title X-OTHER:1')
  },
)
