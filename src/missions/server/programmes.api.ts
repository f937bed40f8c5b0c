/** The directory of programmes for devices of whoever is signed in: the same that everybody may read, and all of it. */
import { ok } from '#kernel/core/result.ts'
import { programmesAnswer } from '#missions/core/programme_wire.ts'
import { type Access, type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { PublicMissions } from './public_missions.service.ts'

/** It says nothing that is not public; strangers read the pages. */
const programmesPolicy = 'session' satisfies Access

export const programmesApi =
  ({ publicMissions }: { readonly publicMissions: Pick<PublicMissions, 'programmes'> }) =>
  (api: Api, deps: ApiDeps): void => {
    endpoint(
      api,
      deps,
    )({
      method: 'get',
      path: '/programmes',
      summary: 'Every released programme of the directory, to be held against a case on the device',
      access: programmesPolicy,
      parse: {},
      act: async () => ok({ programmes: (await publicMissions.programmes()).map(({ body }) => body) }),
      refusals: {},
      answer: programmesAnswer,
      present: (all) => all,
    })
  }
