/** The whole directory, as a device asks for it: whole, so that no request tells what is looked for. */
import { z } from 'zod'
import { programmeBody } from './programme.ts'

export const programmesAnswer = z.object({ programmes: z.array(programmeBody) })
