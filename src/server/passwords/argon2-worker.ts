/**
 * Runs in a thread of its own: argon2id in WebAssembly, one order after the other.
 *
 * @module
 */
import { parentPort } from 'node:worker_threads'
import { argon2id } from 'hash-wasm'
import type { Argon2Answer, Argon2Order } from './argon2-thread.ts'

parentPort?.on('message', (order: Argon2Order) => {
  void reply(order)
})

async function reply(order: Argon2Order): Promise<void> {
  // oxlint-disable-next-line require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(await answer(order))
}

async function answer(order: Argon2Order): Promise<Argon2Answer> {
  const { id, message, salt, memory, passes, parallelism } = order
  try {
    const hash = await argon2id({
      password: message,
      salt,
      memorySize: memory,
      iterations: passes,
      parallelism,
      hashLength: 32,
      outputType: 'binary',
    })
    return { id, hash }
  } catch {
    return { id }
  }
}
