/**
 * Request bodies: so many bytes, of that type, in that encoding, and JSON (security.md R6, R9, R10).
 *
 * @module
 */
import { Refusal } from '../refusal.ts'
import type { RequestHeaders } from './exchange.ts'

/** Nesting a body may have. */
const MAX_DEPTH = 16

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a body, counting as it comes in: what the header says about its length is believed only when it
 * says "too long".
 *
 * @throws {@link Refusal} with `body_too_large`.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > limit) throw tooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  if (reader === undefined) return new Uint8Array(0)
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length
      if (length > limit) throw tooLarge()
      chunks.push(next.value)
    }
  } catch (error) {
    // Without waiting: a stream that has just failed or is still being fed need not answer.
    reader.cancel().catch(() => undefined)
    if (error instanceof Refusal) throw error
    throw new Refusal('malformed_json', 'body_cut_short', { cause: error })
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/**
 * Checks what kind of body it is.
 *
 * @throws {@link Refusal} with `unsupported_media_type`.
 */
export function checkMediaType(headers: RequestHeaders, body: 'json' | 'none'): void {
  if (headers.has('content-encoding')) {
    throw new Refusal('unsupported_media_type', 'content_encoding')
  }
  if (body === 'none') return
  const type = headers.get('content-type') ?? ''
  if (/^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(type)) return
  throw new Refusal('unsupported_media_type', 'content_type')
}

/**
 * Parses a body.
 *
 * @throws {@link Refusal} with `malformed_json`, or `invalid_request` when it is JSON but no object.
 */
export function parseJson(bytes: Uint8Array): object {
  let value: unknown
  try {
    // A byte order mark stays in the text, and there it is no JSON.
    value = JSON.parse(UTF8.decode(bytes))
  } catch (cause) {
    throw new Refusal('malformed_json', 'json_malformed', { cause })
  }
  if (isDeeperThan(value, MAX_DEPTH)) throw new Refusal('malformed_json', 'json_too_deep')
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  const errors = [{ pointer: '', code: 'wrong_type' as const }]
  throw new Refusal('invalid_request', 'json_no_object', { errors })
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1))
}

function tooLarge(): Refusal {
  return new Refusal('body_too_large')
}
