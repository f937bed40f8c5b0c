import { expect, test } from 'vitest'
import { accountNameSchema, labelSchema } from './desk_entries.ts'

test.each(['', ' Desk', 'Desk ', 'a\nb', 'a\u0085b', 'a\u202Eb', 'e\u0301', 'a'.repeat(81)])(
  '%j is no name of a desk',
  (text) => expect(labelSchema.safeParse(text).success).toBe(false),
)

test.each(['Desk', 'مكتب', 'می\u200Cخواهم', 'a'.repeat(80)])('%j is a name of a desk', (text) => {
  expect(labelSchema.safeParse(text).data).toBe(text)
})

test.each(['ab', 'Ana', 'ana ', '.ana', 'ana-', 'a|b', 'аna', 'a'.repeat(41)])(
  '%j is no account name',
  (name) => {
    expect(accountNameSchema.safeParse(name).success).toBe(false)
  },
)
