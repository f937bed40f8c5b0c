/**
 * Letters that came back. The command `amparo bounce` leaves a note in the data folder, which names an address that only
 * this server can have made; the server reads it, tells the room, and deletes it. No address of a person is in it.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { inTransaction } from '../database.ts'
import { writeWhole } from '../whole_file.ts'
import type { SenderDeps } from './sender.ts'
import { readReturnAddress } from './return_address.ts'
import { stopMark } from './mail_seal.ts'
import { countMail, stopMail } from './mail.store.ts'

const note = z.strictObject({ v: z.literal(1), to: z.string().max(320), hard: z.boolean() })
export type ReturnNote = Omit<z.infer<typeof note>, 'v'>

const returnedIn = (dataFolder: string): string => join(dataFolder, 'returned')

/** Also while no server runs. */
export const leaveReturned = async (dataFolder: string, said: ReturnNote): Promise<void> => {
  const folder = returnedIn(dataFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `${randomBytes(16).toString('base64url')}.json`
  await writeWhole(join(folder, name), (put) => put(Buffer.from(JSON.stringify({ v: 1, ...said }))))
}

type Deps = Pick<SenderDeps, 'database' | 'secrets' | 'config' | 'clock' | 'purposes'> & {
  readonly dataFolder: string
}

/** Of several servers that share a folder the first one tells. */
export const takeReturned = async (deps: Deps): Promise<void> => {
  const folder = returnedIn(deps.dataFolder)
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => one.endsWith('.json')).slice(0, 500)) {
    const path = join(folder, name)
    const said = note.safeParse(await readJson(path))
    if (said.success) await tellRoom(deps, said.data)
    await rm(path, { force: true })
  }
}

const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}

const tellRoom = async (deps: Deps, { to, hard }: ReturnNote): Promise<void> => {
  const returned = readReturnAddress({ secrets: deps.secrets, mail: deps.config.mail }, to)
  if (returned === null) return
  const told = deps.purposes.find(({ purpose }) => purpose === returned.purpose)?.returned
  await inTransaction(deps.database, { role: 'jobs' }, async (db) => {
    const now = deps.clock()
    // Once: whoever received a letter knows its return address, and could send it back a thousand times.
    const mark = stopMark(deps.secrets, `returned ${returned.purpose}`, returned.about)
    if (hard && !(await stopMail(db, { mark, now }))) return
    await countMail(db, { outcome: 'returned', n: 1, now })
    if (told) await told(db, { about: returned.about, hard })
  })
}
