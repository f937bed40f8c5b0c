/** One report while it is made: its form, its cases, the document, and how it leaves. Kept as a sealed draft. */
import type { CaseLine } from '#cases/client/views.ts'
import { languages } from '#languages/translate.ts'
import {
  type Block,
  missingFields,
  type ReportDocument,
  type ReportKind,
  textOf,
  withoutEmpty,
  withText,
} from '#missions/core/reports/document.ts'
import { countedWords } from '#missions/core/reports/counting.ts'
import { excludedLines } from '#missions/core/reports/limits.ts'
import { namesLost } from '#missions/core/reports/names.ts'
import { rowsIn } from '#missions/core/reports/periodic.ts'
import { reportAsHtml } from '#missions/core/reports/as_html.ts'
import { programmeBody } from '#missions/core/programme.ts'
import type { EngagementRow } from '#missions/core/rows.ts'
import type { ReportsRefusal } from '#platform/client/reports_methods.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import { Draft } from '#platform/ui/draft.svelte.ts'
import { emptyForm, type FormValues, isSingle } from './forms.ts'
import { makeReport, purposeOf } from './make.ts'
import { reportAsDocx } from './as_docx.ts'
import { reportAsPdf } from './as_pdf.ts'
import { reportWords } from './report_words.ts'
import { saveFile } from './save.ts'

export type ReportWorkbench = Pick<
  Workbench,
  | 'cases'
  | 'engagements'
  | 'missionProfile'
  | 'documents'
  | 'gatherReport'
  | 'exportReport'
  | 'proposeExport'
  | 'saveDraft'
  | 'loadDraft'
  | 'deleteDraft'
>
type Deps = {
  readonly workbench: ReportWorkbench
  readonly desk: string
  readonly kind: ReportKind
  /** Of a report on one case. */
  readonly case: string | null
  readonly lang: string
  /** ISO day. */
  readonly today: string
}
type Kept = {
  readonly form: FormValues
  readonly lang: string
  readonly chosen: readonly string[]
  readonly numbered: readonly string[]
  readonly document: ReportDocument | null
}
export type Programme = { readonly name: string; readonly needs: readonly string[] }
export const formats = ['docx', 'pdf', 'html'] as const
export type Format = (typeof formats)[number]

/** One kept by a former version may hold what was excluded: it is put together anew. */
const isWhole = (kept: Partial<ReportDocument>): boolean =>
  kept.limits !== undefined && kept.ownLines !== undefined

/** What came of trying: a refusal of the desk, or a reason of this page. */
export type Trouble =
  | ReportsRefusal
  | { readonly kind: 'not_agreed_single' | 'pdf_failed' | 'nothing_chosen' }

/** Cases offered to choose from. */
const MOST_LISTED = 5_000

export class ReportRoom {
  form = $state.raw<FormValues>({})
  lang = $state('en')
  lines = $state.raw<readonly CaseLine[]>([])
  programmes = $state.raw<readonly Programme[]>([])
  chosen = $state.raw<readonly string[]>([])
  /** Chosen ones that are to have a number although they may be named. */
  numbered = $state.raw<readonly string[]>([])
  document = $state.raw<ReportDocument | null>(null)
  trouble = $state.raw<Trouble | null>(null)
  busy = $state<'making' | 'exporting' | 'proposing' | null>(null)
  /** Bytes of what sets PDF, while they come. */
  setting = $state.raw<{ readonly done: number; readonly total: number } | null>(null)
  exported = $state(false)
  proposed = $state<'released' | 'proposed' | null>(null)
  readonly deps: Deps
  readonly draft: Draft<Kept>
  readonly words = $derived(this.document === null ? 0 : countedWords(this.document))
  readonly missing = $derived(this.document === null ? [] : missingFields(this.document))
  readonly lost = $derived(
    this.document === null ? [] : namesLost(textOf(this.document), this.document.names),
  )
  /** Written here, with a word of what somebody excluded. */
  readonly excluded = $derived(this.document === null ? [] : excludedLines(this.document))

  constructor(deps: Deps) {
    this.deps = deps
    this.form = emptyForm(deps.kind, deps.today)
    this.lang = deps.lang
    // What is kept of one case goes with it when it is erased or handed back.
    const of =
      deps.case === null ? `report ${deps.kind} ${deps.desk}` : `case ${deps.case} report ${deps.kind}`
    this.draft = new Draft(deps.workbench, of)
  }

  async load(): Promise<void> {
    const { workbench, desk, kind } = this.deps
    const kept = await this.draft.load()
    if (kept !== null) {
      this.form = { ...this.form, ...kept.form }
      this.lang = languages.includes(kept.lang) ? kept.lang : this.lang
      this.chosen = kept.chosen
      this.numbered = kept.numbered
      this.document = kept.document && isWhole(kept.document) ? kept.document : null
    }
    if (!isSingle(kind) && kind !== 'periodic') {
      const list = await workbench.cases({ desk, filter: { limit: MOST_LISTED } })
      if (list.ok) this.lines = list.value.lines.filter(({ head }) => head !== null)
      else this.trouble = list.error
    }
    if (kind === 'application') await this.#loadProgrammes()
    if (kind === 'periodic' && kept === null) await this.#loadProfile()
  }

  /** What binds the mission stands in its profile; of a desk without one it is chosen. */
  async #loadProfile(): Promise<void> {
    const mission = await this.deps.workbench.missionProfile({ desk: this.deps.desk })
    if (!mission.ok) return
    const guidelines = (mission.value.profile?.guidelines ?? []).join(' ')
    this.form = { ...this.form, mission: mission.value.desk.name, guidelines }
  }

  async #loadProgrammes(): Promise<void> {
    const answer = await this.deps.workbench.documents({ desk: this.deps.desk })
    if (!answer.ok) return
    this.programmes = answer.value.documents
      .filter(({ kind }) => kind === 'programme')
      .flatMap(({ versions }) => {
        const body = programmeBody.safeParse(versions.at(-1)?.body)
        if (!body.success) return []
        const { name, lang, needsInApplication } = body.data
        const said = (words: Readonly<Partial<Record<string, string>>>) =>
          words[this.lang] ?? words[lang] ?? ''
        return [{ name: said(name), needs: needsInApplication.map(said).filter((need) => need !== '') }]
      })
  }

  say(name: string, value: string): void {
    this.form = { ...this.form, [name]: value }
    this.#keep()
  }

  speak(lang: string): void {
    this.lang = lang
    this.#keep()
  }

  choose(id: string, as: 'named' | 'numbered' | null): void {
    this.chosen = as === null ? this.chosen.filter((one) => one !== id) : [...new Set([...this.chosen, id])]
    const rest = this.numbered.filter((one) => one !== id)
    this.numbered = as === 'numbered' ? [...rest, id] : rest
    this.#keep()
  }

  /** Puts it together anew: what was edited is written over. */
  async make(): Promise<void> {
    this.busy = 'making'
    this.trouble = null
    this.exported = false
    this.trouble = await this.#makeNow()
    this.busy = null
    this.#keep()
  }

  async #makeNow(): Promise<Trouble | null> {
    const { workbench, desk, kind } = this.deps
    const rows = await this.#rows()
    if ('kind' in rows) return rows
    const cases = this.#casesFor(rows)
    if (kind !== 'periodic' && cases.length === 0) return { kind: 'nothing_chosen' }
    const gathered = await workbench.gatherReport({
      desk,
      purpose: purposeOf(kind, this.form),
      cases,
      wishes: Object.fromEntries(this.numbered.map((id) => [id, 'numbered' as const])),
    })
    if (!gathered.ok) return gathered.error
    const programme = this.programmes.find(({ name }) => name === this.form.programme)
    const { today } = this.deps
    const ground = { gathered: gathered.value, rows, needs: programme?.needs ?? [], today }
    this.document = makeReport(kind, this.form, { ground, words: reportWords(this.lang) })
    return this.document === null ? { kind: 'not_agreed_single' } : null
  }

  #casesFor(rows: readonly EngagementRow[]): readonly string[] {
    const { kind, case: single } = this.deps
    if (single !== null) return [single]
    if (kind !== 'periodic') return this.chosen
    const { from = '', to = '' } = this.form
    // Of the journal no country of a case is known, but its own: which log is a case, the desk's list says.
    return [...new Set(rowsIn(rows, { from, to }).map(({ log }) => log))].filter((log) =>
      this.lines.some((line) => line.case === log),
    )
  }

  async #rows(): Promise<readonly EngagementRow[] | Trouble> {
    const { workbench, desk, kind } = this.deps
    if (kind !== 'periodic') return []
    const [answer, list] = await Promise.all([
      workbench.engagements({ desk }),
      workbench.cases({ desk, filter: { limit: MOST_LISTED } }),
    ])
    if (!answer.ok) return answer.error as Trouble
    if (!list.ok) return list.error
    this.lines = list.value.lines
    return answer.value.rows
  }

  edit(at: number, text: string): void {
    this.#blocks((blocks) => blocks.map((block, place) => (place === at ? withText(block, text) : block)))
  }

  remove(at: number): void {
    this.#blocks((blocks) => blocks.filter((_, place) => place !== at))
  }

  /** A paragraph after this one. */
  add(at: number): void {
    const empty: Block = { kind: 'paragraph', text: '', counts: false }
    this.#blocks((blocks) => blocks.toSpliced(at + 1, 0, empty))
  }

  retitle(title: string): void {
    if (this.document) this.document = { ...this.document, title }
    this.#keep()
  }

  #blocks(change: (blocks: readonly Block[]) => readonly Block[]): void {
    if (this.document === null) return
    this.document = { ...this.document, blocks: change(this.document.blocks) }
    this.exported = false
    this.#keep()
  }

  /** Files are made first and saved last: between them the desk's log says that they leave. */
  async export(chosen: readonly Format[]): Promise<void> {
    if (this.document === null || chosen.length === 0) return
    this.busy = 'exporting'
    this.trouble = null
    this.exported = false
    this.proposed = null
    this.trouble = await this.#exportNow(withoutEmpty(this.document), chosen)
    this.setting = null
    this.busy = null
    this.exported = this.trouble === null
  }

  async #exportNow(report: ReportDocument, chosen: readonly Format[]): Promise<Trouble | null> {
    const { workbench, desk } = this.deps
    const files: Partial<Record<Format, Blob>> = {}
    if (chosen.includes('html')) files.html = new Blob([reportAsHtml(report)], { type: 'text/html' })
    if (chosen.includes('docx')) files.docx = await reportAsDocx(report)
    if (chosen.includes('pdf')) {
      const pdf = await reportAsPdf(report, (done, total) => (this.setting = { done, total }))
      if (pdf === null) return { kind: 'pdf_failed' }
      files.pdf = pdf
    }
    const { purpose, cases, limits } = report
    const excluded = limits.map((one) => ({ case: one.case, exclusions: one.exclusions }))
    const text = textOf(report)
    const answer = await workbench.exportReport({ desk, purpose, cases, excluded, text, ...files })
    if (!answer.ok) return answer.error
    // The name of a file stands in folders and histories: it tells the kind and the day alone.
    for (const format of formats)
      if (files[format]) saveFile(files[format], `amparo-${report.kind}-${this.deps.today}.${format}`)
    return null
  }

  /** Of several cases another lead releases the export first. */
  async propose(reason: string): Promise<void> {
    if (this.document === null) return
    this.busy = 'proposing'
    const body = { scope: 'cases', cases: this.document.cases.length, reason: reason.trim() } as const
    const answer = await this.deps.workbench.proposeExport({ desk: this.deps.desk, body })
    this.busy = null
    this.trouble = answer.ok ? null : answer.error
    if (!answer.ok) return
    const isReleased = answer.value.versions.some(({ state }) => state === 'released')
    this.proposed = isReleased ? 'released' : 'proposed'
  }

  async drop(): Promise<void> {
    await this.draft.drop()
    this.document = this.trouble = null
    this.chosen = this.numbered = []
    this.exported = false
    this.form = emptyForm(this.deps.kind, this.deps.today)
  }

  #keep(): void {
    const { form, lang, chosen, numbered, document } = this
    this.draft.keep({ form, lang, chosen, numbered, document })
  }
}
