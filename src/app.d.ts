import type { IncomingMessage } from 'node:http'

import type { Services } from '#platform/server/services.ts'

declare global {
  namespace App {
    interface Error {
      /** Of an address where no route is: whose installation this is. */
      organisation?: string | null
      /** Of a fault of ours: its number in the log. */
      fault?: string
    }
    interface PageData {
      /**
       * What of a public page's query it understood, without `?`, for the same page in another language. Made anew from
       * what was read, so that a page repeats nothing that somebody wrote into its address.
       */
      readonly question?: string
    }
    interface Platform {
      /** The request as our own server passes it on (src/platform/server/http.ts). */
      readonly req: IncomingMessage & {
        readonly services: Services
        /** Set by a hook to the route's pattern, for the log: an address itself is never logged. */
        routeTemplate?: string
      }
    }
  }
}
