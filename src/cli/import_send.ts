/**
 * Seals rows on this device and sends them in batches. Which rows are there already is asked of the desk, not of a
 * file: an import that was interrupted, even while a batch was on its way, goes on where it was, and leaves nothing
 * beside the list.
 */
import { type Here, prepareCase, sendCases } from '#cases/client/case_log.ts'
import { loadRegistry } from '#cases/client/registry.ts'
import type { CaseRefusal } from '#cases/client/views.ts'
import { MOST_CASES } from '#cases/core/wire.ts'
import { importIds } from '#vault/client/v1/import.ts'

import type { PlannedRow } from './import_plan.ts'

export type Imported = { readonly sent: number; readonly there: number }

type Numbered = { readonly id: string; readonly row: PlannedRow }

/** Several at once: the server checks one batch while the next is sealed. */
const ON_THEIR_WAY = 2
const TRIES = 4

export const importRows = async (
  here: Here,
  rows: readonly PlannedRow[],
  onProgress: (done: number, total: number) => void,
): Promise<Imported> => {
  const idOf = await importIds(here.desk().secret)
  const numbered = rows.map((row) => ({ id: idOf(row.cells), row }))
  let missing = await notThere(here, numbered)
  const there = numbered.length - missing.length
  for (let tries = 1; missing.length > 0; tries++) {
    const failed = await sendAll(here, missing, (done) =>
      onProgress(numbered.length - missing.length + done, numbered.length),
    )
    if (failed === null) break
    if (tries === TRIES || !mayPass(failed)) throw new Error(explainSend(failed))
    // A batch of an interrupted run may have arrived meanwhile, or another device imports the same list.
    missing = await notThere(here, missing)
  }
  return { sent: numbered.length - there, there }
}

const notThere = async (here: Here, numbered: readonly Numbered[]): Promise<readonly Numbered[]> => {
  const { deps, unlocked } = here
  const given = { desk: here.desk(), before: new Map(), progress: () => undefined }
  const registry = await loadRegistry(deps, unlocked, given)
  if (!registry.ok) throw new Error(explainSend(registry.error))
  return numbered.filter(({ id }) => !registry.value.has(id))
}

/** Null when all arrived, else the first refusal; what was on its way is waited for. */
const sendAll = async (
  here: Here,
  numbered: readonly Numbered[],
  onProgress: (done: number) => void,
): Promise<CaseRefusal | null> => {
  const failed: CaseRefusal[] = []
  const sending = new Set<Promise<void>>()
  let done = 0
  for (let start = 0; start < numbered.length && failed.length === 0; start += MOST_CASES) {
    const batch = numbered.slice(start, start + MOST_CASES)
    const prepared = await Promise.all(batch.map(({ id, row }) => prepareCase(here, row.entries, id)))
    const refused = prepared.find((one) => !one.ok)
    if (refused && !refused.ok) {
      failed.push(refused.error)
      break
    }
    while (sending.size >= ON_THEIR_WAY) await Promise.race(sending)
    const send = async (): Promise<void> => {
      const cases = prepared.flatMap((one) => (one.ok ? [one.value] : []))
      const answer = await sendCases(here, cases)
      if (answer.ok) onProgress((done += batch.length))
      else failed.push(answer.error)
    }
    const sent: Promise<void> = send().finally(() => sending.delete(sent))
    sending.add(sent)
  }
  await Promise.all(sending)
  return failed[0] ?? null
}

/** Refusals that another try may not meet. */
const mayPass = (refusal: CaseRefusal): boolean =>
  refusal.kind === 'unreachable' || (refusal.kind === 'refused_by_server' && refusal.type === 'id_taken')

export const explainSend = (refusal: CaseRefusal): string => {
  switch (refusal.kind) {
    case 'unreachable':
      return 'The server does not answer any more. Run the same command again: it goes on where it stopped.'
    case 'locked':
      return 'The session has ended. Run the same command again: it goes on where it stopped.'
    case 'desk_not_safe':
      return 'The desk has one lead and no printed kit: one loss would lose every case. Add a second lead first.'
    case 'tampered':
      return `What the server answered does not verify (${refusal.what}). Tell your lead; nothing more was sent.`
    case 'decided':
      return `The rules of a case refuse it: ${JSON.stringify(refusal.why)}`
    case 'fault':
      return 'Something that was not foreseen went wrong here. Run the same command again: it goes on where it stopped.'
    case 'not_found':
    case 'no_case_key':
      return 'The desk is not open to this member.'
    case 'refused_by_server':
      return `The server refused: ${refusal.type}.`
  }
}
