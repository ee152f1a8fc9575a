/**
 * On Node all assertions share one workspace. Nothing may be seen of it: neither when many are verified at once, nor
 * when a response runs code of its own while it is read.
 */
import { describe, expect, it } from 'vitest'
import { authenticate } from '../../../test/webauthn/ceremony.ts'
import { decodeBase64url, encodeBase64url } from '../../bytes/base64url.ts'
import { verifyAuthentication } from '../authentication.ts'
import { nodeEngine } from './node-engine.ts'
import { sharedWorkspace } from './workspace.ts'

type Sample = Awaited<ReturnType<typeof authenticate>>

const first = await authenticate()
const second = await authenticate()

const wrong = ({ response, ...rest }: Sample): Sample => {
  const signature = decodeBase64url(response.response.signature)
  const changed = encodeBase64url(signature.with(signature.length - 1, signature.at(-1)! ^ 1))
  return {
    ...rest,
    response: { ...response, response: { ...response.response, signature: changed } },
  }
}

/** What a verification ends in: `verified`, or the code. */
async function endOf(sample: Parameters<typeof verifyAuthentication>[0]): Promise<unknown> {
  try {
    await verifyAuthentication(sample)
    return 'verified'
  } catch (error) {
    return (error as { readonly code?: unknown }).code
  }
}

describe('a workspace that is shared', () => {
  it('keeps assertions apart that are verified at once', async () => {
    const samples = Array.from({ length: 60 }, (_, turn) => {
      const sample = turn % 2 === 0 ? first : second
      return turn % 3 === 0 ? wrong(sample) : sample
    })
    const ends = await Promise.all(samples.map(endOf))
    expect(ends).toEqual(
      samples.map((_, turn) => (turn % 3 === 0 ? 'signature_invalid' : 'verified')),
    )
  })

  it.each(['clientDataJSON', 'authenticatorData', 'signature', 'userHandle'] as const)(
    'keeps assertions apart when one is verified while another is read: %s',
    async (member) => {
      const inner: Promise<unknown>[] = []
      const interrupted = (sample: Sample, other: Sample) => ({
        ...sample,
        response: {
          ...sample.response,
          response: new Proxy(sample.response.response, {
            get: (target, name, receiver) => {
              if (name === member) inner.push(endOf(other))
              return Reflect.get(target, name, receiver) as unknown
            },
          }),
        },
      })
      expect(await endOf(interrupted(first, second))).toBe('verified')
      expect(await endOf(interrupted(wrong(first), second))).toBe('signature_invalid')
      expect(await endOf(interrupted(first, wrong(second)))).toBe('verified')
      expect(await Promise.all(inner)).toEqual(['verified', 'verified', 'signature_invalid'])
    },
  )

  it('keeps assertions apart when one is verified while extension outputs are read', async () => {
    const inner: Promise<unknown>[] = []
    const clientExtensionResults = new Proxy(
      {},
      {
        get: () => {
          inner.push(endOf(second))
          return undefined
        },
      },
    )
    const response = { ...first.response, clientExtensionResults }
    const expected = { ...first.expected, appId: 'https://example.com/appid' }
    expect(await endOf({ ...first, response, expected })).toBe('verified')
    expect(
      await endOf({
        ...wrong(first),
        response: { ...wrong(first).response, clientExtensionResults },
      }),
    ).toBe('signature_invalid')
    expect(new Set(await Promise.all(inner))).toEqual(new Set(['verified']))
  })

  it.each([1, 36, 37, 511, 512, 513, 12_288])('holds %i bytes of a member', (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => at)
    const hash = (data: Uint8Array) => [data.length & 0xff, ...new Uint8Array(30), 0xff]
    const workspace = sharedWorkspace((data) => String.fromCharCode(...hash(data)))
    for (let turn = 0; turn < 2; turn++) {
      const authenticatorData = workspace.decode.authenticatorData(encodeBase64url(bytes))
      const clientData = workspace.decode.clientDataJSON(encodeBase64url(bytes))
      expect(authenticatorData).toEqual(bytes)
      expect(workspace.decode.signature('AQID')).toEqual(Uint8Array.of(1, 2, 3))
      expect([authenticatorData, clientData]).toEqual([bytes, bytes])
      const signed = Uint8Array.of(...bytes, ...hash(bytes))
      expect(workspace.signedData(authenticatorData, clientData)).toEqual(signed)
    }
  })

  it.each([
    [1, true],
    [512, true],
    [513, false],
  ])('keeps the view of %i bytes: %s', (length, kept) => {
    const { decode } = sharedWorkspace(() => '')
    const text = encodeBase64url(new Uint8Array(length))
    expect(decode.signature(text) === decode.signature(text)).toBe(kept)
  })

  it('is what the engine of Node has', () => {
    const { decode } = nodeEngine()!.workspace
    expect(decode.signature('AQID').buffer).toBe(decode.signature('BAUG').buffer)
  })
})
