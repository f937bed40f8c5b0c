/**
 * Places of guests. When all are taken, whoever rests longest (has asked nothing yet, or nothing since the last answer)
 * gives way to whoever comes: a crowd that holds connections and says nothing shuts nobody out. Who is being answered stays.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export const limitPlaces = (server: Server, most: number): void => {
  const resting = new Set<Socket>()
  let taken = 0
  server.on('connection', (socket: Socket) => {
    taken += 1
    resting.add(socket)
    socket.once('close', () => {
      taken -= 1
      resting.delete(socket)
    })
    if (taken > most) for (const longest of resting) return void longest.destroy()
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    resting.delete(socket)
    response.once('close', () => {
      if (!socket.destroyed) resting.add(socket)
    })
  })
}
