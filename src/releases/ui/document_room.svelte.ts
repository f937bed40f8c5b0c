/** One document open at the desk: what is typed, what is kept, what others did meanwhile, and every act on it. */
import { SvelteMap } from 'svelte/reactivity'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { MyDesk } from '#members/client/views.ts'
import type { DocumentAct } from '#releases/client/documents.ts'
import type { KindName } from '#releases/core/kind.ts'
import { valueAt, withValue } from '#releases/core/paths.ts'
import type { Seen } from '#releases/core/document.ts'
import { bodyProblems, type DeskDocument, type DeskVersion } from '#releases/core/wire.ts'
import { Draft } from '#platform/ui/draft.svelte.ts'
import type { Workbench } from '#platform/client/workbench.ts'

export type Body = Readonly<Record<string, unknown>>
export type RoomWorkbench = Pick<
  Workbench,
  | 'document'
  | 'documents'
  | 'saveDocument'
  | 'actOnDocument'
  | 'freezeFigure'
  | 'themeParts'
  | 'openParts'
  | 'norms'
  | 'desk'
  | 'saveDraft'
  | 'loadDraft'
  | 'deleteDraft'
>

/** What the page of one document gets, of whatever kind. */
export type DeskDocumentProps = {
  readonly workbench: RoomWorkbench
  readonly desk: MyDesk
  /** Null: a new one. */
  readonly document: string | null
  readonly lang: string
}

type Deps = {
  readonly workbench: RoomWorkbench
  readonly desk: string
  readonly kind: KindName
  /** Null: a new one. */
  readonly document: string | null
  readonly empty: Body
  /** What a change of one field means for others. */
  readonly follow?: (body: Body, path: string) => Body
  /** Before it is saved: what was left empty says so in the way of its kind. */
  readonly tidy?: (body: Body) => Body
}

type Typed = { readonly body: Body; readonly seen: Seen | null }

export class DocumentRoom {
  document = $state.raw<DeskDocument | null>(null)
  /** The others of this desk, for what a theme names. */
  all = $state.raw<readonly DeskDocument[]>([])
  names = $state.raw<ReadonlyMap<string, string>>(new Map())
  loaded = $state(false)
  body = $state.raw<Body>({})
  /** Typed and not yet saved for the desk. */
  dirty = $state(false)
  /** The fields are made anew when what they show comes from elsewhere. */
  filled = $state(0)
  restored = $state(false)
  busy = $state<string | null>(null)
  /** What was done last, to be confirmed in words. */
  done = $state<string | null>(null)
  refusal = $state.raw<MemberRefusal | null>(null)
  /** What somebody else saved while this was typed. */
  theirs = $state.raw<DeskVersion | null>(null)
  readonly problems = new SvelteMap<string, string>()
  readonly deps: Deps
  #draft: Draft<Typed>
  #seen: Seen | null = null

  constructor(deps: Deps) {
    this.deps = deps
    this.body = deps.empty
    this.#draft = this.#draftOf(deps.document ?? 'new')
  }

  #draftOf(document: string): Draft<Typed> {
    const { workbench, kind, desk } = this.deps
    return new Draft(workbench, `${kind} ${desk} ${document}`)
  }

  /** The text that is written on or read: of the version in work, else of the newest. */
  get text(): DeskVersion | null {
    const texts = (this.document?.versions ?? []).filter(({ act }) => act === 'publish')
    return texts.find(({ state }) => isInWork(state)) ?? texts.at(-1) ?? null
  }

  get proposed(): DeskVersion | null {
    return this.document?.versions.find(({ state }) => state === 'proposed') ?? null
  }

  get open(): DeskVersion | null {
    return (
      this.document?.versions.findLast(({ act, state }) => act === 'publish' && state === 'released') ?? null
    )
  }

  get deleted(): boolean {
    return (this.document?.versions ?? []).some(({ act, state }) => act === 'delete' && state === 'released')
  }

  async load(): Promise<void> {
    const { workbench, desk, document } = this.deps
    const [all, team, whole] = await Promise.all([
      workbench.documents({ desk }),
      workbench.desk({ desk }),
      // A list leaves long texts out.
      document !== null && ['instrument', 'body'].includes(this.deps.kind)
        ? workbench.document({ desk, document })
        : null,
    ])
    if (team.ok) this.names = new Map(team.value.members.map(({ account, name }) => [account, name]))
    if (!all.ok) this.refusal = all.error
    else if (whole?.ok === false) this.refusal = whole.error
    else {
      this.all = all.value.documents
      const own = whole?.value ?? all.value.documents.find(({ id }) => id === document)
      if (document !== null && !own)
        this.refusal = { kind: 'refused_by_server', type: 'not_found', fields: {} }
      else {
        if (own) this.#show(own)
        await this.#restore()
        this.loaded = true
      }
    }
  }

  async #restore(): Promise<void> {
    const kept = await this.#draft.load()
    if (!kept) return
    this.restored = true
    this.#fill(kept.body, true)
    const now = this.text
    if (same(kept.seen, this.#seen) || now === null) return
    this.#seen = kept.seen
    this.theirs = now
  }

  change(path: string, value: unknown): void {
    const body = withValue(this.body, path, value) as Body
    this.body = this.deps.follow?.(body, path) ?? body
    for (const at of this.problems.keys())
      if (at === path || at.startsWith(`${path}.`) || path.startsWith(`${at}.`)) this.problems.delete(at)
    this.#typed()
  }

  valueAt(path: string): unknown {
    return valueAt(this.body, path)
  }

  /** What comes from elsewhere, such as a count: the fields show it at once. */
  take(parts: Body): void {
    this.problems.clear()
    this.#fill({ ...this.body, ...parts }, true)
    this.#typed()
  }

  #typed(): void {
    this.dirty = true
    this.done = null
    this.#draft.keep({ body: this.body, seen: this.#seen })
  }

  /** On this device, when the page is left. */
  keep(): Promise<void> {
    return this.#draft.flush()
  }

  /** What was typed goes; what the desk has stays. */
  async discard(): Promise<void> {
    await this.#draft.drop()
    this.restored = false
    this.problems.clear()
    this.#fill((this.text?.body as Body | null) ?? this.deps.empty, false)
    this.theirs = null
    this.#seen = this.text && seenOf(this.text)
  }

  /** Null where it is refused; the id of the document where it is saved. */
  async save(): Promise<string | null> {
    const { workbench, desk, kind, tidy } = this.deps
    const document = this.document?.id ?? null
    const body = tidy?.(this.body) ?? this.body
    const given = { desk, document, kind, body, seen: this.#seen }
    const saved = await this.#run('save', () => workbench.saveDocument(given))
    if (!saved) {
      await this.#meet()
      return null
    }
    await this.#draft.drop()
    if (document === null) this.#draft = this.#draftOf(saved.id)
    this.dirty = this.restored = false
    this.#show(saved)
    return saved.id
  }

  /** Saves what is typed first: what is proposed is what is seen. */
  async propose(): Promise<boolean> {
    if (this.dirty || this.document === null || this.text?.state !== 'draft') {
      if ((await this.save()) === null) return false
    }
    const { text } = this
    return text !== null && this.act({ kind: 'propose', ...seenOf(text) })
  }

  async act(act: DocumentAct): Promise<boolean> {
    const { workbench, desk } = this.deps
    const document = this.document?.id ?? ''
    const done = await this.#run(act.kind, () => workbench.actOnDocument({ desk, document, act }))
    if (!done) return false
    this.#show(done)
    if (!this.dirty) this.#fill((this.text?.body as Body | null) ?? this.deps.empty, false)
    return true
  }

  /** Of two texts the own one is kept: it is saved over theirs, which has been shown. */
  keepMine(): void {
    this.#seen = this.theirs && seenOf(this.theirs)
    this.theirs = null
    this.refusal = null
    this.#typed()
  }

  async #run<T>(
    what: string,
    ask: () => Promise<{ ok: true; value: T } | { ok: false; error: MemberRefusal }>,
  ): Promise<T | null> {
    if (this.busy !== null) return null
    this.busy = what
    this.refusal = null
    this.done = null
    this.problems.clear()
    const answer = await ask()
    this.busy = null
    if (answer.ok) {
      this.done = what
      return answer.value
    }
    this.refusal = answer.error
    if (answer.error.kind === 'refused_by_server') this.#note(answer.error.fields.problems)
    return null
  }

  #note(given: unknown): void {
    const problems = bodyProblems.safeParse(given)
    for (const { at, code } of problems.success ? problems.data : [])
      this.problems.set(at, code === 'invalid_format' && valueAt(this.body, at) === '' ? 'too_small' : code)
  }

  /** Somebody was faster: both texts are shown, and nothing typed is lost. */
  async #meet(): Promise<void> {
    if (this.refusal?.kind !== 'refused_by_server' || this.refusal.type !== 'revision_moved') return
    const { workbench, desk } = this.deps
    if (this.document === null) return
    const now = await workbench.document({ desk, document: this.document.id })
    if (!now.ok) return
    this.document = now.value
    this.theirs = this.text
  }

  #show(document: DeskDocument): void {
    this.document = document
    const { text } = this
    this.#seen = text && seenOf(text)
    if (!this.dirty && text?.body) this.#fill(text.body as Body, false)
  }

  #fill(body: Body, dirty: boolean): void {
    this.body = body
    this.dirty = dirty
    this.filled += 1
  }
}

const isInWork = (state: string): boolean => ['draft', 'refused', 'proposed'].includes(state)

const same = (one: Seen | null, other: Seen | null): boolean =>
  one?.version === other?.version && one?.revision === other?.revision

export const seenOf = ({ version, revision }: DeskVersion): Seen => ({ version, revision })
