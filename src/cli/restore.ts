/** `amparo restore`: an installation from a backup, into an empty place. */
import { existsSync, readFileSync } from 'node:fs'

import { backupStamps } from '#platform/server/backup.ts'
import { type CheckedBackup, checkBackup } from '#platform/server/backup_file.ts'
import type { Config } from '#platform/server/config.ts'
import { refuseTarget, restoreBackup } from '#platform/server/restore.ts'
import { findSecrets, secretsInText, secretsNamed, type ServerSecrets } from '#platform/server/secrets.ts'
import { openExport } from '#vault/client/v1/export.ts'

import { PASSPHRASE_OF_SECRETS, secretsBeside } from './backup.ts'
import { type AddCommand, inWords, readConfig, say } from './command.ts'
import { knownPassphrase } from './passphrase.ts'

type RestoreOptions = {
  readonly secrets?: string
  readonly withoutSecrets?: true
  readonly withoutFiles?: true
  readonly replace?: true
}

export const addRestore: AddCommand = (program) => {
  program
    .command('restore')
    .argument('<file>', 'amparo-….backup')
    .description('make an installation from a backup, in an empty data folder or by DATABASE_URL')
    .option('--secrets <file>', "the server's secrets (amparo-….secrets.age; beside the backup by default)")
    .option('--without-secrets', 'restore although they are lost: nobody can sign in any more')
    .option('--without-files', 'restore although files of evidence beside the backup are lost')
    .option('--replace', 'put aside what is there already')
    .action(inWords(runRestore))
}

const runRestore = async (file: string, options: RestoreOptions): Promise<void> => {
  const config = readConfig()
  const replace = options.replace ?? false
  await refuseTarget(config, { replace })
  const backup = await checkBackup(file)
  const secrets = await secretsFor(config, backup, options)
  if (secrets.kind !== 'none') refuseForged(backup, secrets.are)
  const place = secrets.kind === 'opened' ? secrets.text : null
  const withoutFiles = options.withoutFiles ?? false
  const given = {
    secrets: place,
    secretsLost: secrets.kind === 'none',
    replace,
    withoutFiles,
    clock: () => new Date(),
  }
  const { rows, files, putAside } = await restoreBackup(config, backup, given)
  say(`${rows} rows of ${backup.manifest.madeAt} are restored. Everybody signs in anew.`)
  if (files > 0) say(`${files} files of evidence are restored.`)
  for (const path of putAside) say(`What was there before is kept in ${path}.`)
  for (const line of secrets.kind === 'none' ? withoutWords : afterWords) say(line)
}

const afterWords = [
  'Devices that saw more than this backup holds will say that the server went back: that is true, tell your members.',
]

const withoutWords = [
  "It is restored without the server's secrets. What is lost with them: nobody can sign in any more, the steward neither.",
  'Passphrases are checked and accounts are wrapped with them; no new secrets can stand for the old ones.',
  'What is not lost: public pages, and every case of a desk whose printed kit you hold:',
  '  amparo export --kit FILE --desk NAME --passphrase    (docs/operations/kit.md)',
  'That nobody changed the backup could not be checked. What the kit opens is verified entry by entry all the same.',
]

type Secrets =
  | { readonly kind: 'there'; readonly are: ServerSecrets }
  | { readonly kind: 'opened'; readonly are: ServerSecrets; readonly text: string }
  | { readonly kind: 'none' }

const secretsFor = async (
  { dataFolder }: Config,
  { path, manifest }: CheckedBackup,
  options: RestoreOptions,
): Promise<Secrets> => {
  const there = findSecrets(dataFolder)
  const fits = (all: ServerSecrets): ServerSecrets | null =>
    manifest.secrets === null ? null : secretsNamed(all, manifest.secrets)
  const right = there && fits(there)
  if (right) return { kind: 'there', are: right }
  if (options.withoutSecrets) return { kind: 'none' }
  if (manifest.secrets === null)
    throw new Error('This backup was made where the secrets were lost. Restore it --without-secrets.')
  const opened = await openSecrets(options.secrets ?? secretsBeside(path))
  const are = fits(opened.are)
  if (are === null)
    throw new Error(
      'These are the secrets of another server than the one that made this backup, or from before they were renewed.',
    )
  if (there && !options.replace)
    throw new Error(
      `In ${dataFolder} lie the secrets of another server. Choose another folder with AMPARO_DATA, or put them aside ` +
        'with --replace.',
    )
  return { ...opened, are }
}

const openSecrets = async (file: string): Promise<Extract<Secrets, { kind: 'opened' }>> => {
  if (!existsSync(file))
    throw new Error(
      `The server's secrets are not in ${file}. Name their file with --secrets; where they are lost for good, restore ` +
        '--without-secrets, and read first what that costs (docs/operations/backup.md).',
    )
  const sealed = readFileSync(file)
  if (!sealed.subarray(0, 19).equals(Buffer.from('age-encryption.org/')))
    throw new Error(`${file} holds no secrets: it is no age file. Give amparo-….secrets.age.`)
  const plain = await openExport(sealed, { passphrase: await knownPassphrase(PASSPHRASE_OF_SECRETS) })
  if (plain === null) throw new Error(`The passphrase is wrong, or ${file} is damaged. Nothing was written.`)
  const text = Buffer.from(plain).toString()
  const are = secretsInText(text)
  if (are === null) throw new Error(`${file} opens, but holds no secrets of a server.`)
  return { kind: 'opened', are, text }
}

/** Whoever can write where backups lie, and has no secrets, cannot make one that the server takes for its own. */
const refuseForged = ({ path, manifestText, stamp }: CheckedBackup, secrets: ServerSecrets): void => {
  if (backupStamps(secrets).holds(manifestText, stamp ?? undefined)) return
  throw new Error(
    `${path} was changed by somebody who does not have the server's secrets. Take another backup. Nothing was written.`,
  )
}
