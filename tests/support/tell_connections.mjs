/** Loaded into a server before all else: writes down whatever it connects to, sends to or asks the name of. */
import { Socket as Datagrams } from 'node:dgram'
import dns from 'node:dns'
import { Socket } from 'node:net'
import { syncBuiltinESMExports } from 'node:module'

const tell = (what) => process.stderr.write(`\nreaches ${what}\n`)

const { connect } = Socket.prototype
Socket.prototype.connect = function (...given) {
  const [first] = given.flat()
  const to =
    typeof first === 'object' && first !== null ? (first.path ?? `${first.host}:${first.port}`) : first
  tell(to)
  return connect.apply(this, given)
}
const { send } = Datagrams.prototype
Datagrams.prototype.send = function (...given) {
  tell('a datagram')
  return send.apply(this, given)
}
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse']) {
  for (const of of [dns, dns.promises]) {
    const asked = of[name]
    of[name] = (...given) => {
      tell(`the name ${given[0]}`)
      return asked.apply(of, given)
    }
  }
}
syncBuiltinESMExports()
