import { expect, test } from 'vitest'
import { downloadHeaders, typeToSave } from './save_file.ts'

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

test('a file is given to be saved and never shown, under its whole name', () =>
  expect(downloadHeaders({ name: `l'été (1)*! 夜.html`, mediaType: 'text/html', size: 7 })).toEqual({
    'content-type': 'application/octet-stream',
    'content-length': '7',
    'content-disposition': "attachment; filename*=UTF-8''l%27%C3%A9t%C3%A9%20%281%29%2A%21%20%E5%A4%9C.html",
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }))
