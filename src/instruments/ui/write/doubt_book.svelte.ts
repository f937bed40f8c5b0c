/** Doubts that nobody has looked at yet, by version: kept on this device, sealed, until a person says "seen". */
import { Draft } from '#platform/ui/draft.svelte.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import type { PlacedDoubt } from './placed_doubts.ts'

type Drafts = Pick<Workbench, 'saveDraft' | 'loadDraft' | 'deleteDraft'>
type Pages = readonly (readonly PlacedDoubt[])[]

export class DoubtBook {
  /** By the place of the version. */
  pages = $state.raw<Pages>([])
  readonly #drafts: Drafts
  readonly #desk: string
  #draft: Draft<{ readonly pages: Pages }>

  constructor(
    drafts: Drafts,
    { desk, document }: { readonly desk: string; readonly document: string | null },
  ) {
    this.#drafts = drafts
    this.#desk = desk
    this.#draft = this.#draftOf(document ?? 'new')
  }

  #draftOf(document: string): Draft<{ readonly pages: Pages }> {
    return new Draft(this.#drafts, `doubts ${this.#desk} ${document}`)
  }

  async load(): Promise<void> {
    this.pages = (await this.#draft.load())?.pages ?? []
  }

  of(version: number): readonly PlacedDoubt[] {
    return this.pages[version] ?? []
  }

  set(version: number, doubts: readonly PlacedDoubt[]): void {
    const length = Math.max(this.pages.length, version + 1)
    this.#write(Array.from({ length }, (_, at) => (at === version ? doubts : this.of(at))))
  }

  removeVersion(version: number): void {
    this.#write(this.pages.toSpliced(version, 1))
  }

  /** The document has got its id. */
  async moveTo(document: string): Promise<void> {
    await this.#draft.drop()
    this.#draft = this.#draftOf(document)
    this.#write(this.pages)
  }

  leave(): Promise<void> {
    return this.#draft.flush()
  }

  #write(pages: Pages): void {
    this.pages = pages
    this.#draft.keep({ pages })
  }
}
