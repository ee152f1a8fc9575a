/**
 * Fetching what an issuer publishes: small documents, soon, from where the operator said (security.md
 * R125). It is the one place from which the server calls out for federation.
 *
 * @module
 */

/** How long an issuer may take. Milliseconds. */
export const FETCH_TIMEOUT = 5000

/** Bytes of a document, after whatever compression. */
export const DOCUMENT_LIMIT = 65_536

/** Redirects that are followed, on the same origin only. */
const MAX_REDIRECTS = 2

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** What is asked of the network. */
export interface FetchRules {
  /** Allows plain `http` to this machine. */
  readonly insecureLoopback: boolean
}

/** Whether a URL may be fetched: `https`, no name or password in it, and `http` to this machine if allowed. */
export function isFetchable(text: string, { insecureLoopback }: FetchRules): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  if (protocol === 'https:') return true
  return insecureLoopback && protocol === 'http:' && LOOPBACK.test(hostname)
}

/**
 * Fetches a JSON object.
 *
 * @throws Error when there is none to be had, whatever the reason.
 */
export async function fetchDocument(url: string, rules: FetchRules): Promise<object> {
  // One limit for the head, the redirects and the body together.
  const signal = AbortSignal.timeout(FETCH_TIMEOUT)
  const answer = await follow(url, rules, signal)
  if (answer.status !== 200) {
    void answer.body?.cancel().catch(() => undefined)
    throw new Error(`the answer has status ${answer.status}`)
  }
  const bytes = await readLimited(answer)
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new Error('the answer is no JSON object')
}

async function follow(start: string, rules: FetchRules, signal: AbortSignal): Promise<Response> {
  let url = new URL(start)
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    if (!isFetchable(url.href, rules)) throw new Error('not to be fetched')
    const headers = { accept: 'application/json' }
    const answer = await fetch(url, { redirect: 'manual', signal, headers })
    const location = answer.headers.get('location')
    if (answer.status < 300 || answer.status > 399 || location === null) return answer
    void answer.body?.cancel().catch(() => undefined)
    const next = new URL(location, url)
    if (next.origin !== url.origin) throw new Error('redirected to another host')
    url = next
  }
  throw new Error('redirected too often')
}

/** Counts as it comes in: what the header says about the length is not believed. */
async function readLimited(answer: Response): Promise<Uint8Array> {
  const reader = answer.body?.getReader()
  if (reader === undefined) return new Uint8Array(0)
  const chunks: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (length > DOCUMENT_LIMIT) {
      reader.cancel().catch(() => undefined)
      throw new Error('the answer is too large')
    }
    chunks.push(next.value)
  }
  return Buffer.concat(chunks)
}
