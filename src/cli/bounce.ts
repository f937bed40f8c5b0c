/**
 * `amparo bounce`: takes a letter that came back from a mail server's pipe. Leaves a note for the server, which may be
 * down, and no address of a person. Ends as mail servers expect it (sysexits.h).
 */
import { readReturned, recipientOf } from '#platform/server/mail/read_returned.ts'
import { leaveReturned } from '#platform/server/mail/returned.ts'
import { readReturnAddress } from '#platform/server/mail/return_address.ts'
import { findSecrets } from '#platform/server/secrets.ts'

import { type AddCommand, inWords, readConfig, refuse, say } from './command.ts'

/** EX_NOUSER: the mail server answers that nobody is at this address. */
const NOBODY = 67
/** Bytes; returned letters carry the one that was sent. */
const MOST = 32 * 1024 * 1024

type Options = { readonly to?: string }

export const addBounce: AddCommand = (program) => {
  program
    .command('bounce')
    .description('take a letter that came back, from standard input (see docs/operations/mail.md)')
    .option('--to <address>', 'the address it came to, as the mail server knows it')
    .action(inWords(bounce))
}

const bounce = async ({ to }: Options): Promise<void> => {
  const config = readConfig()
  if (config.mail.bounceDomain === null)
    refuse('AMPARO_BOUNCE_DOMAIN is not set, so no letter of ours can come back here.')
  const secrets = findSecrets(config.dataFolder)
  if (secrets === null) throw new Error(`There are no server secrets in ${config.dataFolder}.`)
  const bytes = await readInput()
  const address = to ?? (await recipientOf(bytes))
  if (address === null || readReturnAddress({ secrets, mail: config.mail }, address) === null) {
    process.stderr.write('This server made no such return address.\n')
    process.exitCode = NOBODY
    return
  }
  const read = await readReturned(bytes)
  if (read.kind === 'no_return') return say('No letter came back: nothing was noted.')
  await leaveReturned(config.dataFolder, { to: address, hard: read.hard })
  return say(read.hard ? 'Noted: came back for good.' : 'Noted: came back.')
}

const readInput = async (): Promise<Buffer> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MOST) throw new Error('The letter is larger than 32 MiB.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
