/** Every message is asked for somewhere: by its whole key, by a template that makes it, or by the words it begins with. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { catalogue } from './catalogue.node.ts'
import { SOURCE_LANGUAGE } from './catalogue.ts'

const src = fileURLToPath(new URL('../', import.meta.url))
const code = globSync('**/*.{ts,svelte}', { cwd: src, exclude: (name) => name.endsWith('.test.ts') })
  .map((file) => readFileSync(`${src}/${file}`, 'utf8'))
  .join('\n')

/** `'cases_status.custodyStatus'` stands for all terms of that vocabulary; a room alone stands for nothing. */
const literals = new Set([...code.matchAll(/['"`]([a-z_]+\.[\w.]+)['"`]/g)].map(([, text]) => text ?? ''))
const templates = [...code.matchAll(/`([a-z_]+\.[^`\n]*\$\{[^`\n]*)`/g)].map(([, text = '']) => {
  const fixed = text.split(/\$\{[^}]*\}/).map((part) => RegExp.escape(part))
  return new RegExp(`^${fixed.join('[^ ]+')}$`)
})
const isUsed = (key: string): boolean => {
  const parts = key.split('.')
  const wider = parts.map((_, place) => parts.slice(0, place + 1).join('.')).slice(1)
  return wider.some((one) => literals.has(one)) || templates.some((template) => template.test(key))
}

test('every message is used', () => {
  const keys = [
    ...new Set(Object.keys(catalogue[SOURCE_LANGUAGE] ?? {}).map((key) => key.split('#')[0] ?? '')),
  ]
  expect(keys.filter((key) => !isUsed(key))).toEqual([])
})

test('a message that nobody asks for would be found', () => {
  expect(isUsed('cases.status.held_by_nobody')).toBe(false)
})
