import { describe, expect, it } from 'vitest'
import { HashQueue } from './hash-queue.ts'

/** A job that ends when it is told to. */
function job(): { readonly run: () => Promise<void>; end: () => void; isRunning: boolean } {
  const made = {
    isRunning: false,
    end: () => {},
    run: () => {
      made.isRunning = true
      return new Promise<void>((resolve) => {
        made.end = resolve
      })
    },
  }
  return made
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('HashQueue (R103)', () => {
  it('runs so many at a time, the others in their order', async () => {
    const queue = new HashQueue({ threads: 2, waiting: 5, patience: 1000 })
    const jobs = [job(), job(), job(), job()]
    const all = jobs.map(({ run }) => queue.run(run))
    await settled()
    expect(jobs.map(({ isRunning }) => isRunning)).toEqual([true, true, false, false])
    jobs[1]!.end()
    await settled()
    expect(jobs.map(({ isRunning }) => isRunning)).toEqual([true, true, true, false])
    for (const { end } of jobs) end()
    await settled()
    jobs[3]!.end()
    await Promise.all(all)
    expect(queue.isFull).toBe(false)
  })

  it('refuses at once what does not fit, and says when to come again', async () => {
    const queue = new HashQueue({ threads: 1, waiting: 1, patience: 1500 })
    const [first, second] = [job(), job()]
    const all = [queue.run(first.run), queue.run(second.run)]
    await settled()
    expect(queue.isFull).toBe(true)
    await expect(queue.run(job().run)).rejects.toMatchObject({
      code: 'unavailable',
      reason: 'password_queue_full',
      details: { retryAfter: 2 },
    })
    first.end()
    await settled()
    expect(queue.isFull).toBe(false)
    second.end()
    await Promise.all(all)
  })

  it('refuses what has waited for too long, and forgets it', async () => {
    const queue = new HashQueue({ threads: 1, waiting: 1, patience: 10 })
    const [first, late, next] = [job(), job(), job()]
    const running = queue.run(first.run)
    await expect(queue.run(late.run)).rejects.toMatchObject({ reason: 'password_queue_slow' })
    const waiting = queue.run(next.run)
    first.end()
    await running
    await settled()
    expect([late.isRunning, next.isRunning]).toEqual([false, true])
    next.end()
    await waiting
  })

  it('gives the place on when a job fails', async () => {
    const queue = new HashQueue({ threads: 1, waiting: 1, patience: 1000 })
    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await queue.run(() => Promise.resolve('yes'))).toBe('yes')
  })
})
