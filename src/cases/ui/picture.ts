/** The timeline of a case as the picture and its table take it. Pure. */
import { readLog } from '#cases/core/read_log.ts'
import { timelineOf, type TimelineSpan } from '#cases/core/timeline.ts'
import type { CaseView } from '#cases/client/views.ts'
import { dateBetween, parseEdtf } from '#kernel/core/edtf.ts'
import type { Translate } from '#languages/translate.ts'
import type { TimelineDate, TimelineItem } from '#platform/ui/timeline.ts'
import { join, termLabel } from './words.ts'

/** Custody first, then events and hearings in the order of the fold. */
export const pictureOf = (t: Translate, view: CaseView): readonly TimelineItem[] => {
  const { items, bars } = timelineOf(readLog(view.entries), view.state)
  const sizes = new Map<number, number>()
  for (const item of items) sizes.set(item.group, (sizes.get(item.group) ?? 0) + 1)
  return [
    ...bars.map((bar, index): TimelineItem => ({
      id: `bar-${index}`,
      label: termLabel(t, 'cases_status.custodyStatus', bar.status),
      kind: 'custody',
      from: dateOf(bar.from, null),
      to: bar.to === null ? null : dateOf(bar.to, null),
      ambiguous: false,
    })),
    ...items.map((item): TimelineItem => ({
      id: item.entry,
      label: labelOf(t, item),
      kind: 'event',
      from: dateOf(item, item.date),
      to: null,
      ambiguous: (sizes.get(item.group) ?? 0) > 1,
    })),
  ]
}

const labelOf = (t: Translate, item: ReturnType<typeof timelineOf>['items'][number]): string => {
  if (item.kind === 'hearing') {
    return `${t('cases.kind.hearing')}: ${termLabel(t, 'cases_status.hearingType', item.type)}`
  }
  if (item.kind === 'engagement') {
    const type = termLabel(t, 'engagementType', item.type)
    return `${type}: ${termLabel(t, 'engagementResult', item.result)}`
  }
  const what = termLabel(t, 'eventType', item.type)
  const where = item.place === null ? what : join(what, item.place)
  return item.counts ? where : `${where} (${t('cases.timeline.notCounted')})`
}

const dateOf = (span: TimelineSpan, written: string | null): TimelineDate => {
  const parsed = written === null ? null : parseEdtf(written)
  if (parsed?.ok) return parsed.value
  if (span.earliest === null && span.latest === null) return { edtf: '', earliest: null, latest: null }
  return dateBetween(span.earliest, span.latest)
}
