import { expect, test } from 'vitest'
import { typeToSave } from './save_file.ts'

test.each([
  'image/svg+xml',
  'application/xhtml+xml',
  'application/xml',
  'text/html',
  'application/pdf',
  'image/png;x',
  '',
])('a file that says it is %s is saved as bytes, whatever the browser thinks of it', (said) =>
  expect(typeToSave(said)).toBe('application/octet-stream'),
)

test.each(['image/jpeg', 'video/mp4', 'audio/x-m4a'])('%s keeps its name', (said) =>
  expect(typeToSave(said)).toBe(said),
)
