/**
 * Which connections of a server are at work and which only wait, so that a stop can tell them apart.
 *
 * Node counts a connection that has sent nothing yet as busy; browsers open such ones in advance, and a
 * stop would wait for them in vain.
 *
 * @module
 */
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of one server. */
export interface Connections {
  /** Closes those that wait now, and from now on each one after its answer. */
  drain(): void
}

/** Follows the connections of a server from its first one on. */
export function trackConnections(server: Server): Connections {
  const answers = new Map<Socket, Set<ServerResponse>>()
  let draining = false

  server.on('connection', (socket: Socket) => {
    answers.set(socket, new Set())
    socket.once('close', () => answers.delete(socket))
  })
  server.prependListener('request', ({ socket }, answer: ServerResponse) => {
    const unfinished = answers.get(socket)
    if (unfinished === undefined) return
    unfinished.add(answer)
    if (draining) announceEnd(answer)
    answer.once('close', () => {
      unfinished.delete(answer)
      if (draining && unfinished.size === 0) socket.destroySoon()
    })
  })

  return {
    drain() {
      draining = true
      for (const [socket, unfinished] of answers) {
        if (unfinished.size === 0) socket.destroySoon()
        for (const answer of unfinished) announceEnd(answer)
      }
    },
  }
}

function announceEnd(answer: ServerResponse): void {
  if (!answer.headersSent) answer.setHeader('connection', 'close')
}
