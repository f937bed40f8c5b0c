import { z } from 'zod'
import { expect, test } from 'vitest'
import { entryKindNames, entryKinds } from './entry.ts'
import { codedAtoms } from './fields.ts'
import { placement, placementTable } from './placement.ts'

const inCoded = new Set<string>([...codedAtoms, 'term', 'number', 'flag', 'none'])

test('no coded part has room for free words', () => {
  const loose = placement().filter((field) => field.part === 'coded' && !inCoded.has(field.holds))
  // A correction repeats the coded part of another entry and is checked against that entry's kind.
  expect(loose).toEqual([{ kind: 'correction', part: 'coded', path: 'coded', holds: 'json' }])
})

test('what happened is dated to the month; days stand only where something is due or public', () => {
  const days = placement().filter((field) => field.part === 'coded' && field.holds === 'day')
  expect(days.map((field) => `${field.kind}.${field.path}`)).toEqual([
    'event.until',
    'event.reviewDay',
    'hearing.day',
    'hearing.nextDay',
    'consent.expires',
    'contact.checkedOn',
    'risk.reviewDay',
    'task.due',
    'engagement.due',
  ])
})

test('every object of every part refuses fields it does not name', () => {
  for (const kind of entryKindNames) {
    for (const schema of Object.values(entryKinds[kind])) {
      for (const object of objectsOf(schema)) expect(object.def.catchall).toBeInstanceOf(z.ZodNever)
    }
  }
})

test('only a publication has an open part', () => {
  expect(new Set(placement().flatMap((field) => (field.part === 'open' ? [field.kind] : [])))).toEqual(
    new Set(['publication']),
  )
})

test('the table names every kind and every field', () => {
  const table = placementTable()
  for (const { kind, path } of placement()) {
    expect(table).toContain(`| ${kind} |`)
    expect(table).toContain(path)
  }
})

function objectsOf(schema: z.ZodType): readonly z.ZodObject[] {
  const def = schema.def as { innerType?: z.ZodType; element?: z.ZodType; valueType?: z.ZodType }
  const below = [def.innerType, def.element, def.valueType].flatMap((one) => (one ? objectsOf(one) : []))
  if (!(schema instanceof z.ZodObject)) return below
  return [schema, ...Object.values(schema.shape).flatMap((field) => objectsOf(field as z.ZodType))]
}
