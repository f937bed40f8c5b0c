/** The desk's program on this device: kept where its member chose it, renewed only when they say so. */
import { trustedAddresses } from '#platform/client/trusted_addresses.ts'

/** Versions as SHA-256 of all files; null where this device keeps no program. */
export type ShellState = { readonly taken: string | null; readonly newest: string | null }

const ADDRESS = '/service-worker.js'
const SCOPE = '/desk'
const CACHES = 'amparo-program'
const LOOK_EVERY = 60 * 60 * 1000

export class Shell {
  state = $state.raw<ShellState | null>(null)
  #timer: ReturnType<typeof setInterval> | undefined

  get isNewer(): boolean {
    return this.state !== null && this.state.newest !== null && this.state.taken !== this.state.newest
  }

  /** Where this device keeps the program: looks for a newer one, now and every hour. */
  async watch(): Promise<void> {
    const registration = await registered()
    if (!registration) return
    registration.addEventListener('updatefound', () => this.#hear(registration.installing))
    // What the browser itself has begun to fetch is announced no more.
    this.#hear(registration.installing)
    clearInterval(this.#timer)
    this.#timer = setInterval(() => void look(registration), LOOK_EVERY)
    await this.ask()
    void look(registration)
  }

  /**
   * Asks when the newer worker is there. A message to the one before, while that is to make room, can keep it: the newer one
   * then waits, and every page that is opened waits with it.
   */
  #hear(next: ServiceWorker | null): void {
    next?.addEventListener('statechange', () => {
      if (next.state === 'activated') void this.ask()
    })
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async ask(): Promise<void> {
    const active = (await registered())?.active
    if (active) this.state = await tell(active, 'state')
  }

  /** From now on this device keeps the program: answers when all of it is there. False where it could not be kept. */
  async keep(): Promise<boolean> {
    if (!('serviceWorker' in navigator)) return false
    try {
      const registration = await navigator.serviceWorker.register(trusted(ADDRESS), {
        scope: SCOPE,
        type: 'module',
      })
      const { active } = (await isInstalled(registration)) ? registration : {}
      // One that was forgotten a moment ago and is still there has its files no more.
      if (!active || (await tell(active, 'keep')).taken === null) return false
      await this.watch()
      return true
    } catch {
      return false
    }
  }

  async forget(): Promise<void> {
    this.stop()
    this.state = null
    await (await registered())?.unregister()
    const names = 'caches' in globalThis ? await caches.keys() : []
    await Promise.all(names.filter((name) => name.startsWith(CACHES)).map((name) => caches.delete(name)))
  }

  /** The page that is open stays as it is until it is loaded anew. */
  async take(): Promise<void> {
    const active = (await registered())?.active
    if (active) this.state = await tell(active, 'take')
  }
}

const registered = async (): Promise<ServiceWorkerRegistration | undefined> =>
  'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration(SCOPE) : undefined

/** False where a file did not come, or the device has no room: the browser then drops the whole of it. */
const isInstalled = (registration: ServiceWorkerRegistration): Promise<boolean> =>
  new Promise((resolve) => {
    const first = registration.installing ?? registration.waiting
    if (registration.active !== null || first === null) return resolve(registration.active !== null)
    first.addEventListener('statechange', () => {
      if (first.state === 'activated' || first.state === 'redundant') resolve(first.state === 'activated')
    })
  })

/** Without a line there is nothing newer to find. */
const look = (registration: ServiceWorkerRegistration): Promise<unknown> =>
  registration.update().catch(() => undefined)

const tell = (to: ServiceWorker, message: 'state' | 'keep' | 'take'): Promise<ShellState> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', ({ data }: MessageEvent<ShellState>) => {
      port1.close()
      resolve(data)
    })
    port1.start()
    to.postMessage(message, [port2])
  })

const trusted = trustedAddresses('amparo-shell', [ADDRESS])
