/** What every page of the desk knows: who is here, at which desk, in which language, and when it locks. */
import { flushSync, getContext, setContext } from 'svelte'
import { LANGUAGE_COOKIE } from '#languages/address.ts'
import { direction } from '#languages/translate.ts'
import type { Me, MyDesk } from '#members/client/views.ts'
import type { Progress } from '#platform/client/worker_messages.ts'
import { refusalKind } from '#kernel/core/refusal_kind.ts'
import type { Offline, Workbench } from '#platform/client/workbench.ts'
import { Shell } from '#platform/ui/shell.svelte.ts'

export const IDLE_MINUTES = 10
const WARNING_MINUTES = 9
/** Between two questions of an open desk whether its session lives. */
const BEAT_SECONDS = 60

/** Why the desk is locked, to be said above the sign-in form; null before the first sign-in. */
export type LockReason = 'idle' | 'member' | 'signed_out' | 'elsewhere' | 'expired'

export type TabMessage =
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'entered'; readonly account: string }

/** The other tabs of this browser. */
export type Tabs = {
  tell(message: TabMessage): void
  hear(listener: (message: TabMessage) => void): void
  close(): void
}

export type SessionDeps = {
  readonly lang: string
  readonly workbench: (on: {
    readonly onProgress: (progress: Progress) => void
    readonly onAnswer: (value: unknown) => void
    readonly onOffline: (offline: Offline) => void
    readonly onAgain: () => Promise<boolean>
  }) => Workbench
  readonly now: () => number
  /** Whether anybody can see the page. */
  readonly visible: () => boolean
  readonly tabs: Tabs
}

export class DeskSession {
  readonly workbench: Workbench
  /** Null while locked. */
  me = $state.raw<Me | null>(null)
  lang = $state('')
  reason = $state<LockReason | null>(null)
  /** The name last typed or signed in with: a lock does not lose it. */
  name = $state('')
  progress = $state.raw<Progress | null>(null)
  reachable = $state(true)
  /** What this device keeps and what waits on it; null until it was asked. */
  offline = $state.raw<Offline | null>(null)
  readonly shell = new Shell()
  /** Seconds until the desk locks, once the warning is due. */
  secondsLeft = $state<number | null>(null)
  #chosen = $state<string | null>(null)
  #active: number
  #beatAt = -Infinity
  /** The passphrase is asked for once more; all that wait for it are answered together. */
  again = $state.raw<{ answer(given: boolean): void; readonly given: Promise<boolean> } | null>(null)
  /** Counts up when what this member may see became other while a page was open: pages begin anew. */
  version = $state(0)
  readonly #deps: SessionDeps

  constructor(deps: SessionDeps) {
    this.#deps = deps
    this.#active = deps.now()
    this.lang = deps.lang
    this.workbench = deps.workbench({
      onProgress: (progress) => this.#hearProgress(progress),
      onAnswer: (value) => this.#hearAnswer(value),
      onOffline: (offline) => (this.offline = offline),
      onAgain: () => this.#askAgain(),
    })
    deps.tabs.hear((message) => this.#hearTab(message))
  }

  /** The desk that is looked at; the first one until another is chosen. */
  get desk(): MyDesk | null {
    const desks = this.me?.desks ?? []
    return desks.find(({ id }) => id === this.#chosen) ?? desks[0] ?? null
  }

  chooseDesk(id: string): void {
    this.#chosen = id
  }

  /** After signing in, setting up or joining. */
  enter(me: Me): void {
    this.me = me
    this.name = me.name
    this.reason = null
    this.#beatAt = -Infinity
    this.stay()
    void this.#arrive()
    this.#deps.tabs.tell({ kind: 'entered', account: me.account })
  }

  /** What waits from before is sent at once. */
  async #arrive(): Promise<void> {
    await this.lookOffline()
    if (this.offline?.chosen && this.offline.waiting > 0) await this.catchUp()
  }

  async lookOffline(): Promise<void> {
    this.offline = await this.workbench.offline()
  }

  /** Asks whether the server is there, and sends what waits. */
  async catchUp(): Promise<void> {
    const answer = await this.workbench.sendOutbox()
    if (answer.ok) this.offline = answer.value
  }

  /** Asks the device anew, after a desk was founded or a lead may have admitted this member. */
  async refresh(): Promise<void> {
    const me = await this.workbench.me()
    if (me) this.me = me
  }

  /** The page is empty at once; every key is gone when this returns. */
  async lock(reason: LockReason): Promise<void> {
    this.me = null
    this.progress = null
    this.secondsLeft = null
    this.again?.answer(false)
    this.reason = reason
    // The pages that go now hand over what was typed last, while the keys that seal it are still there.
    flushSync()
    await this.workbench.lock()
  }

  async signOut(): Promise<void> {
    this.#deps.tabs.tell({ kind: 'signed_out' })
    await this.workbench.signOut().catch(() => undefined)
    await this.lock('signed_out')
    this.name = ''
    this.#chosen = null
  }

  /** The member did something. */
  stay(): void {
    this.#active = this.#deps.now()
    this.secondsLeft = null
  }

  /** Called every second. A device that slept longer than allowed locks when it wakes. */
  tick(): void {
    if (!this.me) return
    const idle = (this.#deps.now() - this.#active) / 1000
    if (idle >= IDLE_MINUTES * 60) void this.lock('idle')
    else this.secondsLeft = idle >= WARNING_MINUTES * 60 ? Math.ceil(IDLE_MINUTES * 60 - idle) : null
    const due = this.#deps.now() - this.#beatAt >= BEAT_SECONDS * 1000
    if (this.me && due && this.#deps.visible()) void this.#beat()
  }

  /** The page goes out of sight and may be closed: what its device remembers is written while there is time. */
  hide(): void {
    if (this.me) void this.workbench.keepMemory().catch(() => undefined)
  }

  chooseLanguage(lang: string): void {
    this.lang = lang
    document.documentElement.lang = lang
    document.documentElement.dir = direction(lang)
    document.cookie = `${LANGUAGE_COOKIE}=${lang}; path=/desk; max-age=31536000; samesite=lax`
  }

  close(): void {
    this.#deps.tabs.close()
    void this.workbench.lock()
  }

  #askAgain(): Promise<boolean> {
    if (this.again) return this.again.given
    if (!this.me) return Promise.resolve(false)
    const { promise: given, resolve } = Promise.withResolvers<boolean>()
    const answer = (proved: boolean) => {
      this.again = null
      resolve(proved)
    }
    this.again = { answer, given }
    return given
  }

  /** A server that is away has ended nothing. What was ended by colleagues looks like any other end. */
  async #beat(): Promise<void> {
    this.#beatAt = this.#deps.now()
    const { me } = this
    const answer = await this.workbench.heartbeat()
    if (!answer.ok || this.me?.account !== me?.account) return
    if (answer.value.kind === 'ended') return this.lock('expired')
    if (!answer.value.moved) return
    await this.refresh()
    this.version += 1
  }

  #hearProgress(progress: Progress): void {
    // Long work is activity: a desk does not lock in the middle of it.
    this.stay()
    this.progress = progress
  }

  #hearAnswer(value: unknown): void {
    this.progress = null
    const kind = refusalKind(value)
    // A fault on this device says nothing about the server.
    if (kind !== undefined && kind !== 'fault') this.reachable = kind !== 'unreachable'
    // The session ended on the server; the keys here must not outlive it.
    if (kind === 'locked' && this.me) void this.lock('expired')
    // The alarm stands above every page, not only on the one that met it.
    if (kind === 'tampered' && this.me) void this.refresh()
  }

  /** One browser has one session: whoever ends or replaces it in one tab locks the others. */
  #hearTab(message: TabMessage): void {
    if (!this.me) return
    const other = message.kind === 'entered' && message.account !== this.me.account
    if (message.kind === 'signed_out' || other) void this.lock('elsewhere')
  }
}

const key = 'amparo-desk-session'

/** Called once, by the desk's layout. */
export const provideSession = (session: DeskSession): DeskSession => setContext(key, session)

export const deskSession = (): DeskSession => {
  const session = getContext<DeskSession | undefined>(key)
  if (!session) throw new Error('there is a desk session only below the layout of the desk')
  return session
}

/** Tabs of the same browser and origin. */
export const openTabs = (): Tabs => {
  const channel = new BroadcastChannel('amparo-desk')
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
    tell: (message) => channel.postMessage(message),
    hear: (listener) =>
      channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => listener(data)),
    close: () => channel.close(),
  }
}
