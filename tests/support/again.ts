/** A member at their device who gives the passphrase whenever it is asked for again: a slow test asks for it, too. */
import { refusalKind } from '../../src/kernel/core/refusal_kind.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'

export const givingAgain = (device: Workbench, passphrase: string): Workbench =>
  new Proxy(device, {
    get: (target, name, self) => {
      const method: unknown = Reflect.get(target, name, self)
      if (typeof method !== 'function') return method
      return async (...args: unknown[]): Promise<unknown> => {
        const answer: unknown = await Reflect.apply(method, target, args)
        if (refusalKind(answer) !== 'passphrase_again') return answer
        const proved = await target.provePassphrase({ passphrase })
        return proved.ok ? Reflect.apply(method, target, args) : proved
      }
    },
  })
