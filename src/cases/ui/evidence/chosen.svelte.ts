/** A file that was chosen and is not yet sent: what it tells, what the member says of it, and its copy. */
import type { EvidenceNote } from '#cases/client/evidence_views.ts'
import type { CleanCopy } from '#cases/client/files/clean_copy.ts'
import {
  evidenceTypeOf,
  type FileFact,
  type FileReport,
  inOrder,
  type NoCopyReason,
} from '#cases/core/file_facts.ts'
import { type EvidenceType, evidenceTypes } from '#cases/core/terms.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { evidenceForm } from '../forms/evidence.ts'
import type { FieldProblem, FieldValue, FormValues } from '../forms/field.ts'
import { valuesOf } from '../forms/form.ts'
import { readValue } from '../forms/values.ts'
import { runJob } from './file_jobs.ts'
import { openPdf } from './pdf.ts'

/** PDF files up to this size are opened to see what they tell. */
const LARGEST_PDF = 100_000_000

export const reportOf = async (file: Blob): Promise<FileReport> => {
  const report = (await runJob(file, { kind: 'report' }).answer) ?? {
    kind: 'unknown',
    facts: [],
    whole: false,
  }
  if (report.kind !== 'pdf') return report
  const told = file.size > LARGEST_PDF ? null : await pdfFactsOf(new Uint8Array(await file.arrayBuffer()))
  return { ...report, facts: inOrder(told ?? []), whole: told !== null }
}

/** Null: it is encrypted or damaged. */
export const pdfFactsOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<readonly FileFact[] | null> => {
  const pdf = await openPdf(bytes).catch(() => 'damaged' as const)
  if (typeof pdf === 'string') return null
  try {
    return await pdf.facts()
  } catch {
    return null
  } finally {
    pdf.close()
  }
}

export type Copying =
  | { readonly kind: 'not_asked' | 'working' }
  | { readonly kind: 'made'; readonly file: File; readonly turned: boolean }
  | { readonly kind: 'refused'; readonly reason: NoCopyReason }

const extensions: Readonly<Record<string, string>> = { jpeg: 'jpg', mp4: 'mp4', webm: 'webm' }

const mediaTypes: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
}

/** Named anew: a camera's name of a file tells its order and often its day. */
const copyFile = ({ bytes, kind }: CleanCopy, name: string): File =>
  new File([bytes], `${name}.${extensions[kind] ?? kind}`, {
    type: mediaTypes[kind] ?? 'application/octet-stream',
    lastModified: 0,
  })

export const cleanCopyOf = async (
  file: Parameters<typeof runJob>[0],
  name: string,
): Promise<Extract<Copying, { kind: 'made' | 'refused' }>> => {
  const made = await runJob(file, { kind: 'clean' }).answer
  if (made === null) return { kind: 'refused', reason: 'damaged' }
  if (!made.ok) return { kind: 'refused', reason: made.error }
  return { kind: 'made', file: copyFile(made.value, name), turned: made.value.turned }
}

export class ChosenFile {
  readonly id: string
  readonly file: File
  values = $state.raw<FormValues>(valuesOf(evidenceForm, null))
  report = $state.raw<FileReport | null>(null)
  wantsCopy = $state(false)
  copying = $state.raw<Copying>({ kind: 'not_asked' })
  errors = $state.raw<ReadonlyMap<string, FieldProblem>>(new Map())

  constructor(file: File, kept: FormValues | undefined) {
    this.file = file
    this.id = keyOf(file)
    this.values = { ...this.values, ...kept }
  }

  async look(): Promise<void> {
    const report = await reportOf(this.file)
    this.report = report
    if (this.values.type === '') this.change('type', evidenceTypeOf(report.kind))
  }

  change(name: string, value: FieldValue): void {
    this.values = { ...this.values, [name]: value }
    this.errors = new Map([...this.errors].filter(([field]) => field !== name))
  }

  async makeCopy(name: string): Promise<void> {
    this.copying = { kind: 'working' }
    this.copying = await cleanCopyOf(this.file, name)
    this.wantsCopy = this.copying.kind === 'made'
  }

  /** What was typed, or what must be mended. */
  read(
    lang: string,
  ): Result<{ readonly type: EvidenceType; readonly words: EvidenceNote; readonly about?: string }, null> {
    const problems = new Map<string, FieldProblem>()
    const words: Record<string, unknown> = {}
    for (const { name, control, to } of evidenceForm.fields) {
      const read = readValue(control, this.values[name], { lang })
      if (!read.ok) problems.set(name, read.error)
      else if (read.value !== undefined && to.kind === 'words') words[to.path] = read.value
    }
    const type = evidenceTypes.find((one) => one === this.values.type)
    if (type === undefined) problems.set('type', { kind: 'missing' })
    this.errors = problems
    if (problems.size > 0 || type === undefined) return err(null)
    const about = this.values.about
    return ok({
      type,
      words: words as EvidenceNote,
      ...(typeof about === 'string' && about ? { about } : {}),
    })
  }
}

/** The same file chosen again is the same. */
export const keyOf = (file: Pick<File, 'name' | 'size' | 'lastModified'>): string =>
  `${file.size}-${file.lastModified}-${file.name}`
