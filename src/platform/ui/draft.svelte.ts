/** What is typed and not yet sent: kept on this device, sealed, within a second of a key and when a page is left. */
import type { Workbench } from '#platform/client/workbench.ts'

type Drafts = Pick<Workbench, 'saveDraft' | 'loadDraft' | 'deleteDraft'>

const WAIT = 1000

export class Draft<Values extends object> {
  /** True once something typed before was found. */
  restored = $state(false)
  saved = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined
  #waiting: Values | null = null
  readonly #drafts: Drafts
  readonly #key: string

  constructor(drafts: Drafts, key: string) {
    this.#drafts = drafts
    this.#key = key
  }

  async load(): Promise<Values | null> {
    const value = await this.#drafts.loadDraft({ key: this.#key })
    if (typeof value !== 'object' || value === null) return null
    this.restored = true
    return value as Values
  }

  keep(values: Values): void {
    this.saved = false
    this.#waiting = values
    // Not put off by the next key: who types without a pause would keep nothing.
    this.#timer ??= setTimeout(() => void this.flush(), WAIT)
  }

  async flush(): Promise<void> {
    this.#stop()
    const values = this.#waiting
    if (values === null) return
    this.#waiting = null
    const kept = await this.#drafts.saveDraft({ key: this.#key, value: values })
    // Tried again with the next key or when the page is left.
    if (kept === null) this.#waiting ??= values
    else this.saved = true
  }

  async drop(): Promise<void> {
    this.#stop()
    this.#waiting = null
    this.restored = false
    this.saved = false
    await this.#drafts.deleteDraft({ key: this.#key })
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
