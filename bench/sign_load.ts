/** Supporters who sign over so many connections, in a process of their own; tells what was accepted and how long it took. */
import { connect } from 'node:net'

const [port = '', host = '', path = '', connections = '', seconds = '', first = ''] = process.argv.slice(2)
const end = performance.now() + Number(seconds) * 1000
const times: number[] = []
let [accepted, others, number] = [0, 0, Number(first)]

/** A person whom nobody has seen, at one of two thousand domains. */
const request = (): string => {
  const person = (number++).toString(36)
  const body = `name=Ana+Lopez+${person}&mail=ana.${person}%40d${number % 2000}.example&country=CO&message=&follow=1`
  return (
    `POST ${path} HTTP/1.1\r\nhost: ${host}\r\norigin: http://${host}\r\n` +
    `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  )
}

const sign = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.setNoDelay(true)
    let begun = 0
    const next = (): void => {
      if (performance.now() >= end) return void socket.end()
      begun = performance.now()
      socket.write(request())
    }
    socket.once('connect', next)
    // Answers have no body: each ends with its head.
    socket.on('data', (part: Buffer) => {
      if (!part.includes('\r\n\r\n')) return
      if (part.toString('latin1', 9, 12) === '303') {
        accepted++
        times.push(performance.now() - begun)
      } else others++
      next()
    })
    socket.once('error', reject)
    socket.once('close', () => resolve())
  })

const begun = performance.now()
await Promise.all(Array.from({ length: Number(connections) }, sign))
const took = (performance.now() - begun) / 1000
times.sort((a, b) => a - b)
const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
process.stdout.write(
  JSON.stringify({ accepted, others, perSecond: accepted / took, median: at(0.5), p99: at(0.99), number }),
)
