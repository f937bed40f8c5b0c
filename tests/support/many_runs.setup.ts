/** For a release a property is tried ten thousand times, where it does not say a number of its own. */
import { configureGlobal } from 'fast-check'

configureGlobal({ numRuns: 10_000 })
