/** The files of one case on their way: what is sent now, what waits its turn, what a cut left behind. */
import { getContext, setContext } from 'svelte'
import type { EvidenceNote, EvidenceRefusal, WaitingUpload } from '#cases/client/evidence_views.ts'
import { type Evidence, evidenceOf } from '#cases/core/evidence.ts'
import { readLog } from '#cases/core/read_log.ts'
import type { EvidenceType } from '#cases/core/terms.ts'
import type { Result } from '#kernel/core/result.ts'
import type { CaseView } from '#cases/client/views.ts'
import type { Progress } from '#platform/client/worker_messages.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import type { CaseRoom } from '../case_room.svelte.ts'
import type { PartFile } from './file_jobs.ts'

export type EvidenceWorkbench = Pick<
  Workbench,
  | 'addEvidence'
  | 'waitingUploads'
  | 'resumeEvidence'
  | 'dropUpload'
  | 'pauseUploads'
  | 'readEvidence'
  | 'readEvidencePart'
  | 'saveEvidence'
>

export type ToSend = {
  readonly file: File
  readonly type: EvidenceType
  readonly words: EvidenceNote
  readonly about?: string
  readonly copyOf?: string
  /** Sent after this one, of which it is a copy. */
  readonly copy?: Omit<ToSend, 'copy' | 'copyOf'>
}

type Task = {
  readonly name: string
  readonly size: number
  readonly act: () => Promise<Result<CaseView, EvidenceRefusal>>
  readonly after?: (entry: string) => void
}

export type Running = {
  readonly name: string
  readonly size: number
  /** A file is read once before it is sent: its hash stands in the entry. */
  readonly phase: 'reading' | 'sending'
  readonly done: number
  /** Milliseconds since 1970, and how much was there then. */
  readonly since: number
  readonly from: number
}

export class EvidenceRoom {
  waiting = $state.raw<readonly WaitingUpload[]>([])
  running = $state.raw<Running | null>(null)
  queued = $state.raw<readonly Task[]>([])
  refused = $state.raw<readonly { readonly name: string; readonly refusal: EvidenceRefusal }[]>([])
  /** Names that were kept, said once. */
  added = $state.raw<readonly string[]>([])
  readonly #files = new Map<string, File>()
  readonly room: CaseRoom
  readonly workbench: EvidenceWorkbench
  readonly list: readonly Evidence[] = $derived.by(() =>
    this.room.view === null ? [] : evidenceOf(readLog(this.room.view.entries)),
  )

  constructor(room: CaseRoom, workbench: EvidenceWorkbench) {
    this.room = room
    this.workbench = workbench
  }

  get of(): { readonly desk: string; readonly case: string } {
    return { desk: this.room.deps.desk, case: this.room.deps.case }
  }

  byEntry(entry: string): Evidence | null {
    return this.list.find((one) => one.entry === entry) ?? null
  }

  async load(): Promise<void> {
    this.waiting = (await this.workbench.waitingUploads(this.of)) ?? []
  }

  /** The server answers again, and can tell what it has. */
  async answered(): Promise<void> {
    if (this.waiting.some(({ away }) => away)) await this.load()
  }

  /** What runs now is not among what was cut off. */
  get cutOff(): readonly WaitingUpload[] {
    const { running } = this
    return this.waiting.filter(({ name, size }) => running?.name !== name || running.size !== size)
  }

  send(one: ToSend): void {
    const { copy, ...whole } = one
    this.#files.set(`${one.file.size} ${one.file.name}`, one.file)
    this.#enqueue({
      name: one.file.name,
      size: one.file.size,
      act: () => this.workbench.addEvidence({ ...this.of, ...whole }),
      ...(copy === undefined ? {} : { after: (entry: string) => this.send({ ...copy, copyOf: entry }) }),
    })
  }

  resume(upload: WaitingUpload, file: File): void {
    this.refused = this.refused.filter(({ name }) => name !== upload.name)
    this.#files.set(`${upload.size} ${upload.name}`, file)
    this.#enqueue({
      name: upload.name,
      size: upload.size,
      act: () => this.workbench.resumeEvidence({ ...this.of, id: upload.id, file }),
    })
  }

  async drop(upload: WaitingUpload): Promise<void> {
    await this.workbench.dropUpload({ ...this.of, id: upload.id })
    await this.load()
  }

  /** Stops what is sent now; it goes on later, from where it stopped. */
  async pause(): Promise<void> {
    await this.workbench.pauseUploads(this.of)
  }

  /** Chosen on this page before, so that it need not be chosen again. */
  known(upload: WaitingUpload): File | null {
    return this.#files.get(`${upload.size} ${upload.name}`) ?? null
  }

  hear(progress: Progress | null): void {
    const { running } = this
    if (running === null || (progress?.what !== 'upload' && progress?.what !== 'upload_reading')) return
    const phase = progress.what === 'upload' ? 'sending' : 'reading'
    const begins = running.phase !== phase
    this.running = {
      ...running,
      phase,
      done: progress.done,
      ...(begins ? { since: Date.now(), from: progress.done } : {}),
    }
  }

  said(): void {
    this.added = []
    this.refused = []
  }

  #enqueue(task: Task): void {
    this.queued = [...this.queued, task]
    if (this.running === null) void this.#run()
  }

  async #run(): Promise<void> {
    for (let [task] = this.queued; task !== undefined; [task] = this.queued) {
      this.queued = this.queued.slice(1)
      this.running = {
        name: task.name,
        size: task.size,
        phase: 'reading',
        done: 0,
        since: Date.now(),
        from: 0,
      }
      const answer = await task.act().catch(() => null)
      this.running = null
      await this.#settle(task, answer)
    }
  }

  async #settle(task: Task, answer: Result<CaseView, EvidenceRefusal> | null): Promise<void> {
    if (answer?.ok) {
      this.room.accept(answer.value, 'evidence')
      this.added = [...this.added, task.name]
      const mine = answer.value.entries.findLast(({ author }) => author === this.room.deps.self)
      if (mine) task.after?.(mine.id)
    } else if (answer && answer.error.kind !== 'upload_dropped' && answer.error.kind !== 'upload_paused') {
      this.refused = [...this.refused, { name: task.name, refusal: answer.error }]
    }
    await this.load()
  }
}

const key = 'amparo-evidence'

export const provideEvidence = (room: EvidenceRoom): EvidenceRoom => setContext(key, room)

export const evidenceRoom = (): EvidenceRoom => {
  const room = getContext<EvidenceRoom | undefined>(key)
  if (room === undefined) throw new Error('there is evidence only below the layout of a case')
  return room
}

/** The file of an entry, opened part by part on this device. */
export const fileOf = (room: EvidenceRoom, evidence: Evidence): PartFile => ({
  size: evidence.words?.size ?? 0,
  read: async (from, to) => {
    const part = await room.workbench.readEvidencePart({ ...room.of, entry: evidence.entry, from, to })
    return part.ok ? part.value : null
  },
})
