/** What is asked for again after a cut: one lost packet among a thousand parts is no end. */
import type { Result } from '#kernel/core/result.ts'

/** `waits`: milliseconds before each try but the first. */
export const againWhenCut = async <T, E extends { readonly kind: string }>(
  waits: readonly number[],
  act: () => Promise<Result<T, E>>,
): Promise<Result<T, E>> => {
  for (const wait of waits) {
    const answer = await act()
    if (answer.ok || answer.error.kind !== 'unreachable') return answer
    await new Promise((next) => setTimeout(next, wait))
  }
  return act()
}
