/**
 * The table of every field of every entry and the part it stands in, read from the schemas themselves, so that
 * SECURITY.md and the tests cannot say anything else than what is enforced.
 */
import type { z } from 'zod'
import { type EntryKind, entryKindNames, entryKinds } from './entry.ts'

export type Part = 'coded' | 'sealed' | 'open'

export type PlacedField = {
  readonly kind: EntryKind
  /** `acts[].violation`; empty for a part that is one value. */
  readonly path: string
  readonly part: Part
  /** What may stand there: an atom's name, `term`, `number`, `flag`, `none`, or `words` for any other text. */
  readonly holds: string
}

/** Every field of every kind. The words of a correction are those of the kind it corrects. */
export const placement = (): readonly PlacedField[] =>
  entryKindNames.flatMap((kind) => {
    const parts = entryKinds[kind]
    return [
      ...placed(kind, 'coded', parts.coded),
      ...placed(kind, 'sealed', parts.words),
      ...('open' in parts ? placed(kind, 'open', parts.open) : []),
    ]
  })

/** The table as Markdown, one row a kind and part, for SECURITY.md. */
export const placementTable = (): string => {
  const rows = entryKindNames.map((kind) => {
    const fields = placement().filter((field) => field.kind === kind)
    const cell = (part: Part) =>
      fields
        .filter((field) => field.part === part && field.holds !== 'none')
        .map((field) => (field.path === '' ? `(${field.holds})` : `${field.path} (${field.holds})`))
        .join(', ') || '–'
    return `| ${kind} | ${cell('coded')} | ${cell('sealed')} | ${cell('open')} |`
  })
  return ['| kind | coded: the server reads it | sealed | open |', '|---|---|---|---|', ...rows, ''].join(
    '\n',
  )
}

function placed(kind: EntryKind, part: Part, schema: z.ZodType): readonly PlacedField[] {
  return leavesOf(schema, '').map((leaf) => ({ kind, part, ...leaf }))
}

type Leaf = { readonly path: string; readonly holds: string }

// Only the kinds of schema the entry kinds use; a new one must be added here before it can be used.
type Definition = {
  readonly type: string
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly valueType?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
}

function leavesOf(schema: z.ZodType, path: string): readonly Leaf[] {
  const atom = schema.meta()?.['atom']
  if (typeof atom === 'string') return [{ path, holds: atom }]
  const definition = schema.def as unknown as Definition
  switch (definition.type) {
    case 'object':
      return Object.entries(definition.shape ?? {}).flatMap(([name, field]) =>
        leavesOf(field, path === '' ? name : `${path}.${name}`),
      )
    case 'array':
      return inside(definition.element, `${path}[]`)
    case 'record':
      return inside(definition.valueType, `${path}{}`)
    case 'optional':
      return inside(definition.innerType, path)
    case 'enum':
      return [{ path, holds: 'term' }]
    case 'number':
      return [{ path, holds: 'number' }]
    case 'boolean':
      return [{ path, holds: 'flag' }]
    case 'null':
      return [{ path, holds: 'none' }]
    default:
      return [{ path, holds: 'words' }]
  }
}

function inside(schema: z.ZodType | undefined, path: string): readonly Leaf[] {
  return schema === undefined ? [{ path, holds: 'words' }] : leavesOf(schema, path)
}
