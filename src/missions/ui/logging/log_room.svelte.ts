/** The screen of logging: what is typed, what the chosen case allows, and how it is sent. */
import {
  hearingAfter,
  hearingsOf,
  likelyHearing,
  type NewCourtEntry,
  refusedSeat,
  rightToObserve,
} from '#missions/core/court_day.ts'
import {
  emptyTool,
  presetDuties,
  type LogDefaults,
  type LogValues,
  valuesOfLogged,
  emptyLog,
} from '#missions/core/log_values.ts'
import { type LogField, type LogProblem, readLog } from '#missions/core/log_read.ts'
import type { CaseLine, CaseView } from '#cases/client/views.ts'
import type { CitableText } from '#instruments/core/citable.ts'
import type { Citation } from '#kernel/core/citation.ts'
import { consentNeeded, type EngagementType } from '#kernel/core/vocabulary/missions.ts'
import type { EngagementRefusal, OpenEngagement } from '#missions/client/views.ts'
import { ruleOf } from './log_words.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import { Draft } from '#platform/ui/draft.svelte.ts'
import { newId } from '#platform/ui/new_id.ts'
import { SvelteMap } from 'svelte/reactivity'

export type LogDeps = {
  readonly workbench: Workbench
  readonly desk: string
  /** The case of the page, or null where it is chosen here. */
  readonly case: string | null
  /** An earlier entry that is gone on from. */
  readonly updates: string | null
  readonly today: string
  /** Of the type that the address names. */
  readonly type: string
  /** Of the programme that the address names. */
  readonly programme?: string
}

const fieldOfRule: Readonly<Record<string, LogField>> = {
  not_asked_again: 'askedAgainOn',
  risk_not_checked: 'riskText',
  reason_missing: 'reason',
  done_in_future: 'date',
  date_in_future: 'date',
}

/** Enough for every desk; a list of this length is searched at every key. */
const MOST_CASES = 20_000
/** Kept on the device, so that it can be cited in a court without a line. */
const RIGHT_KEY = 'missions right to observe'

export class LogRoom {
  values = $state.raw<LogValues>(emptyLog({ today: '', officer: null, role: '', country: '' }))
  lines = $state.raw<readonly CaseLine[]>([])
  view = $state.raw<CaseView | null>(null)
  norms = $state.raw<readonly CitableText[]>([])
  right = $state.raw<Citation | null>(null)
  before = $state.raw<OpenEngagement | null>(null)
  refusal = $state.raw<EngagementRefusal | null>(null)
  alike = $state.raw<readonly OpenEngagement[]>([])
  busy = $state(false)
  ready = $state(false)
  readonly errors = new SvelteMap<LogField, LogProblem['kind']>()
  readonly draft: Draft<LogValues>
  readonly hearings = $derived(this.view === null ? [] : hearingsOf(this.view.entries))
  readonly #deps: LogDeps
  /** Under which these very words are sent; other words are another entry. */
  #id = newId()
  #opening: Promise<void> = Promise.resolve()
  #defaults: LogDefaults

  constructor(deps: LogDeps) {
    this.#deps = deps
    this.#defaults = { today: deps.today, officer: null, role: 'human_rights_officer', country: '' }
    const { case: log, updates, desk } = deps
    this.draft = new Draft(deps.workbench, `engagement ${desk} ${log ?? ''} ${updates ?? ''}`)
  }

  /** The consent that this type asks for, as the case has it today; null: none is asked, or no case is meant. */
  get consent() {
    const scope = consentNeeded[this.values.type as EngagementType]
    if (scope === undefined || this.view === null) return null
    return { scope, ...this.view.state.consents[scope] }
  }

  async begin(defaults: Omit<LogDefaults, 'today'>): Promise<void> {
    this.#defaults = { ...defaults, today: this.#deps.today }
    const { case: log, updates, type, programme = '' } = this.#deps
    this.values = { ...emptyLog(this.#defaults), case: log ?? '', ...this.#ofType(type), programme }
    if (updates !== null) await this.#goOn(updates)
    // Whoever types at once finds the cases.
    const [kept] = await Promise.all([this.draft.load(), this.#loadLines()])
    if (kept !== null) this.values = { ...this.values, ...kept }
    this.ready = true
    this.#opening = this.#openCase(this.values.case)
    void this.#loadNorms()
  }

  change(changed: Partial<LogValues>): void {
    const type = changed.type !== undefined && changed.type !== this.values.type
    this.values = { ...this.values, ...changed, ...(type ? this.#ofType(changed.type ?? '') : {}) }
    for (const field of Object.keys(changed)) this.errors.delete(field as LogField)
    if (type) this.errors.delete('duties')
    if (changed.case !== undefined) this.#opening = this.#openCase(changed.case)
    else if (type) this.#chooseHearing()
    this.#id = newId()
    this.refusal = null
    this.alike = []
    this.draft.keep(this.values)
  }

  async discard(): Promise<void> {
    await this.draft.drop()
    this.errors.clear()
    this.refusal = null
    this.alike = []
    const { case: log } = this.#deps
    this.values = { ...emptyLog(this.#defaults), case: log ?? '' }
    if (this.#deps.updates !== null) await this.#goOn(this.#deps.updates)
    await this.#openCase(this.values.case)
  }

  /** What was logged, or null where something is to be mended. `how`: after another one was seen that looks alike. */
  async send(
    how: { readonly another?: boolean; readonly sameAs?: string } = {},
  ): Promise<{ waits: boolean } | null> {
    if (this.busy) return null
    this.busy = true
    try {
      return await this.#logged(how)
    } finally {
      this.busy = false
    }
  }

  async #logged(how: {
    readonly another?: boolean
    readonly sameAs?: string
  }): Promise<{ waits: boolean } | null> {
    this.errors.clear()
    this.refusal = null
    // The consent that it rests on is read in the case.
    await this.#opening
    const read = readLog(this.values, {
      today: this.#deps.today,
      consent: this.consent?.allowed ? this.consent.entry : null,
      updates: this.before?.newest ?? null,
      sameAs: how.sameAs ?? null,
    })
    if (!read.ok) {
      for (const { field, kind } of read.error) if (!this.errors.has(field)) this.errors.set(field, kind)
      return null
    }
    await this.draft.flush()
    const { workbench, desk } = this.#deps
    const answer = await workbench.logEngagement({
      desk,
      ...read.value,
      id: this.#id,
      ...(how.another ? { another: true } : {}),
      with: this.#alongside(read.value.case),
    })
    if (!answer.ok) {
      if (answer.error.kind === 'looks_alike') this.alike = answer.error.engagements
      else this.#refuse(answer.error)
      return null
    }
    await this.draft.drop()
    this.#begun()
    return { waits: answer.value.waits }
  }

  /** Said at the field where it is mended, where there is one. */
  #refuse(refusal: EngagementRefusal): void {
    this.refusal = refusal
    const field = fieldOfRule[ruleOf(refusal)?.why ?? '']
    if (field) this.errors.set(field, 'refused')
  }

  /** The next one begins empty, in the same case. */
  #begun(): void {
    this.#id = newId()
    this.alike = []
    this.before = null
    this.values = { ...emptyLog(this.#defaults), case: this.#deps.case ?? '' }
  }

  #ofType(type: string): Partial<LogValues> {
    const first = type === 'tools_check' && this.values.tools.length === 0
    return { type, duties: presetDuties(type), ...(first ? { tools: [emptyTool(this.#deps.today)] } : {}) }
  }

  #alongside(log: string | null): readonly NewCourtEntry[] {
    const { values } = this
    if (log === null || values.type !== 'trial_observation') return []
    const hearing = this.hearings.find(({ entry }) => entry === values.hearing)
    const after = hearing ? hearingAfter(hearing, values, newId()) : null
    const event = refusedSeat(values, {
      id: newId(),
      country: this.view?.state.country ?? null,
      cites: this.right,
    })
    return [after, event].filter((one) => one !== null)
  }

  async #goOn(updates: string): Promise<void> {
    const { workbench, desk, case: log } = this.#deps
    const answer = await workbench.engagements({ desk, case: log })
    if (!answer.ok) {
      this.refusal = answer.error
      return
    }
    const found = answer.value.opened.find(({ newest, entry }) => newest === updates || entry === updates)
    if (!found) return
    this.before = found
    this.values = valuesOfLogged(found, this.#defaults)
  }

  async #openCase(log: string): Promise<void> {
    if (log === '' || log === 'none') {
      this.view = null
      return
    }
    const { workbench, desk } = this.#deps
    const opened = await workbench.openCase({ desk, case: log })
    // Another one was chosen meanwhile.
    if (this.values.case !== log) return
    if (opened.ok) this.view = opened.value
    else this.refusal = opened.error
    this.#chooseHearing()
  }

  #chooseHearing(): void {
    if (this.values.type !== 'trial_observation' || this.values.hearing !== '') return
    const likely = likelyHearing(this.hearings, this.values.date)
    const place = likely?.words['court']
    if (likely)
      this.values = {
        ...this.values,
        hearing: likely.entry,
        ...(this.values.place === '' && typeof place === 'string' ? { place } : {}),
      }
  }

  async #loadLines(): Promise<void> {
    if (this.#deps.case !== null) return
    const { workbench, desk } = this.#deps
    const answer = await workbench.cases({ desk, filter: { limit: MOST_CASES } })
    if (answer.ok) this.lines = answer.value.lines.filter(({ head }) => head !== null)
    else this.refusal = answer.error
  }

  /** Guidelines to cite, and where the Declaration says that hearings may be attended. */
  async #loadNorms(): Promise<void> {
    const { workbench } = this.#deps
    const answer = await workbench.norms()
    const kept = await workbench.loadDraft({ key: RIGHT_KEY })
    if (!answer.ok) {
      this.right = kept as Citation | null
      return
    }
    this.right = rightToObserve(answer.value)
    if (this.right !== null) await workbench.saveDraft({ key: RIGHT_KEY, value: this.right })
    this.norms = answer.value.filter(({ kind }) => kind === 'guideline')
  }
}
