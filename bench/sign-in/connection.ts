/**
 * One kept-alive HTTP/1.1 connection, with just enough of a parser for answers that have a length: the
 * client must cost less than the server it measures.
 *
 * @module
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** An answer, as far as a sign-in needs it. */
export interface Answer {
  readonly status: number
  /** `name=value` pairs of all cookies that were set, as they go back. */
  readonly cookies: readonly string[]
  readonly body: string
}

/** A connection that carries one request at a time. */
export class Connection {
  readonly #socket: Socket
  #received = ''
  #waiting: PromiseWithResolvers<Answer> | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true).setEncoding('latin1')
    socket.on('data', (chunk: string) => this.#read(chunk))
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed a connection')))
    socket.on('error', (error) => this.#waiting?.reject(error))
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return new Connection(socket)
  }

  /** Sends a POST as Chrome would from a page of the site. */
  post(path: string, body: string, { origin, cookie }: Sender): Promise<Answer> {
    this.#waiting = Promise.withResolvers<Answer>()
    if (this.#socket.closed) this.#waiting.reject(new Error('the connection is closed'))
    this.#socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nConnection: keep-alive\r\n` +
        `Content-Length: ${body.length}\r\nContent-Type: application/json\r\nAccept: */*\r\n` +
        `${BROWSER}Origin: ${origin}\r\n${cookie === '' ? '' : `Cookie: ${cookie}\r\n`}\r\n${body}`,
    )
    return this.#waiting.promise
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #read(chunk: string): void {
    this.#received += chunk
    const end = this.#received.indexOf('\r\n\r\n')
    if (end === -1) return
    const head = this.#received.slice(0, end)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
    const body = this.#received.slice(end + 4)
    if (Number.isNaN(length)) {
      this.#waiting?.reject(new Error(`an answer without a length: ${head}`))
      return
    }
    if (body.length < length) return
    this.#received = ''
    const cookies = [...head.matchAll(/\r\nset-cookie: ([^;\r]+)/gi)].map(([, pair]) => pair!)
    this.#waiting?.resolve({ status: Number(head.slice(9, 12)), cookies, body })
  }
}

/** Who sends a request. */
export interface Sender {
  readonly origin: string
  /** The `Cookie` header, or an empty text. */
  readonly cookie: string
}

const BROWSER =
  'Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n' +
  'User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/140.0.0.0 Safari/537.36\r\nAccept-Encoding: gzip, deflate, br\r\n' +
  'Accept-Language: en-GB,en;q=0.9\r\n'
