/**
 * A last answer that reaches a client which is still sending.
 *
 * Closing a socket that holds unread bytes resets the connection, and a reset takes the answer with it: the
 * client of a body that is too large would see a broken pipe instead of the 413.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How long unread bytes are thrown away after the answer, in milliseconds. */
const LINGER = 500

/** Closes the sending half first when the answer is out before the request is in. */
export function lingerAfter(incoming: IncomingMessage, outgoing: ServerResponse): void {
  // Before Node's own listener, which closes the socket after an answer that is the last one.
  outgoing.prependOnceListener('finish', () => {
    if (incoming.complete) return
    const { socket } = incoming
    socket.destroySoon = () => closeGently(socket, incoming)
  })
}

function closeGently(socket: Socket, incoming: IncomingMessage): void {
  socket.destroySoon = () => socket.destroy()
  socket.end()
  incoming.resume().once('end', () => socket.destroy())
  setTimeout(() => socket.destroy(), LINGER).unref()
}
