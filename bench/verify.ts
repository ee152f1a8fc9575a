/**
 * How fast the verifier is, as ratios taken side by side in one run.
 *
 * The measure is V, the time of one raw `crypto.verify` with a key object that is ready (ES256). All
 * contenders take turns in short rounds, so that a machine that slows down slows down all of them; what
 * counts is the median over the rounds.
 *
 * Run it with `npm run bench:verify [-- --rounds N]`.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { parseArgs } from 'node:util'
import { server as passwordless } from '@passwordless-id/webauthn'
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { createAttestationAuthority } from '../src/authenticator/attestation-authority.ts'
import { decodeBase64url } from '../src/bytes/base64url.ts'
import { concatBytes } from '../src/bytes/concat.ts'
import { verifyAuthentication } from '../src/webauthn/authentication.ts'
import { decodeCoseKey } from '../src/webauthn/keys/cose-key.ts'
import { verifyRegistration } from '../src/webauthn/registration.ts'
import { authenticate, ORIGIN, register, RELYING_PARTY } from '../test/webauthn/ceremony.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '41' } } })
const ROUNDS = Number(values.rounds)

/** How many different credentials take turns, so that no cache of one entry helps. */
const CREDENTIALS = 200
const ROUND_MILLISECONDS = 25
const WARM_UP = 3000

interface Contender {
  readonly name: string
  readonly run: (index: number) => unknown
}

type Sample = Awaited<ReturnType<typeof authenticate>>
type Registration = Awaited<ReturnType<typeof register>>

async function main(): Promise<void> {
  const samples: Sample[] = []
  for (let index = 0; index < CREDENTIALS; index++) samples.push(await authenticate())
  const raw = rawVerify(samples)
  const simple = (index: number) => simpleAuthentication(samples[index % CREDENTIALS]!)
  await report('authentication, ES256', [
    raw,
    {
      name: 'latchkey, parsed JSON',
      run: (index) => verifyAuthentication(samples[index % CREDENTIALS]!),
    },
    latchkeyFromBody(samples),
    { name: '@simplewebauthn/server', run: simple },
    await passwordlessId(samples),
  ])

  const none = await many({ settings: { attestation: 'none' } })
  const authority = createAttestationAuthority({ intermediate: 'one' })
  const attestation = { trustAnchors: [authority.certificate], require: 'trusted' } as const
  const packed = await many({
    settings: { attestation: 'packed', attestationAuthority: authority },
    expected: { attestation },
  })
  const self = await many({ settings: { attestation: 'packed-self' } })
  await report('registration', [
    raw,
    { name: 'latchkey, none', run: (index) => verifyRegistration(none[index % none.length]!) },
    {
      name: 'simplewebauthn, none',
      run: (index) => simpleRegistration(none[index % none.length]!),
    },
    { name: 'latchkey, self', run: (index) => verifyRegistration(self[index % self.length]!) },
    {
      name: 'simplewebauthn, self',
      run: (index) => simpleRegistration(self[index % self.length]!),
    },
    {
      name: 'latchkey, packed with a chain of two',
      run: (index) => verifyRegistration(packed[index % packed.length]!),
    },
    {
      name: 'simplewebauthn, the same without its root',
      run: (index) => simpleRegistration(packed[index % packed.length]!),
    },
  ])
}

async function many(wanted: Parameters<typeof register>[0]): Promise<readonly Registration[]> {
  const made: Registration[] = []
  for (let index = 0; index < 50; index++) made.push(await register(wanted))
  return made
}

function rawVerify(samples: readonly Sample[]): Contender {
  const prepared = samples.map(({ response, credential }) => {
    const hash = createHash('sha256')
      .update(decodeBase64url(response.response.clientDataJSON))
      .digest()
    return {
      key: keyObject(credential),
      data: concatBytes(decodeBase64url(response.response.authenticatorData), hash),
      signature: decodeBase64url(response.response.signature),
    }
  })
  return {
    name: 'raw crypto.verify',
    run: (index) => {
      const { key, data, signature } = prepared[index % prepared.length]!
      return verify('sha256', data, key, signature)
    },
  }
}

function keyObject({ publicKey }: Sample['credential']): KeyObject {
  const { key } = decodeCoseKey(decodeBase64url(publicKey))
  if (key.kty !== 'EC') throw new TypeError('ES256 was asked for')
  const [x, y] = [key.x, key.y].map((bytes) => Buffer.from(bytes).toString('base64url'))
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' })
}

/** It refuses a few good signatures in a thousand (those with a short integer), so only others take part. */
async function passwordlessId(samples: readonly Sample[]): Promise<Contender> {
  const prepared = samples.map(({ response, credential, expected }) => ({
    response: response as unknown as Parameters<typeof passwordless.verifyAuthentication>[0],
    credential: {
      id: credential.id,
      publicKey: keyObject(credential)
        .export({ type: 'spki', format: 'der' })
        .toString('base64url'),
      algorithm: 'ES256' as const,
      transports: [],
    },
    expected: { challenge: expected.challenge, origin: ORIGIN, userVerified: true, counter: -1 },
  }))
  type Prepared = (typeof prepared)[number]
  const verifyOne = ({ response, credential, expected }: Prepared) =>
    passwordless.verifyAuthentication(response, credential, expected)
  const accepted: Prepared[] = []
  for (const one of prepared) {
    await verifyOne(one).then(
      () => accepted.push(one),
      () => undefined,
    )
  }
  return {
    name: '@passwordless-id/webauthn',
    run: (index) => verifyOne(accepted[index % accepted.length]!),
  }
}

function latchkeyFromBody(samples: readonly Sample[]): Contender {
  const bodies = samples.map(({ response }) => JSON.stringify(response))
  return {
    name: 'latchkey, from the body',
    run: (index) => {
      const { credential, expected } = samples[index % CREDENTIALS]!
      const response: unknown = JSON.parse(bodies[index % CREDENTIALS]!)
      return verifyAuthentication({ response, credential, expected })
    },
  }
}

function simpleAuthentication({ response, credential, expected }: Sample) {
  return verifyAuthenticationResponse({
    response: response as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
    expectedChallenge: expected.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RELYING_PARTY.rpId,
    credential: {
      id: credential.id,
      publicKey: decodeBase64url(credential.publicKey),
      counter: credential.signCount,
    },
  })
}

function simpleRegistration({ response, expected }: Registration) {
  return verifyRegistrationResponse({
    response: response as unknown as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: expected.challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RELYING_PARTY.rpId,
  })
}

async function report(title: string, contenders: readonly Contender[]): Promise<void> {
  const times = contenders.map((): number[] => [])
  for (const { run } of contenders) {
    for (let index = 0; index < WARM_UP; index++) await run(index)
  }
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (let step = 0; step < contenders.length; step++) {
      // Another one begins each time, so that what one leaves behind is not always the same one's burden.
      const index = (step + turn) % contenders.length
      times[index]!.push(await round(contenders[index]!))
    }
  }
  const [base] = times
  process.stdout.write(`\n${title}\n`)
  for (const [index, { name }] of contenders.entries()) {
    const ratios = times[index]!.map((time, turn) => time / base![turn]!)
    const cost = median(ratios)
    const microseconds = (median(times[index]!) * 1000).toFixed(1)
    process.stdout.write(
      `  ${name.padEnd(44)} ${microseconds.padStart(8)} us  ${cost.toFixed(2).padStart(6)} V  ${(1 / cost).toFixed(3)} of raw\n`,
    )
  }
}

/** Milliseconds of processor time for one call, over a round. Other processes do not count. */
async function round({ run }: Contender): Promise<number> {
  const until = performance.now() + ROUND_MILLISECONDS
  const before = process.cpuUsage()
  let count = 0
  while (performance.now() < until) {
    for (let burst = 0; burst < 8; burst++) await run(count++)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / count
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

await main()
