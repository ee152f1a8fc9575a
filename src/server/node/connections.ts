/**
 * Which connections of a server are at work and which only wait, so that a stop can tell them apart; and one
 * request of each at a time.
 *
 * Node counts a connection that has sent nothing yet as busy; browsers open such ones in advance, and a
 * stop would wait for them in vain. And it hands over all requests that have arrived, whether or not anybody
 * reads the answers to those before them.
 *
 * @module
 */
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Requests that may wait on one connection for those before them. Nobody who reads their answers sends so many
 * ahead, and what is answered first to somebody who reads none would be kept.
 */
const WAITING = 100

/** The connections of one server. */
export interface Connections {
  /**
   * Resolves when every request that came before on this connection is answered and gone, or the connection is;
   * `undefined` when there is none. One that has sent too many ahead is cut.
   */
  turn(socket: Socket): Promise<void> | undefined
  /** Closes those that wait now, and from now on each one after its answer. */
  drain(): void
}

interface Connection {
  readonly unfinished: Set<ServerResponse>
  /** Those that wait for their turn, in order. */
  readonly waiting: (() => void)[]
}

/** Follows the connections of a server from its first one on. */
export function trackConnections(server: Server): Connections {
  const connections = new Map<Socket, Connection>()
  let draining = false

  server.on('connection', (socket: Socket) => {
    const waiting: Connection['waiting'] = []
    connections.set(socket, { unfinished: new Set(), waiting })
    socket.once('close', () => {
      connections.delete(socket)
      for (const proceed of waiting.splice(0)) proceed()
    })
  })
  server.prependListener('request', ({ socket }, answer: ServerResponse) => {
    const connection = connections.get(socket)
    if (connection === undefined) return
    const { unfinished, waiting } = connection
    unfinished.add(answer)
    if (draining) announceEnd(answer)
    answer.once('close', () => {
      unfinished.delete(answer)
      if (draining && unfinished.size === 0) socket.destroySoon()
      waiting.shift()?.()
    })
  })

  return {
    turn(socket) {
      const { unfinished, waiting } = connections.get(socket) ?? {}
      if (unfinished === undefined || waiting === undefined || unfinished.size <= 1)
        return undefined
      if (waiting.length >= WAITING) socket.destroy()
      return new Promise((resolve) => waiting.push(resolve))
    },
    drain() {
      draining = true
      for (const [socket, { unfinished }] of connections) {
        if (unfinished.size === 0) socket.destroySoon()
        for (const answer of unfinished) announceEnd(answer)
      }
    },
  }
}

function announceEnd(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader('connection', 'close')
}
