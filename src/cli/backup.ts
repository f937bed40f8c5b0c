/** `amparo backup`: all of a running or stopped installation in one file, and its secrets in another. */
import { resolve } from 'node:path'
import { Readable } from 'node:stream'

import { makeBackup } from '#platform/server/backup.ts'
import { openBlobs } from '#platform/server/blobs.ts'
import { recordRun } from '#platform/server/backup_runs.ts'
import { openBeside } from '#platform/server/owner_database.ts'
import { findSecrets, secretsText } from '#platform/server/secrets.ts'
import { secretsOf } from '#platform/server/secrets_id.ts'
import { writeWhole } from '#platform/server/whole_file.ts'
import { sealExport } from '#vault/client/v1/export.ts'

import { type AddCommand, inWords, readConfig, say } from './command.ts'
import { newPassphrase } from './passphrase.ts'

type BackupOptions = { readonly to?: string; readonly withoutSecrets?: true }

export const PASSPHRASE_OF_SECRETS = {
  of: "the server's secrets",
  variable: 'AMPARO_BACKUP_PASSPHRASE',
}

/** What stands beside a backup under the operator's passphrase. */
export const secretsBeside = (backup: string): string => `${backup.replace(/\.backup$/, '')}.secrets.age`

export const addBackup: AddCommand = (program) => {
  program
    .command('backup')
    .description('write all of an installation into a file, while it runs or not')
    .option('--to <folder>', 'where to (AMPARO_BACKUP_TO, or here)')
    .option(
      '--without-secrets',
      "leave out the second file with the server's secrets: one copy of them is enough until they are renewed",
    )
    .action(inWords(runBackup))
}

const clock = (): Date => new Date()

const runBackup = async ({ to, withoutSecrets }: BackupOptions): Promise<void> => {
  const config = readConfig()
  const folder = resolve(to ?? config.backup?.to ?? '.')
  const kept = findSecrets(config.dataFolder)
  const text = secretsText(config.dataFolder) ?? ''
  if (kept === null && !withoutSecrets)
    throw new Error(
      `The server's secrets are not in ${config.dataFolder}. Say where they are with AMPARO_DATA. Where they are lost, ` +
        'make the backup --without-secrets: nobody will be able to sign in to what is restored from it.',
    )
  // Asked first: nobody waits for a backup to be asked afterwards.
  const passphrase = withoutSecrets ? null : await newPassphrase(PASSPHRASE_OF_SECRETS)
  const { owner, stop } = await openBeside(config)
  try {
    const secrets = kept && (await secretsOf(owner, kept))
    const made = await makeBackup(
      { owner, secrets, clock, blobs: openBlobs(config.dataFolder) },
      folder,
    ).catch(inBackupWords(folder))
    if (made.kind === 'elsewhere') throw new Error('Another backup of this installation is being made now.')
    say(`${made.rows} rows were written to ${made.path}, and read back.`)
    if (made.files > 0)
      say(`${made.files} files of evidence are in the folder ending in -files beside it. Keep both together.`)
    if (made.lost > 0)
      say(
        `${made.lost} files of evidence are lost or damaged in ${config.dataFolder}, and in no new backup. Look for an older one.`,
      )
    if (passphrase === null) return
    const startedAt = clock()
    const beside = secretsBeside(made.path)
    const sealed = await sealSecrets(text, passphrase)
    await writeWhole(beside, (put) => put(sealed))
    await recordRun(owner, { what: 'secrets', startedAt, endedAt: clock(), bytes: sealed.length })
    say(`The server's secrets are in ${beside}, under your passphrase. Keep the two files apart.`)
  } finally {
    await stop()
  }
}

const sealSecrets = async (text: string, passphrase: string): Promise<Uint8Array> => {
  const plain = Readable.toWeb(Readable.from([Buffer.from(text)])) as ReadableStream<Uint8Array>
  const sealed = await sealExport(plain, { kind: 'passphrase', passphrase })
  const parts: Uint8Array[] = []
  for await (const part of sealed) parts.push(part)
  return Buffer.concat(parts)
}

/** What the system says of files in its own words, in ours. */
const inBackupWords =
  (folder: string) =>
  (cause: unknown): never => {
    const code = (cause as NodeJS.ErrnoException | null)?.code
    if (code === 'ENOSPC')
      throw new Error(`There is no room for the backup in ${folder}. Nothing of it was left there.`)
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Error(`There is no folder ${folder}. Make it, or name another one with --to.`)
    if (code === 'EACCES' || code === 'EROFS')
      throw new Error(`Nothing may be written in ${folder}. Name another folder with --to.`)
    throw cause
  }
