/** The worker in which all keys live: the workbench, called by messages. When it ends, they are gone. */
// oxlint-disable-next-line import/no-unassigned-import -- it must run before any schema is made
import '#platform/client/no_eval.ts'
import { createWorkbench } from '#platform/client/create_workbench.ts'
import { openDrafts } from '#platform/client/indexed_drafts.ts'
import { openKeptStore } from '#platform/client/indexed_kept.ts'
import { type Call, type FromWorker, movedIn } from '#platform/client/worker_messages.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker speaks to its own page alone
const post = (message: FromWorker, moved: Transferable[] = []): void =>
  globalThis.postMessage(message, { transfer: moved })

const workbench = createWorkbench({
  fetch: (input, init) => globalThis.fetch(input, init),
  base: globalThis.location.origin,
  chance: (n) => globalThis.crypto.getRandomValues(new Uint8Array(n)),
  clock: () => new Date(),
  drafts: openDrafts(),
  kept: {
    store: openKeptStore(),
    // Over all tabs of this browser.
    alone: (name, act) => globalThis.navigator.locks.request(`amparo ${name}`, act),
  },
  onOffline: (offline) => post({ offline }),
  onProgress: (progress) => post({ progress }),
})

globalThis.addEventListener('message', async ({ data: call }: MessageEvent<Call>) => {
  const act = workbench[call.method] as (...args: readonly unknown[]) => Promise<unknown>
  try {
    const value = await act(...call.args)
    post({ id: call.id, value }, movedIn(value))
  } catch (fault) {
    post({ id: call.id, fault: fault instanceof Error ? fault.message : 'unknown' })
  }
})
