import { readFileSync } from 'node:fs'

/** The text of a file that others make and take away; any other fault than that it is not there is thrown. */
export const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
}
