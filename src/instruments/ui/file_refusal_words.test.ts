import { expect, test } from 'vitest'
import { readBodyFile } from '#instruments/core/body_file.ts'
import type { FileRefusal } from '#instruments/core/file_refusal.ts'
import { translator } from '#languages/translate.ts'
import { fileRefusalWords } from './file_refusal_words.ts'

const refusalOf = (text: string): FileRefusal => {
  const read = readBodyFile(text, { asOf: '2026-01-01' })
  if (read.ok) throw new Error('read')
  return read.error
}

test('a refused file says where it is wrong and how to mend it, in the reader’s language', () => {
  const refusal = refusalOf('name,votes\nAda,yes\nBen,perhaps\n')
  expect(fileRefusalWords(translator('en'), refusal)).toMatch(/^Line 3, votes: .*Mend it in the file/)
  expect(fileRefusalWords(translator('ar'), refusal)).toMatch(/السطر [3٣], votes.*صحّحه/)
})

test('a place that is no line stays as the file writes it', () => {
  const refusal = { kind: 'unknown_member', at: 'memberships.2.person_id' } as const
  expect(fileRefusalWords(translator('en'), refusal)).toMatch(/^memberships\.2\.person_id: /)
})
