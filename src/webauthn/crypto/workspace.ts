/**
 * Where the bytes of one assertion stand while it is verified.
 *
 * With a synchronous crypto library one assertion is done before the next begins, so all of them can use the same memory;
 * that saves a third of what is spent beside the signature check. With any other library each gets its own.
 *
 * @module
 */
import { decodeBase64url, decodeBase64urlInto } from '../../bytes/base64url.ts'
import { concatBytes } from '../../bytes/concat.ts'
import type { Awaitable } from './engine.ts'

/** What an assertion is decoded into. Whatever it gives is good until the next assertion is decoded. */
export interface Workspace {
  /** Each throws a BytesError when the text is not base64url. */
  readonly decode: Readonly<Record<AssertionMember, (text: string) => Uint8Array>>
  /** What was signed: authenticator data, then SHA-256 of the client data. Both as `decode` gave them. */
  signedData(authenticatorData: Uint8Array, clientDataJSON: Uint8Array): Awaitable<Uint8Array>
}

/** The members of an assertion that are bytes. */
export type AssertionMember = 'clientDataJSON' | 'authenticatorData' | 'signature'

/** A workspace of new memory for every assertion. */
export function freshWorkspace(sha256: (data: Uint8Array) => Promise<Uint8Array>): Workspace {
  return {
    decode: {
      clientDataJSON: decodeBase64url,
      authenticatorData: decodeBase64url,
      signature: decodeBase64url,
    },
    signedData: async (authenticatorData, clientDataJSON) =>
      concatBytes(authenticatorData, await sha256(clientDataJSON)),
  }
}

/** A workspace whose memory is used again and again; `sha256` gives a character for each byte. */
export function sharedWorkspace(sha256: (data: Uint8Array) => string): Workspace {
  const clientData = new Scratch()
  const signed = new Scratch()
  const signatures = new Scratch()
  return {
    decode: {
      clientDataJSON: (text) => clientData.decode(text),
      authenticatorData: (text) => signed.decode(text),
      signature: (text) => signatures.decode(text),
    },
    signedData: ({ length }, clientDataJSON) => signed.append(length, sha256(clientDataJSON)),
  }
}

/** Room for the longest member, 16,384 characters, and a hash behind it. */
const ROOM = 12_288 + 32

/** Lengths up to here are common enough to keep the view of them. */
const MAX_KEPT = 512

/** Memory that is written again and again. */
class Scratch {
  readonly #bytes = new Uint8Array(ROOM)
  readonly #views = Array.from({ length: MAX_KEPT + 1 }, (): Uint8Array | undefined => undefined)

  decode(text: string): Uint8Array {
    return this.#first(decodeBase64urlInto(text, this.#bytes))
  }

  /** Writes behind the first `length` bytes, a byte for each character, and gives all of them. */
  append(length: number, latin1: string): Uint8Array {
    for (let index = 0; index < latin1.length; index++) {
      this.#bytes[length + index] = latin1.charCodeAt(index)
    }
    return this.#first(length + latin1.length)
  }

  #first(length: number): Uint8Array {
    const kept = this.#views[length]
    if (kept !== undefined) return kept
    const view = this.#bytes.subarray(0, length)
    if (length <= MAX_KEPT) this.#views[length] = view
    return view
  }
}
