/**
 * What is done beside the sign-ins of a page, and in their way.
 *
 * @module
 */
import { type CeremonySlot, NEXT } from './slot.ts'

/**
 * Does something in the page's one place for requests: whoever is there leaves first, and a request that
 * waits in autofill comes back as soon as it is done.
 */
export async function aside<T>(slot: CeremonySlot, act: () => Promise<T>): Promise<T> {
  let done: Promise<T> | undefined
  const run = async (): Promise<never> => {
    done = act()
    await done
    // Ended without a sign-in: autofill need not hold back.
    throw NEXT
  }
  await slot.take(run).catch((error: unknown) => {
    if (error !== NEXT) throw error
  })
  // Another request may have taken the place meanwhile; what was begun goes on all the same.
  return done!
}
