import { describe, expect, it } from 'vitest'
import { Errands } from './errands.ts'

describe('errands', () => {
  it('are done in order, and do not begin before the caller goes on', async () => {
    const done: number[] = []
    const errands = new Errands(() => undefined)
    errands.add(async () => void done.push(1))
    errands.add(async () => void done.push(2))
    await Promise.resolve()
    expect(done).toEqual([])
    await errands.drain()
    expect(done).toEqual([1, 2])
  })

  it('go on after one that failed, and say so', async () => {
    const failures: unknown[] = []
    const errands = new Errands((error) => failures.push(error))
    let done = false
    errands.add(() => Promise.reject(new Error('no')))
    errands.add(async () => void (done = true))
    await errands.drain()
    expect(failures).toHaveLength(1)
    expect(done).toBe(true)
  })

  it('are refused when there are too many (R149)', async () => {
    const errands = new Errands(() => undefined, { capacity: 2 })
    expect([1, 2, 3].map(() => errands.add(async () => undefined))).toEqual([true, true, false])
    await errands.drain()
    expect(errands.add(async () => undefined)).toBe(true)
  })

  it('drain together with what they add', async () => {
    const errands = new Errands(() => undefined)
    let inner = false
    errands.add(async () => {
      errands.add(async () => void (inner = true))
    })
    await errands.drain()
    expect(inner).toBe(true)
  })
})
