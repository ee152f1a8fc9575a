import { describe, expect, it } from 'vitest'
import { ChallengeClock } from './clock.ts'

function clockAt(start: number) {
  const time = { wall: start, monotonic: 0 }
  const clock = new ChallengeClock({ wall: () => time.wall, monotonic: () => time.monotonic })
  return { time, clock }
}

describe('ChallengeClock (R25)', () => {
  it('follows the wall clock', () => {
    const { time, clock } = clockAt(1000)
    time.wall = 5000
    time.monotonic = 4000
    expect(clock.now()).toBe(5000)
  })

  it('goes on by the monotonic clock when the wall clock is set back', () => {
    const { time, clock } = clockAt(1_000_000)
    time.wall = 0
    time.monotonic = 250.7
    expect(clock.now()).toBe(1_000_250)
  })

  it('never goes back, even if the monotonic clock did', () => {
    const { time, clock } = clockAt(1000)
    time.monotonic = -500
    expect(clock.now()).toBe(1000)
  })

  it('starts no earlier than the floor of its keys', () => {
    const { clock } = clockAt(1000)
    clock.raise(9000)
    expect(clock.now()).toBe(9000)
    clock.raise(10)
    expect(clock.now()).toBe(9000)
  })

  it('is astray when the wall clock is ten minutes behind, and stays so', () => {
    const { time, clock } = clockAt(1_000_000)
    time.wall = 1_000_000 - 600_000
    expect(clock.astray).toBe(false)
    time.wall -= 1
    expect(clock.astray).toBe(true)
    time.wall = 2_000_000
    expect(clock.astray).toBe(true)
  })
})
