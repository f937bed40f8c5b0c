/** What a desk does for everybody, as the workbench offers it: documents that two persons release, positions on texts. */
import { findCampaignGround } from '#campaigns/client/ground.ts'
import { checkReceiver } from '#campaigns/client/check_receiver.ts'
import { findCitable } from '#instruments/client/citable.ts'
import { findOpenParts } from '#instruments/client/open_parts.ts'
import {
  confirmPositions,
  enterPositions,
  findPositions,
  findWhipCounts,
  findWhipGround,
  strikePositions,
  type Unanswered,
} from '#instruments/client/positions.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import {
  actOnDocument,
  findDeskDocument,
  findDeskDocuments,
  findThemeParts,
  findUnconfirmed,
  freezeFigure,
  proposeExport,
  saveDocument,
} from '#releases/client/documents.ts'
import { findProgrammes } from '#missions/client/programmes.ts'
import { countScorecard } from '#missions/client/scorecards.ts'
import { whileOpen } from './while_open.ts'

type DocumentMethods = Pick<
  Workbench,
  | 'documents'
  | 'document'
  | 'unconfirmed'
  | 'campaignGround'
  | 'saveDocument'
  | 'actOnDocument'
  | 'proposeExport'
  | 'themeParts'
  | 'freezeFigure'
  | 'norms'
  | 'openParts'
  | 'countScorecard'
  | 'programmes'
>

export const documentMethods = (deps: ClientDeps, unlocked: () => Unlocked | null): DocumentMethods => {
  const open = whileOpen(unlocked)
  return {
    documents: ({ desk }) => open(() => findDeskDocuments(deps, desk)),
    document: (of) => open(() => findDeskDocument(deps, of)),
    campaignGround: ({ desk }) => open(() => findCampaignGround(deps, desk)),
    unconfirmed: ({ desk }) => open(() => findUnconfirmed(deps, desk)),
    saveDocument: (form) => open(() => saveDocument(deps, form)),
    actOnDocument: (act) =>
      open(async () => {
        const fits = await checkReceiver(deps, unlocked(), act)
        return fits.ok ? actOnDocument(deps, act) : fits
      }),
    proposeExport: (form) => open(() => proposeExport(deps, form)),
    themeParts: (asked) => open(() => findThemeParts(deps, asked)),
    freezeFigure: (form) => open(() => freezeFigure(deps, form)),
    norms: () => open(() => findCitable(deps)),
    openParts: (asked) => open(() => findOpenParts(deps, asked)),
    programmes: () => open(() => findProgrammes(deps)),
    countScorecard: (asked) => open(() => countScorecard(deps, asked)),
  }
}

type PositionMethods = Pick<
  Workbench,
  'positions' | 'whipCounts' | 'whipGround' | 'enterPositions' | 'confirmPositions' | 'strikePositions'
>

export const positionMethods = (deps: ClientDeps, unlocked: () => Unlocked | null): PositionMethods => {
  const open = whileOpen(unlocked)
  const unanswered: Unanswered = new Map()
  return {
    positions: (of) => open(() => findPositions(deps, of)),
    whipCounts: ({ desk }) => open(() => findWhipCounts(deps, desk)),
    whipGround: (of) => open(() => findWhipGround(deps, of)),
    enterPositions: (form) => open(() => enterPositions(deps, unanswered, form)),
    confirmPositions: (chosen) => open(() => confirmPositions(deps, chosen)),
    strikePositions: (chosen) => open(() => strikePositions(deps, chosen)),
  }
}
