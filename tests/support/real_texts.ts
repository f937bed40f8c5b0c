/** The real texts of examples/instruments, as tests read them. */
import { readFileSync } from 'node:fs'
import type { Version } from '../../src/instruments/core/instrument.ts'
import { versionOf } from '../../src/instruments/core/testing.ts'

const FOLDER = new URL('../../examples/instruments/', import.meta.url)

export const realFile = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8')

/** Lines that begin with # say where a text comes from and are none of it. */
export const realText = (name: string): string =>
  realFile(name)
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')

export const realVersion = (name: string, prefix = 'p'): Version => versionOf(realText(name), prefix)
