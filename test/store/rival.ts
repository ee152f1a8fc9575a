/** The other end of a {@link file://./contender.ts}: a process that owns a store on the same file. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Store } from '../../src/server/store/store.ts'
import type { Order, Reply } from './contender.ts'

/** A process with a store. */
export class Rival {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #number = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', ({ number, value, code }: Reply) => {
      const waiting = this.#waiting.get(number)
      this.#waiting.delete(number)
      if (code === undefined) waiting?.resolve(value)
      else waiting?.reject(Object.assign(new Error(code), { code }))
    })
  }

  /** Starts a process that is ready to open the database. */
  static async start(url: string): Promise<Rival> {
    const child = fork(join(import.meta.dirname, 'contender.ts'), [url], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    await once(child, 'message')
    return new Rival(child)
  }

  /** Opens the store there. */
  open(): Promise<void> {
    return this.#order('open', []) as Promise<void>
  }

  /** Runs one act of the store there. */
  act<Act extends keyof Store>(
    act: Act,
    ...values: Parameters<Store[Act]>
  ): ReturnType<Store[Act]> {
    return this.#order(act, values) as ReturnType<Store[Act]>
  }

  /** Ends the process as a power cut would, without a chance to say anything. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  #order(act: Order['act'], values: readonly unknown[]): Promise<unknown> {
    const number = this.#number++
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(number, waiting)
    this.#child.send({ number, act, values } satisfies Order)
    return waiting.promise
  }
}
