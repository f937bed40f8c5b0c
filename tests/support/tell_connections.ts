/** Loaded into a server before all else: writes down whatever it connects to, sends to or asks the name of. */
import { Socket as Datagrams } from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'

type Act = (...given: unknown[]) => unknown

const tell = (what: unknown): void => void process.stderr.write(`\nreaches ${String(what)}\n`)

/** `act` in this object goes on as before, and what it was given is told first. */
const watch = (object: object, act: string, told: (given: readonly unknown[]) => unknown): void => {
  const before = Reflect.get(object, act) as Act
  const watched = function (this: unknown, ...given: unknown[]): unknown {
    tell(told(given))
    return Reflect.apply(before, this, given)
  }
  Reflect.set(object, act, watched)
}

watch(Socket.prototype, 'connect', (given) => {
  const [first] = given.flat() as readonly unknown[]
  if (typeof first !== 'object' || first === null) return first
  const { path, host, port } = first as { path?: string; host?: string; port?: number }
  return path ?? `${host}:${port}`
})
watch(Datagrams.prototype, 'send', () => 'a datagram')
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse'])
  for (const names of [dns, dns.promises]) watch(names, name, ([asked]) => `the name ${String(asked)}`)
syncBuiltinESMExports()
