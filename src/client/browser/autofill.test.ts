/**
 * What no browser can be steered into: time, sleep, tabs in the background, races. The page and its
 * clock are made by hand; the real thing is in `test/client-browser`.
 */
import { describe, expect, it } from 'vitest'
import {
  GetCredentialRequest,
  GetPublicKeyCredentialOption,
  PendingGetCredentialRequest,
  type AttachOptions,
  type GetCredentialResponse,
} from '../index.ts'
import type { BrowserPage } from './page.ts'
import { browserPlatform } from './platform.ts'
import { CeremonySlot } from './slot.ts'

const requestOf = (timeout: unknown = 100_000) =>
  new GetCredentialRequest([
    new GetPublicKeyCredentialOption(JSON.stringify({ challenge: 'AAAA', timeout })),
  ])

/** A request the browser was asked: the test ends it. */
interface Asked {
  readonly mediation: string
  readonly answer: (value: unknown) => void
  readonly fail: (name: string) => void
}

/** A page whose clock stands still until told, and whose browser answers when told. */
class Page extends EventTarget {
  #time = 1_000_000
  #timers = new Map<number, { readonly at: number; readonly run: () => void }>()
  readonly asked: Asked[] = []
  readonly sources: ((request?: GetCredentialRequest) => void)[] = []
  readonly errors: unknown[] = []
  /** Whether the browser is busy with a request. */
  get pending(): boolean {
    return this.#pending > 0
  }
  #pending = 0

  readonly document = Object.assign(new EventTarget(), { hidden: false, hasFocus: () => true })
  readonly Date = { now: () => this.#time }
  readonly PublicKeyCredential = { isConditionalMediationAvailable: () => Promise.resolve(true) }
  readonly navigator = {
    credentials: { get: (options: CredentialRequestOptions) => this.#get(options) },
  }
  readonly reportError = (error: unknown) => this.errors.push(error)
  readonly setTimeout = (run: () => void, delay: number) => {
    const id = this.#timers.size + 1
    // As a browser does: a delay that does not fit is no delay.
    this.#timers.set(id, { at: this.#time + (delay > 2 ** 31 - 1 ? 0 : delay), run })
    return id
  }
  readonly clearTimeout = (id: number) => this.#timers.delete(id)
  /** How many timers run. */
  get timers(): number {
    return this.#timers.size
  }

  #get({ mediation, signal }: CredentialRequestOptions): Promise<unknown> {
    this.#pending++
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason))
      const fail = (name: string) => reject(new DOMException('', name))
      this.asked.push({ mediation: mediation ?? 'modal', answer: resolve, fail })
    }).finally(() => this.#pending--)
  }

  /** Lets the clock run, and the timers with it. */
  async pass(milliseconds: number): Promise<void> {
    this.sleep(milliseconds)
    for (const [id, { at, run }] of this.#timers) {
      if (at > this.#time) continue
      this.#timers.delete(id)
      run()
    }
    await settled()
  }

  /** Lets the clock run while no timer does, as when a laptop is closed. */
  sleep(milliseconds: number): void {
    this.#time += milliseconds
  }

  async show(shown: 'hidden' | 'visible'): Promise<void> {
    this.document.hidden = shown === 'hidden'
    this.document.dispatchEvent(new Event('visibilitychange'))
    await settled()
  }

  readonly platform = browserPlatform(this as unknown as BrowserPage, new CeremonySlot())

  /** Attaches a request; its source answers at once, or when the test says so. */
  async attach({
    timeout,
    slow,
    callback = () => {},
    ...options
  }: AttachOptions & {
    readonly timeout?: unknown
    readonly slow?: true
    readonly callback?: (response: GetCredentialResponse) => Promise<void> | void
  } = {}): Promise<{ readonly ended: Promise<string> }> {
    const source = () =>
      new Promise<GetCredentialRequest>((resolve) => {
        this.sources.push((request = requestOf(timeout)) => resolve(request))
        if (!slow) resolve(requestOf(timeout))
      })
    const pending = new PendingGetCredentialRequest(source, callback)
    const ended = this.platform
      .attachPendingGetCredentialRequest(pending, options)
      .then(() => 'detached', String)
    await settled()
    return { ended }
  }

  /** Opens a dialog. */
  modal(): Promise<unknown> {
    return this.platform.getCredential(requestOf()).catch((error: Error) => error.name)
  }
}

const PASSKEY = { type: 'public-key', toJSON: () => ({ id: 'AAAA' }) }
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('the challenge', () => {
  it.each([
    ['the request says', 100_000, 80_000],
    ['L3 recommends, when the request says nothing', undefined, 240_000],
    ['L3 recommends, when the request says nonsense', 'soon', 240_000],
    ['L3 recommends, when the request says 0', 0, 240_000],
    ['a quarter of a second, when the request says less', -5, 250],
  ])('is renewed at four fifths of what %s', async (_, timeout, renewal) => {
    const page = new Page()
    await page.attach({ timeout: timeout ?? null })
    await page.pass(renewal - 1)
    expect(page.sources).toHaveLength(1)
    await page.pass(1)
    expect(page.sources).toHaveLength(2)
    expect(page.asked.map(({ mediation }) => mediation)).toEqual(['conditional', 'conditional'])
  })

  it('may live longer than a timer can count', async () => {
    const page = new Page()
    await page.attach({ timeout: 1e15 })
    await page.pass(1000)
    expect(page.sources).toHaveLength(1)
  })

  it('is renewed when a sleeping machine wakes, whatever its timers think', async () => {
    const page = new Page()
    await page.attach()
    page.sleep(3_600_000)
    await page.show('visible')
    expect(page.sources).toHaveLength(2)
  })

  it('is not renewed for a tab in the background, but as soon as it is seen again', async () => {
    const page = new Page()
    await page.attach()
    await page.show('hidden')
    await page.pass(3_600_000)
    expect(page.sources).toHaveLength(1)
    await page.show('visible')
    expect(page.sources).toHaveLength(2)
    expect(page.asked).toHaveLength(2)
  })

  it('is not fetched for a tab that nobody has seen yet', async () => {
    const page = new Page()
    page.document.hidden = true
    await page.attach()
    expect(page.sources).toHaveLength(0)
    await page.show('visible')
    expect(page.asked).toHaveLength(1)
  })

  it('is not renewed while a dialog is open', async () => {
    const page = new Page()
    await page.attach()
    void page.modal()
    await page.pass(3_600_000)
    expect(page.sources).toHaveLength(1)
    page.asked[1]!.fail('NotAllowedError')
    await settled()
    expect(page.sources).toHaveLength(2)
  })
})

describe('beside a dialog', () => {
  it('stays away for ten seconds when it was answered', async () => {
    const page = new Page()
    await page.attach()
    void page.modal()
    page.asked[1]!.answer(PASSKEY)
    await settled()
    await page.pass(9_999)
    expect(page.sources).toHaveLength(1)
    await page.pass(1)
    expect(page.asked.at(-1)!.mediation).toBe('conditional')
  })

  it('drops options that arrive while it is open, and fetches new ones after', async () => {
    const page = new Page()
    await page.attach({ slow: true })
    const modal = page.modal()
    page.sources[0]!()
    await settled()
    expect(page.asked.map(({ mediation }) => mediation)).toEqual(['modal'])
    page.asked[0]!.fail('NotAllowedError')
    expect(await modal).toBe('GetCredentialCancellationException')
    await settled()
    expect(page.sources).toHaveLength(2)
  })

  it('waits for a dialog that was there first', async () => {
    const page = new Page()
    void page.modal()
    await page.attach()
    expect(page.sources).toHaveLength(0)
    page.asked[0]!.fail('NotAllowedError')
    await settled()
    expect(page.asked).toHaveLength(2)
  })
})

describe('a browser with nothing to offer', () => {
  it.each(['NotAllowedError', 'OperationError', 'AbortError'])(
    'and %s for it, is asked again when the challenge is due',
    async (name) => {
      const page = new Page()
      await page.attach()
      page.asked[0]!.fail(name)
      await page.pass(79_999)
      expect(page.sources).toHaveLength(1)
      await page.pass(1)
      expect(page.sources).toHaveLength(2)
    },
  )
})

describe('a failing sign-in', () => {
  it('is tried again after pauses that double, up to the life of a challenge', async () => {
    const page = new Page()
    await page.attach({ timeout: 1000, callback: () => Promise.reject(new Error('refused')) })
    const pauses = []
    for (let round = 0; round < 4; round++) {
      page.asked.at(-1)!.answer(PASSKEY)
      await settled()
      const before = page.asked.length
      let pause = 0
      for (; page.asked.length === before; pause += 50) await page.pass(50)
      pauses.push(pause)
    }
    expect(pauses).toEqual([250, 500, 800, 800])
    expect(page.errors).toHaveLength(4)
  })

  it('is told to whoever wants to know, in place of the page', async () => {
    const page = new Page()
    const errors: unknown[] = []
    const refused = new Error('refused')
    const callback = () => Promise.reject(refused)
    await page.attach({ callback, onError: (error) => errors.push(error) })
    page.asked[0]!.answer(PASSKEY)
    await settled()
    expect(errors).toEqual([refused])
    expect(page.errors).toEqual([])
  })
})

describe('taking it off the page', () => {
  it('ends what the browser is asked', async () => {
    const page = new Page()
    const controller = new AbortController()
    const { ended } = await page.attach({ signal: controller.signal })
    expect(page.pending).toBe(true)
    controller.abort('bye')
    expect(await ended).toBe('detached')
    await settled()
    expect(page.pending).toBe(false)
    expect(page.timers).toBe(0)
    await page.pass(3_600_000)
    expect(page.sources).toHaveLength(1)
  })

  it('does not wait for a source that hangs, and asks nothing when it comes', async () => {
    const page = new Page()
    const controller = new AbortController()
    const { ended } = await page.attach({ slow: true, signal: controller.signal })
    controller.abort()
    expect(await ended).toBe('detached')
    page.sources[0]!()
    await settled()
    expect(page.asked).toEqual([])
  })

  it('does not report the source that it cut short', async () => {
    const page = new Page()
    const controller = new AbortController()
    const pending = new PendingGetCredentialRequest(
      () =>
        new Promise((_, reject) => {
          controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
        }),
      () => {},
    )
    const attached = page.platform.attachPendingGetCredentialRequest(pending, {
      signal: controller.signal,
    })
    await settled()
    controller.abort(new Error('navigated'))
    await attached
    await settled()
    expect(page.errors).toEqual([])
  })
})

describe('a page that goes away', () => {
  it('lets go of the browser, and fetches nothing until it is back', async () => {
    const page = new Page()
    await page.attach()
    page.dispatchEvent(new Event('pagehide'))
    await page.pass(3_600_000)
    await page.show('visible')
    expect(page.pending).toBe(false)
    expect(page.sources).toHaveLength(1)
    page.dispatchEvent(new Event('pageshow'))
    await settled()
    expect(page.asked).toHaveLength(2)
  })

  it('drops options that arrive while it is away', async () => {
    const page = new Page()
    await page.attach({ slow: true })
    page.dispatchEvent(new Event('pagehide'))
    page.sources[0]!()
    await settled()
    expect(page.asked).toHaveLength(0)
    page.dispatchEvent(new Event('pageshow'))
    await settled()
    expect(page.sources).toHaveLength(2)
  })
})
