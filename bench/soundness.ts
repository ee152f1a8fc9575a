/**
 * Many signatures, each by chance another: none that is good is refused, and none with a bit flipped passes.
 *
 * Chance makes the rare forms, such as numbers with leading zeros. Run it with
 * `npm exec -- node bench/soundness.ts [--signatures N]`.
 */
import { createHash, randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { importSigningKey } from '../src/authenticator/signing-key.ts'
import { decodeBase64url, encodeBase64url } from '../src/bytes/base64url.ts'
import { concatBytes } from '../src/bytes/concat.ts'
import { verifyAuthentication } from '../src/webauthn/authentication.ts'
import { CeremonyError } from '../src/webauthn/errors.ts'
import { authenticate } from '../test/webauthn/ceremony.ts'

const { values } = parseArgs({ options: { signatures: { type: 'string', default: '20000' } } })

const PARTS = ['clientDataJSON', 'authenticatorData', 'signature'] as const

async function accepts(request: Parameters<typeof verifyAuthentication>[0]): Promise<boolean> {
  return verifyAuthentication(request).then(
    () => true,
    (error: unknown) => {
      if (error instanceof CeremonyError) return false
      throw error
    },
  )
}

function flipOneBit(text: string): string {
  const bytes = decodeBase64url(text)
  const bit = randomInt(bytes.length * 8)
  return encodeBase64url(bytes.with(bit >> 3, bytes[bit >> 3]! ^ (1 << (bit & 7))))
}

for (const algorithm of [-7, -8]) {
  const { authenticator, response, ...request } = await authenticate({
    settings: { algorithms: [algorithm] },
  })
  const key = importSigningKey(authenticator.credentials[0]!.privateKey, algorithm)
  const authenticatorData = decodeBase64url(response.response.authenticatorData)
  let refused = 0
  let passed = 0
  for (let count = 0; count < Number(values.signatures); count++) {
    const clientData = JSON.stringify({
      type: 'webauthn.get',
      challenge: request.expected.challenge,
      origin: request.expected.origins[0],
      crossOrigin: false,
      count,
    })
    const hash = createHash('sha256').update(clientData).digest()
    const good = {
      ...response.response,
      clientDataJSON: encodeBase64url(new TextEncoder().encode(clientData)),
      signature: encodeBase64url(key.sign(concatBytes(authenticatorData, hash))),
    }
    const part = PARTS[count % PARTS.length]!
    const bad = { ...good, [part]: flipOneBit(good[part]) }
    if (!(await accepts({ ...request, response: { ...response, response: good } }))) refused += 1
    if (await accepts({ ...request, response: { ...response, response: bad } })) passed += 1
  }
  process.stdout.write(
    `algorithm ${algorithm}: ${values.signatures} signatures, ${refused} good ones refused, ${passed} flipped ones accepted\n`,
  )
  if (refused + passed > 0) process.exitCode = 1
}
