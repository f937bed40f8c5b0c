/** Work on the targets of an ask, as the workbench offers it: sealed into the desk's journal by the worker. */
import {
  findLobbying,
  type LobbyForm,
  type LobbyingRefusal,
  type LobbyingView,
  noteLobbying,
  strikeLobbying,
} from '#campaigns/client/lobbying.ts'
import type { Result } from '#kernel/core/result.ts'
import type { JournalsOf } from '#members/client/journal.ts'
import { whileOpen } from './while_open.ts'

type Answer = Promise<Result<LobbyingView, LobbyingRefusal>>

export type LobbyingMethods = {
  /** Meetings, promises, talking points and who covers whom, of one ask. */
  lobbying(given: { desk: string; ask: string }): Answer
  noteLobbying(given: LobbyForm): Answer
  strikeLobbying(given: { desk: string; ask: string; entry: string; why: string }): Answer
}

export const lobbyingMethods = (journals: () => JournalsOf | null): LobbyingMethods => {
  const open = whileOpen(journals)
  return {
    lobbying: (of) => open((now) => findLobbying(now, of)),
    noteLobbying: (form) => open((now) => noteLobbying(now, form)),
    strikeLobbying: (form) => open((now) => strikeLobbying(now, form)),
  }
}
