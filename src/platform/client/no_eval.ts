/** Imported first, in the page and in the worker: zod else tries at once whether it may make code from text, which the
 *  policy refuses and the console reports. */
import { config } from 'zod'

config({ jitless: true })
