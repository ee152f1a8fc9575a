/**
 * The thread in which WebAssembly hashes passwords where nothing faster is there. Started with the first
 * hash; it never keeps the process alive.
 *
 * @module
 */
import { Worker } from 'node:worker_threads'
import type { Argon2id } from './argon2.ts'

/** What the thread is asked. */
export interface Argon2Order {
  readonly id: number
  readonly message: Uint8Array
  readonly salt: Uint8Array
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** What it answers. */
export interface Argon2Answer {
  readonly id: number
  /** Absent when it failed, which takes a machine without memory. */
  readonly hash?: Uint8Array
}

interface Waiting {
  readonly resolve: (hash: Uint8Array) => void
  readonly reject: (error: unknown) => void
}

/** Gets a thread ready. */
export function startArgon2Thread(): {
  readonly argon2id: Argon2id
  readonly close: () => Promise<void>
} {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let count = 0

  function start(): Worker {
    // Sources run as they are; what is published has been compiled.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
    const file = new URL(`./argon2-worker.${extension}`, import.meta.url)
    // Not with the flags of the process: some of them no thread starts with.
    const thread = new Worker(file, { execArgv: [] })
    thread.on('message', ({ id, hash }: Argon2Answer) => {
      const asked = waiting.get(id)
      waiting.delete(id)
      if (hash === undefined) asked?.reject(new Error('argon2id failed'))
      else asked?.resolve(hash)
    })
    thread.on('error', (error) => end(error))
    thread.on('exit', () => end(new Error('the thread ended')))
    // After its listeners: the first of them would take that back.
    thread.unref()
    return thread
  }

  function end(error: unknown): void {
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  return {
    argon2id: (message, salt, parameters) =>
      new Promise((resolve, reject) => {
        worker ??= start()
        count += 1
        waiting.set(count, { resolve, reject })
        const order: Argon2Order = { id: count, message, salt, ...parameters }
        // oxlint-disable-next-line require-post-message-target-origin -- a thread has no origin
        worker.postMessage(order)
      }),
    async close() {
      await worker?.terminate()
    },
  }
}
