/** Passphrases of files that outlive a terminal: asked for twice, or set in the environment by a program. */
import { judgePassphrase } from '#members/client/passphrase.ts'

import { askHidden } from './sign_in.ts'

type Asked = { readonly of: string; readonly variable: string }

export const newPassphrase = async (asked: Asked): Promise<string> => {
  const set = fromEnvironment(asked)
  const passphrase = set ?? (await askHidden(`Passphrase of ${asked.of}: `))
  if (set === null && (await askHidden('Once more: ')) !== passphrase)
    throw new Error('The two passphrases differ.')
  const judged = await judgePassphrase(passphrase, '')
  if (judged.kind === 'fine') return passphrase
  throw new Error('The passphrase is too easy to guess: the file outlives this desk. Take six random words.')
}

export const knownPassphrase = async (asked: Asked): Promise<string> =>
  fromEnvironment(asked) ?? askHidden(`Passphrase of ${asked.of}: `)

/** Null where somebody can be asked. */
const fromEnvironment = ({ variable }: Asked): string | null => {
  const set = process.env[variable]
  if (set !== undefined && set !== '') return set
  if (process.stdin.isTTY) return null
  throw new Error(`No passphrase: set ${variable}, or use a terminal.`)
}
