/** Runs before the code of any page of the desk; public pages run none. */
// oxlint-disable-next-line import/no-unassigned-import -- it must run before any schema is made
import '#platform/client/no_eval.ts'
