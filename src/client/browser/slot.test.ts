import { describe, expect, it } from 'vitest'
import { GetCredentialInterruptedException } from '../get-exceptions.ts'
import { CeremonySlot } from './slot.ts'

const interrupted = () => new Error('replaced')
const settled = () => new Promise((resolve) => setTimeout(resolve))

/** A request that ends only when the test says so, whatever its signal says. */
function deaf() {
  let end: (error: unknown) => void = () => {}
  const request = new Promise<never>((_, reject) => (end = reject))
  return { start: () => request, end }
}

describe('CeremonySlot', () => {
  it('starts before it returns: a click is over after the first wait', () => {
    let started = false
    void new CeremonySlot().take(async () => {
      started = true
    }, interrupted)
    expect(started).toBe(true)
  })

  it('starts the newcomer before it returns, though somebody has to leave first', () => {
    const slot = new CeremonySlot()
    const order: string[] = []
    void slot
      .take((signal) => {
        signal.addEventListener('abort', () => order.push('left'))
        return new Promise(() => {})
      }, interrupted)
      .catch(() => {})
    void slot.take(async () => order.push('came'), interrupted)
    expect(order).toEqual(['left', 'came'])
  })

  it('tells the one who leaves why', async () => {
    const slot = new CeremonySlot()
    const first = slot.take(deaf().start, interrupted)
    void slot.take(async () => 1, interrupted)
    await expect(first).rejects.toThrow('replaced')
  })

  it('waits, once, for an engine that holds on to the request it aborted', async () => {
    const slot = new CeremonySlot()
    const slow = deaf()
    void slot.take(slow.start, interrupted).catch(() => {})
    let busy = true
    let tries = 0
    const second = slot.take(async () => {
      tries++
      if (busy) throw new GetCredentialInterruptedException('a request is pending')
      return 'served'
    }, interrupted)
    await settled()
    expect(tries).toBe(1)
    busy = false
    slow.end(new Error('aborted at last'))
    expect(await second).toBe('served')
    expect(tries).toBe(2)
  })

  it.each([
    ['nobody was asked to leave', 0],
    ['it is busy again', 1],
  ])('hands on what a busy browser says when %s', async (_, predecessors) => {
    const slot = new CeremonySlot()
    const slow = deaf()
    if (predecessors) void slot.take(slow.start, interrupted).catch(() => {})
    let tries = 0
    const call = slot.take(() => {
      tries++
      return Promise.reject(new GetCredentialInterruptedException('busy'))
    }, interrupted)
    if (predecessors) slow.end(new Error('aborted'))
    await expect(call).rejects.toThrow('busy')
    expect(tries).toBe(1 + predecessors)
  })

  it('does not start again for a caller who left while waiting', async () => {
    const slot = new CeremonySlot()
    const slow = deaf()
    void slot.take(slow.start, interrupted).catch(() => {})
    const controller = new AbortController()
    let tries = 0
    const call = slot.take(
      () => {
        tries++
        return Promise.reject(new GetCredentialInterruptedException('busy'))
      },
      interrupted,
      controller.signal,
    )
    await settled()
    controller.abort('enough')
    await expect(call).rejects.toBe('enough')
    slow.end(new Error('aborted'))
    await settled()
    expect(tries).toBe(1)
  })

  it("rejects with the caller's reason, whatever the engine makes of it", async () => {
    const controller = new AbortController()
    const call = new CeremonySlot().take(
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
        }),
      interrupted,
      controller.signal,
    )
    controller.abort('mine')
    await expect(call).rejects.toBe('mine')
  })

  it('says how the last one ended, once it is free', async () => {
    const slot = new CeremonySlot()
    expect(await slot.free()).toBe(false)
    const slow = deaf()
    void slot.take(slow.start, interrupted).catch(() => {})
    const free = slot.free()
    expect(slot.occupant).toMatchObject({ isModal: true })
    await slot.take(async () => 1, interrupted)
    expect(await free).toBe(true)
    expect(slot.occupant).toBeUndefined()
  })

  it("lets go of the caller's signal", async () => {
    const controller = new AbortController()
    let own: AbortSignal | undefined
    await new CeremonySlot().take(
      async (signal) => {
        own = signal
      },
      interrupted,
      controller.signal,
    )
    const { reason } = own!
    controller.abort('later')
    expect(own!.reason).toBe(reason)
  })
})
