/**
 * A sign-in kept ready, under a clock of the tests' own.
 */
import { describe, expect, it } from 'vitest'
import { GetCredentialCancellationException } from './get-exceptions.ts'
import { GetCredentialRequest, GetPublicKeyCredentialOption } from './get-request.ts'
import { GetCredentialResponse } from './get-response.ts'
import { PublicKeyCredential } from './credential.ts'
import { PendingGetCredentialHandle, PrepareGetCredentialResponse } from './prepare.ts'
import { keepPrepared, type PreparedPorts } from './prepared-sign-in.ts'

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A page whose clock stands still until told, a manager that counts, and a server that may be away. */
function world() {
  let time = 1_000_000
  let nextId = 0
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>()
  const page = {
    Date: { now: () => time },
    setTimeout: (run: () => void, delay: number) => {
      timers.set(++nextId, { at: time + delay, run })
      return nextId
    },
    clearTimeout: (id: number) => timers.delete(id),
  } as unknown as PreparedPorts
  const owner = {}
  const used: unknown[] = []
  const state = { sources: 0, isAway: false, isCancelled: false, errors: [] as unknown[] }
  const source = async () => {
    state.sources++
    if (state.isAway) throw new Error('away')
    const json = { challenge: `AAA${state.sources}`, timeout: 100_000 }
    return new GetCredentialRequest([new GetPublicKeyCredentialOption(json)])
  }
  const manager = {
    prepareGetCredential: async (request: GetCredentialRequest) => {
      const expires = time + 100_000
      return new PrepareGetCredentialResponse(
        new PendingGetCredentialHandle(request, { owner, expires }),
      )
    },
    getCredential: (handle: GetCredentialRequest | PendingGetCredentialHandle) => {
      const taken = 'take' in handle ? handle.take(owner, time) : handle
      used.push((taken as GetCredentialRequest).credentialOptions)
      return state.isCancelled
        ? Promise.reject(new GetCredentialCancellationException())
        : Promise.resolve(new GetCredentialResponse(new PublicKeyCredential('{}')))
    },
  }
  const controller = new AbortController()
  const prepared = keepPrepared(
    manager,
    source,
    { signal: controller.signal, onError: (error) => state.errors.push(error) },
    page,
  )
  return {
    state,
    prepared,
    used,
    timers,
    stop: () => controller.abort(),
    sleep: (milliseconds: number) => (time += milliseconds),
    pass: async (milliseconds: number) => {
      time += milliseconds
      for (const [id, { at, run }] of timers) {
        if (at > time) continue
        timers.delete(id)
        run()
      }
      await settled()
    },
  }
}

describe('a sign-in that is kept ready', () => {
  it('opens the selector before anything is awaited', async () => {
    const { prepared, used } = world()
    await prepared.ready
    expect(prepared.isReady).toBe(true)
    const answer = prepared.getCredential()
    expect(used).toHaveLength(1)
    await expect(answer).resolves.toBeInstanceOf(GetCredentialResponse)
  })

  it('waits for the options when the click comes too early', async () => {
    const { prepared, used, state } = world()
    expect(prepared.isReady).toBe(false)
    await prepared.getCredential()
    expect(used).toHaveLength(1)
    // One was under way, and one was fetched for the click.
    expect(state.sources).toBe(2)
  })

  it('is renewed before the challenge is too old', async () => {
    const { prepared, state, pass } = world()
    await prepared.ready
    await pass(79_000)
    expect(state.sources).toBe(1)
    await pass(1000)
    expect(state.sources).toBe(2)
    expect(prepared.isReady).toBe(true)
  })

  it('uses no challenge that grew too old while the machine slept', async () => {
    const { prepared, state, sleep, used } = world()
    await prepared.ready
    sleep(200_000)
    expect(prepared.isReady).toBe(false)
    await prepared.getCredential()
    expect(state.sources).toBe(2)
    expect(used).toHaveLength(1)
  })

  it('is ready again after a cancel, and fetches nothing after a pick', async () => {
    const { prepared, state } = world()
    await prepared.ready
    state.isCancelled = true
    await expect(prepared.getCredential()).rejects.toBeInstanceOf(
      GetCredentialCancellationException,
    )
    await settled()
    expect(prepared.isReady).toBe(true)
    expect(state.sources).toBe(2)
    state.isCancelled = false
    await prepared.getCredential()
    await settled()
    expect(prepared.isReady).toBe(false)
    expect(state.sources).toBe(2)
  })

  it('tries again with growing pauses while the server is away', async () => {
    const { prepared, state, pass } = world()
    await prepared.ready
    state.isAway = true
    await pass(80_000)
    expect(state.errors).toHaveLength(1)
    await pass(499)
    expect(state.sources).toBe(2)
    await pass(1)
    expect(state.sources).toBe(3)
    await pass(999)
    expect(state.sources).toBe(3)
    state.isAway = false
    await pass(1)
    expect(state.sources).toBe(4)
    expect(prepared.isReady).toBe(true)
  })

  it('tells a click what is wrong with the server', async () => {
    const { prepared, state, sleep } = world()
    await prepared.ready
    state.isAway = true
    sleep(200_000)
    await expect(prepared.getCredential()).rejects.toThrow('away')
  })

  it('is ready again by itself after a click that found the server away', async () => {
    const { prepared, state, sleep, pass } = world()
    await prepared.ready
    state.isAway = true
    sleep(200_000)
    await expect(prepared.getCredential()).rejects.toThrow('away')
    await settled()
    state.isAway = false
    await pass(500)
    expect(prepared.isReady).toBe(true)
  })

  it('ends with its signal', async () => {
    const { prepared, timers, stop, state } = world()
    await prepared.ready
    stop()
    expect(prepared.isReady).toBe(false)
    expect(timers.size).toBe(0)
    await settled()
    expect(state.sources).toBe(1)
  })
})
