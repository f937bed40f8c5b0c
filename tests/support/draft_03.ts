/** The part of JSON Schema draft-03 that the Popolo schemas use; every other keyword is a fault of this helper. */
import { readdirSync, readFileSync } from 'node:fs'

export type Schema = {
  readonly id?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly $ref?: string
  readonly required?: boolean
  readonly pattern?: string
  readonly format?: string
}

const known = [
  '$schema',
  'id',
  'title',
  'description',
  'type',
  'properties',
  'items',
  '$ref',
  'required',
  'pattern',
  'format',
]

export const readSchemas = (folder: URL): ReadonlyMap<string, Schema> =>
  new Map(
    readdirSync(folder).map((name) => {
      const schema = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Schema
      return [schema.id ?? name, schema]
    }),
  )

const typeOf = (value: unknown): readonly string[] => {
  if (value === null) return ['null']
  if (Array.isArray(value)) return ['array']
  if (Number.isInteger(value)) return ['integer', 'number']
  return [typeof value]
}

const formats: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  email: /^\S+@\S+$/,
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/,
}

/** Paths of what does not fit, and why. */
export const faultsOf = (
  schemas: ReadonlyMap<string, Schema>,
  id: string,
  value: unknown,
  at = '',
): readonly string[] => {
  const schema = schemas.get(id)
  return schema ? check(schemas, schema, value, at) : [`${at}: no schema ${id}`]
}

const check = (
  schemas: ReadonlyMap<string, Schema>,
  schema: Schema,
  value: unknown,
  at: string,
): readonly string[] => {
  const foreign = Object.keys(schema).find((word) => !known.includes(word))
  if (foreign) return [`${at}: keyword ${foreign}`]
  if (schema.$ref) return faultsOf(schemas, schema.$ref, value, at)
  const faults: string[] = []
  const types = schema.type === undefined ? null : [schema.type].flat()
  if (types && !types.some((type) => typeOf(value).includes(type))) return [`${at}: type`]
  if (typeof value === 'string') {
    if (schema.pattern && !new RegExp(schema.pattern).test(value)) faults.push(`${at}: pattern`)
    if (schema.format && !formats[schema.format]?.test(value)) faults.push(`${at}: ${schema.format}`)
  }
  if (Array.isArray(value) && schema.items)
    for (const [place, one] of value.entries())
      faults.push(...check(schemas, schema.items, one, `${at}/${place}`))
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const [name, of] of Object.entries(schema.properties ?? {})) {
      const own = (value as Readonly<Record<string, unknown>>)[name]
      if (own === undefined) {
        if (of.required) faults.push(`${at}/${name}: missing`)
      } else faults.push(...check(schemas, of, own, `${at}/${name}`))
    }
  return faults
}
