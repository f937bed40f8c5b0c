/** What is sealed of signatories, for their desk, and what the desk answers to a comment. */
import type { AnswerForm, SealedLines } from '#campaigns/core/sign_on_wire.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { inSnapshot, inTransaction } from '#platform/server/database.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { openHeldKeys } from '#vault/server/held.service.ts'
import { type DeskLetterDeps, type DeskOf, findLetter, type LetterUnknown } from './desk_sign_on.service.ts'
import { linksOf, tell } from './sign_on_links.ts'
import { lockSignatories } from './sign_on.store.ts'
import { answerComment, findSealed } from './sign_on_comments.store.ts'

export type CommentDeps = Omit<DeskLetterDeps, 'secrets'> & { readonly secrets: ServerSecrets }
export type AnswerRefusal = LetterUnknown | { readonly kind: 'comment_unknown' }

const asMember = ({ account, desk }: DeskOf) => ({ role: 'desk', account, desk }) as const
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

export const readSealed = async (
  { database, secrets }: Pick<CommentDeps, 'database' | 'secrets'>,
  of: DeskOf,
): Promise<Result<SealedLines, LetterUnknown>> => {
  const keys = openHeldKeys(secrets)
  const rows = await inSnapshot(database, asMember(of), (db) => findSealed(db, of.ask))
  return ok({
    lines: rows.map(({ id, signatory, what, sealed, at, answeredAt, reply, changed }) => ({
      id,
      signatory,
      what,
      sealed: sealed.toString('base64url'),
      on: dayOf(at),
      answeredOn: answeredAt && dayOf(answeredAt),
      reply: reply && keys.open(id, reply),
      changed,
    })),
  })
}

/** Read behind the link of the commenter's mail; where the device knows their address they are told that it is there. */
export const answerOne = async (
  deps: CommentDeps,
  of: DeskOf,
  { id, reply, changed, mail }: AnswerForm,
): Promise<Result<null, AnswerRefusal>> => {
  const ask = await findLetter(deps, of)
  if (!ask) return err({ kind: 'letter_unknown' })
  const at = deps.clock()
  const sealed = openHeldKeys(deps.secrets).seal(id, reply)
  return inTransaction(deps.database, asMember(of), async (db) => {
    const signatory = await answerComment(db, {
      id,
      ask: ask.id,
      by: of.account,
      at,
      reply: sealed,
      changed,
    })
    if (signatory === null) return err({ kind: 'comment_unknown' as const })
    const [one] = mail === null ? [] : await lockSignatories(db, ask.id, [signatory])
    if (mail !== null && one)
      await tell(
        db,
        { deps, ask, language: mail.language, name: one.name, now: at },
        {
          use: 'answered',
          to: mail.mail,
          link: linksOf(deps).address('own', signatory, mail.language),
          about: signatory,
        },
      )
    return ok(null)
  })
}
