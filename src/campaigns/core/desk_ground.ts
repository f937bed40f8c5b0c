/** What a desk's pages of campaigns ask of the server: which asks run now, and which of its publications may be asked about. */
import { z } from 'zod'
import type { DeskDocument, DeskVersion } from '#releases/core/wire.ts'
import { type AskBody, askBody } from './ask.ts'
import { askState, type AskState } from './ask_state.ts'

export const groundAnswer = z.object({
  /** Ids of asks that may run now. */
  running: z.array(z.string()),
  publications: z.array(
    z.object({
      ref: z.string(),
      /** The case behind it, for a note that lies there sealed. */
      case: z.string(),
      title: z.string(),
      /** The last day of the consent for campaigning; null: there is none. */
      until: z.string().nullable(),
    }),
  ),
  /** UTC. */
  today: z.string(),
})
export type CampaignGround = Readonly<z.infer<typeof groundAnswer>>

/** Where an ask stands: what is being done with it stands before what everybody sees. */
export type AskStanding = 'draft' | 'waiting' | AskState | 'stopped'

/** `stopped`: withdrawn by its desk, or closed by itself because a publication, a consent or its campaign has gone. */
export const askStanding = (
  { id, versions }: Pick<DeskDocument, 'id' | 'versions'>,
  running: readonly string[],
  now: Date,
): AskStanding => {
  const texts = versions.filter(({ act }) => act === 'publish')
  if (versions.some(({ state }) => state === 'proposed')) return 'waiting'
  const open = openBody(versions)
  if (open) return running.includes(id) ? askState(open, now) : 'stopped'
  return texts.some(({ state }) => state === 'draft' || state === 'refused') ? 'draft' : 'stopped'
}

const openBody = (versions: readonly DeskVersion[]): AskBody | null => {
  const open = versions.findLast(({ act, state }) => act === 'publish' && state === 'released')
  const parsed = askBody.safeParse(open?.body)
  return parsed.success ? parsed.data : null
}
