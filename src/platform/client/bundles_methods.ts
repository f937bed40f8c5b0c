/** Bundles between installations, as the workbench offers them: made, opened and taken in by the worker. */
import { appendEntries, createAs } from '#cases/client/case_writing.ts'
import type { CasesOf } from '#cases/client/desk_cases.ts'
import type { CaseRefusal } from '#cases/client/views.ts'
import type { Result } from '#kernel/core/result.ts'
import type { JournalsOf } from '#members/client/journal.ts'
import { type MadeBundle, makeBundle, type MakeForm } from '#missions/client/bundle_making.ts'
import {
  lookAtBundle,
  type LookedAt,
  takeBundle,
  type TakeForm,
  type TakenIn,
} from '#missions/client/bundle_taking.ts'
import {
  type BundleHere,
  type BundleRefusal,
  type BundlesView,
  type CompareForm,
  findBundles,
  lookAtCard,
  noteCounterpart,
  type Shown,
} from '#missions/client/bundles.ts'
import { lookupIn } from './reports_methods.ts'
import { whileOpen } from './while_open.ts'

export type BundlesRefusal = BundleRefusal | CaseRefusal
type Answer<T> = Promise<Result<T, BundlesRefusal>>

export type BundlesMethods = {
  /** The desk's own card, whose keys were compared, and what was made and taken in. */
  bundles(given: { desk: string }): Answer<BundlesView>
  /** Somebody else's card, before its digits are compared. */
  lookAtCard(given: { file: Blob }): Answer<Shown>
  noteCounterpart(given: CompareForm): Answer<BundlesView>
  /** Leads alone, as every export: the desk's log says that it left. */
  makeBundle(given: MakeForm): Answer<MadeBundle>
  /** Opened and held against what was compared; nothing is written. */
  lookAtBundle(given: { desk: string; file: Blob }): Answer<LookedAt>
  takeBundle(given: Omit<TakeForm, 'bytes'> & { file: Blob }): Answer<TakenIn>
}

/** Larger files are read no further: it is enough to say that they are too large. */
const MOST = 1024 * 1024

const bytesOf = async (file: Blob): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(0, MOST).arrayBuffer())

type State = { readonly journals: JournalsOf | null; readonly cases: CasesOf | null }

export const bundlesMethods = (state: () => State): BundlesMethods => {
  const open = whileOpen<BundleHere<CaseRefusal>>(() => {
    const { journals, cases } = state()
    return (
      journals &&
      cases && {
        journals,
        cases: {
          ...lookupIn(cases),
          append: (given) => appendEntries(cases, given),
          create: (given) => createAs(cases, given),
        },
      }
    )
  })
  return {
    bundles: ({ desk }) => open(({ journals }) => findBundles(journals, desk)),
    lookAtCard: ({ file }) => open(async () => lookAtCard(await bytesOf(file))),
    noteCounterpart: (form) => open(({ journals }) => noteCounterpart(journals, form)),
    makeBundle: (form) => open((here) => makeBundle(here, form)),
    lookAtBundle: ({ desk, file }) =>
      open(async (here) => lookAtBundle(here, { desk, bytes: await bytesOf(file) })),
    takeBundle: ({ file, ...form }) =>
      open(async (here) => takeBundle(here, { ...form, bytes: await bytesOf(file) })),
  }
}
