/** One open case and what its pages do with it: open, append, notice what others added meanwhile. */
import { getContext, setContext } from 'svelte'
import type { CitableText } from '#instruments/core/citable.ts'
import type { CaseLine, CaseRefusal, CaseView, NewEntry } from '#cases/client/views.ts'
import type { MemberView } from '#members/client/views.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import { citesNorms, shownEntries, type World } from './world.ts'

/** Others' entries that arrived while this member worked. */
export type Meanwhile = { readonly name: string; readonly n: number }

export type CaseWorkbench = Pick<
  Workbench,
  | 'openCase'
  | 'append'
  | 'norms'
  | 'desk'
  | 'cases'
  | 'settleOutbox'
  | 'saveDraft'
  | 'loadDraft'
  | 'deleteDraft'
>

type Deps = {
  readonly workbench: CaseWorkbench
  readonly desk: string
  readonly case: string
  /** The account of the member at this device. */
  readonly self: string
}

/** Cases offered to link to. */
const MOST_LINKED = 20_000

export class CaseRoom {
  view = $state.raw<CaseView | null>(null)
  refusal = $state.raw<CaseRefusal | null>(null)
  members = $state.raw<readonly MemberView[]>([])
  lines = $state.raw<readonly CaseLine[]>([])
  norms = $state.raw<readonly CitableText[]>([])
  meanwhile = $state.raw<readonly Meanwhile[]>([])
  /** The kind added last, to be confirmed on the case page. */
  added = $state<string | null>(null)
  readonly deps: Deps
  readonly entries = $derived(this.view === null ? [] : shownEntries(this.view))

  constructor(deps: Deps) {
    this.deps = deps
  }

  get world(): World {
    return {
      entries: this.entries,
      members: this.members,
      cases: this.lines,
      self: this.deps.self,
      norms: this.norms,
    }
  }

  get role(): 'reader' | 'writer' | 'lead' {
    return this.members.find((member) => member.self)?.role ?? 'reader'
  }

  async load(): Promise<void> {
    const { workbench, desk } = this.deps
    const [opened, team] = await Promise.all([
      workbench.openCase({ desk, case: this.deps.case }),
      workbench.desk({ desk }),
    ])
    if (team.ok) this.members = team.value.members
    if (opened.ok) this.#show(opened.value, [])
    else this.refusal = opened.error
    // Of a dark case always: that they are asked for must not tell that an event in it cites one.
    if (opened.ok && (opened.value.state.dark || citesNorms(this.entries))) await this.loadNorms()
  }

  /** What can be cited; asked only when needed. */
  async loadNorms(): Promise<void> {
    if (this.norms.length > 0) return
    const norms = await this.deps.workbench.norms()
    if (norms.ok) this.norms = norms.value
  }

  /** Other cases, for links; asked only when needed. */
  async loadLines(): Promise<void> {
    const lines = await this.deps.workbench.cases({ desk: this.deps.desk, filter: { limit: MOST_LINKED } })
    if (lines.ok) this.lines = lines.value.lines.filter((line) => line.case !== this.deps.case)
  }

  /** Looks whether others added something. A refusal leaves what is shown: it is said when something is added. */
  async refresh(): Promise<void> {
    if (this.view === null) return
    const opened = await this.deps.workbench.openCase({ desk: this.deps.desk, case: this.deps.case })
    if (opened.ok) this.#show(opened.value, [])
    else if (opened.error.kind === 'tampered') this.refusal = opened.error
  }

  /** Null when it is done. */
  async append(entries: readonly NewEntry[]): Promise<CaseRefusal | null> {
    const { workbench, desk } = this.deps
    const appended = await workbench.append({ desk, case: this.deps.case, entries })
    if (!appended.ok) return appended.error
    this.#show(appended.value, entries)
    this.added = entries.at(-1)?.kind ?? null
    return null
  }

  /** What came of something that another part of the page appended. */
  accept(view: CaseView, kind: string): void {
    this.#show(view, [{ kind, coded: null }])
  }

  /** What waited and was mended: a new entry stands for it. */
  async drop(item: string): Promise<void> {
    await this.deps.workbench.settleOutbox({ item, act: 'drop' })
    await this.refresh()
  }

  /** The notices were read. */
  said(): void {
    this.added = null
    this.meanwhile = []
  }

  #show(view: CaseView, own: readonly NewEntry[]): void {
    const before = this.view
    if (before !== null && view.tip !== before.tip) {
      const fresh = view.entries.filter((entry) => entry.seq > before.tip)
      const others = own.length === 0 ? fresh : fresh.slice(0, Math.max(0, fresh.length - own.length))
      const names = others.filter((entry) => entry.author !== this.deps.self).map((entry) => entry.authorName)
      this.meanwhile = [...new Set(names)].map((name) => ({
        name,
        n: names.filter((one) => one === name).length,
      }))
    }
    this.view = view
    this.refusal = null
  }
}

const key = 'amparo-case'

/** Called by the layout of a case. */
export const provideCase = (room: CaseRoom): CaseRoom => setContext(key, room)

export const caseRoom = (): CaseRoom => {
  const room = getContext<CaseRoom | undefined>(key)
  if (room === undefined) throw new Error('there is a case only below its layout')
  return room
}
