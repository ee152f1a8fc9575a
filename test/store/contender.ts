/**
 * A store in a process of its own. Opens the database named by its argument when told to `open`, then runs
 * every act it is sent, and answers each by its number.
 */
import { openStore } from '../../src/server/store/open-store.ts'
import type { Store } from '../../src/server/store/store.ts'

/** An act for a store: a method's name and its arguments. */
export interface Order {
  readonly number: number
  readonly act: keyof Store | 'open'
  readonly values: readonly unknown[]
}

/** How an act ended. */
export interface Reply {
  readonly number: number
  readonly value?: unknown
  readonly code?: string
}

let store: Store | undefined

async function obey({ act, values }: Order): Promise<unknown> {
  if (act === 'open') {
    // The records of the tests are from an instant of their own.
    store = await openStore(process.argv[2]!, { clock: 'caller' })
    return undefined
  }
  const method = store![act] as (...given: readonly unknown[]) => Promise<unknown>
  return method(...values)
}

process.on('message', (order: Order) => {
  const { number } = order
  obey(order).then(
    (value) => process.send!({ number, value } satisfies Reply),
    (error: unknown) =>
      process.send!({
        number,
        code: error instanceof Error && 'code' in error ? String(error.code) : String(error),
      } satisfies Reply),
  )
})
// Whoever started it may be gone by the time there is an answer.
process.on('error', () => process.exit(1))
process.on('disconnect', () => process.exit(0))
process.send!('ready')
