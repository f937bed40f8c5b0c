/** The form under a petition: one way for the pages and for the short way beside them (sign_form.ts). */
import type { Result } from '#kernel/core/result.ts'
import { isSigned, parseSignForm, type ReadForm, type RefusedForm } from '../core/signing.ts'
import type { Actions } from './actions.ts'
import type { Campaigns, OpenAsk } from './campaigns.service.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly signing?: Signing
  }
}

export type SignOutcome =
  /** New, double, refused, flooded or closed meanwhile: one answer. */
  | { readonly kind: 'thanks' }
  | { readonly kind: 'refused'; readonly form: RefusedForm }
  | { readonly kind: 'crowded'; readonly form: RefusedForm; readonly seconds: number }
  /** No such ask, or none that is signed. */
  | { readonly kind: 'nowhere' }

export type SignRequest = {
  readonly campaign: string
  readonly ask: string
  readonly language: string
  readonly read: ReadForm
}

export type Signing = {
  readonly sign: (request: SignRequest) => Promise<SignOutcome>
  /** At most a second old: a withdrawn ask takes no signature after it, and sends none its mail. */
  readonly find: (campaign: string, ask: string) => Promise<OpenAsk | null>
}

export type SigningDeps = {
  readonly actions: Pick<Actions, 'takeAction'>
  readonly campaigns: Pick<Campaigns, 'findAsk'>
  readonly clock: () => Date
}

export const openSigning = (deps: SigningDeps): Signing => {
  const find = keepBriefly((campaign, ask) => deps.campaigns.findAsk(campaign, ask, deps.clock()))
  return {
    find,
    sign: async ({ campaign, ask: slug, language, read }) => {
      const ask = await find(campaign, slug)
      if (ask === null || !isSigned(ask.body) || ask.state === 'before') return { kind: 'nowhere' }
      const on = deps.clock().toISOString().slice(0, 10)
      const parsed = parseSignForm(read, { body: ask.body, language, on })
      if (!parsed.ok) return { kind: 'refused', form: parsed.error }
      const taken: Result<unknown, { readonly seconds: number }> = await deps.actions.takeAction({
        ask,
        kind: 'signature',
        held: parsed.value,
        language,
      })
      if (taken.ok) return { kind: 'thanks' }
      const { name, mail, country, message, agreed, toFollow } = parsed.value
      const values = { name, mail, country: country ?? '', message: message ?? '', agreed, follow: toFollow }
      return { kind: 'crowded', form: { values, errors: {} }, seconds: taken.error.seconds }
    },
  }
}

type Find = (campaign: string, ask: string) => Promise<OpenAsk | null>

/** Milliseconds. Asking the database anew for each of thousands a second would cost more than what they do. */
const BRIEFLY = 1000
const MOST_KEPT = 500

const keepBriefly = (find: Find): Find => {
  const kept = new Map<string, { readonly at: number; readonly found: Promise<OpenAsk | null> }>()
  return (campaign, ask) => {
    const key = `${campaign}/${ask}`
    const known = kept.get(key)
    const now = performance.now()
    if (known && now - known.at < BRIEFLY) return known.found
    if (kept.size >= MOST_KEPT) kept.clear()
    const found = find(campaign, ask)
    kept.set(key, { at: now, found })
    found.catch(() => kept.delete(key))
    return found
  }
}
