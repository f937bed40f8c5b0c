/** What was refused of facts, with the place and the mend. Pure. */
import { formatNumber } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { FactProblem } from './whip_room.svelte.ts'

export const whipRefusalWords = (t: Translate, refusal: MemberRefusal): string => {
  if (refusal.kind !== 'refused_by_server')
    return t.find(`members.refusal.${refusal.kind}`) ?? t('members.refusal.unreachable')
  return (
    t.find(`positions.refusal.${refusal.type}`) ??
    t('members.refusal.refused_by_server', { type: refusal.type })
  )
}

/** One line for each reason: many facts may have the same. */
export const problemLines = (t: Translate, problems: readonly FactProblem[]): readonly string[] =>
  [...Map.groupBy(problems, ({ code }) => code)].map(([code, own]) =>
    t('positions.problem', {
      why: t.find(`positions.refusal.${code}`) ?? t('positions.refusal.other'),
      n: own.length,
      place: formatNumber((own[0]?.place ?? 0) + 1, t.lang),
    }),
  )
