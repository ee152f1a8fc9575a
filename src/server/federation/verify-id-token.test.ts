/**
 * ID tokens, one change at a time: the header, the claims, the key, the encoding (R118–R120, R126).
 *
 * One file in spite of its length: one function, and one change a row.
 */
import { createHmac, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ecKey,
  edKey,
  encode,
  makeToken,
  rsaKey,
  signature,
} from '../../../test/federation/token-issuer.ts'
import type { SigningKey } from '../../../test/federation/token-issuer.ts'
import { Refusal } from '../refusal.ts'
import type { IssuerSettings } from './issuer-config.ts'
import { readIdToken } from './read-id-token.ts'
import { fits, readKeySet } from './verification-keys.ts'
import { verifyIdToken } from './verify-id-token.ts'
import type { VerifiedIdentity } from './verify-id-token.ts'

const NOW = Date.UTC(2026, 5, 1)
const SECONDS = NOW / 1000
const settings: IssuerSettings = {
  name: 'test',
  issuer: 'https://issuer.example',
  accepted: new Set(['https://issuer.example']),
  clientIds: ['client-1', 'client-2'],
  jwksUri: 'https://issuer.example/keys',
  algorithms: new Set(['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA']),
  autoCreate: true,
  authoritativeFor: new Set(),
  enabled: true,
  insecureLoopback: false,
}
const rsa = rsaKey('rsa')
const ec = ecKey('ec')
const ed = edKey('ed')
const rsaForPss = { ...rsaKey('pss', 'PS256') }
const published: readonly SigningKey[] = [rsa, ec, ed, rsaForPss]

const good = {
  iss: 'https://issuer.example',
  aud: 'client-1',
  sub: 'person-1',
  exp: SECONDS + 3600,
  iat: SECONDS,
  nonce: 'n',
}

/** Verifies against a key set as an issuer would publish it. */
async function verify(
  text: string,
  {
    keys = published.map(({ jwk }) => jwk),
    issuer = settings,
    now = NOW,
  }: { keys?: readonly unknown[]; issuer?: IssuerSettings; now?: number } = {},
): Promise<VerifiedIdentity> {
  const set = readKeySet({ keys })
  const find = async (alg: string, kid: string | undefined) => {
    const matches = set.filter((key) => fits(key, alg, kid))
    if (matches.length !== 1) throw new Refusal('authentication_failed', 'token_key_unknown')
    return matches[0]!
  }
  return verifyIdToken(readIdToken(text), { issuer, keys: { find }, now })
}

const refusedFor = (reason: string) =>
  expect.objectContaining({ name: 'Refusal', code: 'authentication_failed', reason }) as Error

describe('an ID token', () => {
  it.each([rsa, ec, ed, rsaForPss])('signed with $alg is accepted', async (key) => {
    expect(await verify(makeToken(key, good))).toEqual({
      issuer: 'https://issuer.example',
      subject: 'person-1',
      authenticatedAt: undefined,
      email: undefined,
      emailVerified: false,
      name: undefined,
    })
  })

  it.each([
    ['an audience in a list', { aud: ['client-1'] }],
    ['another of our client ids', { aud: 'client-2' }],
    [
      'several audiences and ourselves as the authorized party',
      { aud: ['x', 'client-1'], azp: 'client-1' },
    ],
    ['an authorized party that is our app', { azp: 'client-2' }],
    [
      'one audience twice and an authorized party',
      { aud: ['client-1', 'client-1'], azp: 'client-1' },
    ],
    ['a life that ended within the skew', { iat: SECONDS - 300, exp: SECONDS - 59 }],
    ['a birth within the skew', { iat: SECONDS + 60 }],
    ['a start within the skew', { nbf: SECONDS + 60 }],
    ['ten minutes of age', { iat: SECONDS - 600 }],
    ['times with fractions', { iat: SECONDS - 0.5, exp: SECONDS + 0.5 }],
    ['the longest subject', { sub: 's'.repeat(255) }],
    ['claims of no concern', { at_hash: 'x', jti: 1, amr: ['pwd'], sid: null }],
    ['the word ID for its kind', { typ: 'ID' }],
    ['id for its use', { token_use: 'id' }],
    ['an email that is none', { email: 7, email_verified: 'true', name: ['x'] }],
  ])('with %s is accepted', async (_, change) => {
    expect(await verify(makeToken(rsa, { ...good, ...change }))).toMatchObject({
      email: undefined,
      emailVerified: false,
    })
  })

  it.each([
    ['no type', { typ: undefined }],
    ['a type in small letters', { typ: 'jwt' }],
    [
      'addresses of keys, which nobody follows',
      { jku: 'https://evil.example', x5u: 'https://evil.example', x5c: ['AA'] },
    ],
  ])('with a header of %s is accepted', async (_, header) => {
    expect((await verify(makeToken(rsa, good, header))).subject).toBe('person-1')
  })

  it('says what it knows of the person', async () => {
    const more = { email: 'a@b.example', email_verified: true, name: 'Ada', auth_time: SECONDS - 5 }
    expect(await verify(makeToken(ec, { ...good, ...more }))).toMatchObject({
      email: 'a@b.example',
      emailVerified: true,
      name: 'Ada',
      authenticatedAt: NOW - 5000,
    })
    const fraction = makeToken(ec, { ...good, auth_time: SECONDS - 4.9996 })
    expect((await verify(fraction)).authenticatedAt).toBe(NOW - 5000)
  })

  it('needs no key id where there is one key (R119)', async () => {
    const text = makeToken(ec, good, { kid: undefined })
    expect((await verify(text, { keys: [ec.jwk] })).subject).toBe('person-1')
    await expect(verify(text, { keys: [ec.jwk, ecKey('other').jwk] })).rejects.toEqual(
      refusedFor('token_key_unknown'),
    )
  })
})

describe('claims (R118, R120, R126)', () => {
  const rows: readonly (readonly [string, object, string])[] = [
    ['no issuer', { iss: undefined }, 'token_issuer'],
    ['another issuer', { iss: 'https://evil.example' }, 'token_issuer'],
    ['an issuer with a slash', { iss: 'https://issuer.example/' }, 'token_issuer'],
    ['an issuer in capitals', { iss: 'https://ISSUER.example' }, 'token_issuer'],
    ['an issuer without its scheme', { iss: 'issuer.example' }, 'token_issuer'],
    ['an issuer over http', { iss: 'http://issuer.example' }, 'token_issuer'],
    ['an issuer with a blank', { iss: 'https://issuer.example ' }, 'token_issuer'],
    ['an issuer in a list', { iss: ['https://issuer.example'] }, 'token_issuer'],
    ['an issuer that is null', { iss: null }, 'token_issuer'],
    ['a longer issuer', { iss: 'https://issuer.example.evil.example' }, 'token_issuer'],
    ['no subject', { sub: undefined }, 'token_subject'],
    ['an empty subject', { sub: '' }, 'token_subject'],
    ['a number for a subject', { sub: 1 }, 'token_subject'],
    ['a subject that is null', { sub: null }, 'token_subject'],
    ['a subject in a list', { sub: ['person-1'] }, 'token_subject'],
    ['a subject of 256 letters', { sub: 's'.repeat(256) }, 'token_subject'],
    ['a subject with NUL', { sub: 'person\u0000' }, 'token_subject'],
    ['a subject with a line break', { sub: 'a\nb' }, 'token_subject'],
    ['a subject beyond ASCII', { sub: 'pérson' }, 'token_subject'],
    ['a subject with half a letter', { sub: '\ud800' }, 'token_subject'],
    ['no audience', { aud: undefined }, 'token_audience'],
    ['another audience', { aud: 'client-3' }, 'token_audience'],
    ['an empty audience', { aud: '' }, 'token_audience'],
    ['an empty list of audiences', { aud: [] }, 'token_audience'],
    ['a list without us', { aud: ['x', 'y'], azp: 'client-1' }, 'token_audience'],
    ['a list with a number in it', { aud: ['client-1', 1], azp: 'client-1' }, 'token_audience'],
    ['a list with null in it', { aud: [null, 'client-1'], azp: 'client-1' }, 'token_audience'],
    ['a list in a list', { aud: [['client-1']] }, 'token_audience'],
    ['an object for an audience', { aud: { 0: 'client-1', length: 1 } }, 'token_audience'],
    ['an audience that is null', { aud: null }, 'token_audience'],
    ['an audience with a blank', { aud: 'client-1 ' }, 'token_audience'],
    ['audiences in one text', { aud: 'client-1 client-2' }, 'token_audience'],
    ['an audience in capitals', { aud: 'CLIENT-1' }, 'token_audience'],
    ['two audiences and no authorized party', { aud: ['client-1', 'x'] }, 'token_authorized_party'],
    [
      'us twice and no authorized party',
      { aud: ['client-1', 'client-1'] },
      'token_authorized_party',
    ],
    [
      'two audiences and a stranger',
      { aud: ['client-1', 'x'], azp: 'x' },
      'token_authorized_party',
    ],
    ['one audience and a stranger', { azp: 'x' }, 'token_authorized_party'],
    ['an authorized party in a list', { azp: ['client-1'] }, 'token_authorized_party'],
    ['an authorized party that is null', { azp: null }, 'token_authorized_party'],
    ['an empty authorized party', { azp: '' }, 'token_authorized_party'],
    ['no end', { exp: undefined }, 'token_times'],
    ['an end in a text', { exp: String(SECONDS + 60) }, 'token_times'],
    ['an end that is null', { exp: null }, 'token_times'],
    ['an end in milliseconds', { exp: NOW + 60_000 }, 'token_times'],
    ['an end before time began', { exp: -1 }, 'token_times'],
    ['an end that is true', { exp: true }, 'token_times'],
    ['an end in a list', { exp: [SECONDS + 60] }, 'token_times'],
    ['an end a minute ago', { exp: SECONDS - 60, iat: SECONDS - 300 }, 'token_expired'],
    ['an end an hour ago', { exp: SECONDS - 3600, iat: SECONDS - 7200 }, 'token_expired'],
    ['an end of zero', { exp: 0 }, 'token_expired'],
    ['an end before its birth', { exp: SECONDS - 1, iat: SECONDS }, 'token_times'],
    ['no birth', { iat: undefined }, 'token_times'],
    ['a birth in a text', { iat: String(SECONDS) }, 'token_times'],
    ['a birth that is null', { iat: null }, 'token_times'],
    ['a birth in milliseconds', { iat: NOW }, 'token_times'],
    ['a birth before time began', { iat: -5 }, 'token_times'],
    ['a birth that is false', { iat: false }, 'token_times'],
    ['a birth ahead of the skew', { iat: SECONDS + 61 }, 'token_from_future'],
    ['a birth tomorrow', { iat: SECONDS + 86_400, exp: SECONDS + 2e5 }, 'token_from_future'],
    ['a second more than ten minutes', { iat: SECONDS - 601 }, 'token_too_old'],
    ['a day of age', { iat: SECONDS - 86_400 }, 'token_too_old'],
    ['a birth of zero', { iat: 0 }, 'token_too_old'],
    ['a start ahead of the skew', { nbf: SECONDS + 61 }, 'token_from_future'],
    ['a start in a text', { nbf: String(SECONDS) }, 'token_times'],
    ['a start that is null', { nbf: null }, 'token_times'],
    ['a start that is an object', { nbf: {} }, 'token_times'],
    ['a proof in the future', { auth_time: SECONDS + 61 }, 'token_from_future'],
    ['a proof in a text', { auth_time: 'now' }, 'token_times'],
    ['a proof that is null', { auth_time: null }, 'token_times'],
    ['events, as a logout token', { events: {} }, 'token_of_other_kind'],
    [
      'backchannel logout',
      { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
      'token_of_other_kind',
    ],
    ['events that are null', { events: null }, 'token_of_other_kind'],
    ['the type of a bearer token', { typ: 'Bearer' }, 'token_of_other_kind'],
    ['the type of a refresh token', { typ: 'Refresh' }, 'token_of_other_kind'],
    ['the type of a logout token', { typ: 'Logout' }, 'token_of_other_kind'],
    ['a type that is a number', { typ: 1 }, 'token_of_other_kind'],
    ['the use of an access token', { token_use: 'access' }, 'token_of_other_kind'],
  ]
  it.each(rows)('%s', async (_, change, reason) => {
    const text = makeToken(ec, { ...good, ...change })
    await expect(verify(text)).rejects.toEqual(refusedFor(reason))
  })

  it.each([
    ['nothing but a subject', { sub: 'person-1' }, 'token_issuer'],
    ['an empty object', {}, 'token_issuer'],
  ])('%s at all', async (_, claims, reason) => {
    await expect(verify(makeToken(ec, claims))).rejects.toEqual(refusedFor(reason))
  })

  it.each([
    ['a list', [good]],
    ['null', null],
    ['a number', 1],
    ['a text', '"text"'],
    ['no JSON', 'iss=1'],
    ['cut JSON', '{"iss":"https://issuer.example"'],
    ['JSON and more', `${JSON.stringify(good)} `.concat('x')],
    ['a byte order mark', `\ufeff${JSON.stringify(good)}`],
  ])('%s in their place', async (_, claims) => {
    await expect(verify(makeToken(ec, claims))).rejects.toEqual(refusedFor('token_malformed'))
  })
})

describe('headers (R118, R119, R126)', () => {
  it.each([
    ['no algorithm', { alg: undefined }, 'token_algorithm'],
    ['none', { alg: 'none' }, 'token_algorithm'],
    ['None', { alg: 'None' }, 'token_algorithm'],
    ['NONE', { alg: 'NONE' }, 'token_algorithm'],
    ['an empty algorithm', { alg: '' }, 'token_algorithm'],
    ['an algorithm that is null', { alg: null }, 'token_algorithm'],
    ['algorithms in a list', { alg: ['ES256'] }, 'token_algorithm'],
    ['HS256', { alg: 'HS256' }, 'token_algorithm'],
    ['HS384', { alg: 'HS384' }, 'token_algorithm'],
    ['HS512', { alg: 'HS512' }, 'token_algorithm'],
    ['RS384, which is not allowed here', { alg: 'RS384' }, 'token_algorithm'],
    ['RS1', { alg: 'RS1' }, 'token_algorithm'],
    ['es256', { alg: 'es256' }, 'token_algorithm'],
    ['ES256K', { alg: 'ES256K' }, 'token_algorithm'],
    ['dir, of an encryption', { alg: 'dir', enc: 'A128GCM' }, 'token_algorithm'],
    ['__proto__', { alg: '__proto__' }, 'token_algorithm'],
    ['ES384, with a key for ES256', { alg: 'ES384' }, 'token_key_unknown'],
    ['RS256, with a key for ES256', { alg: 'RS256' }, 'token_key_unknown'],
    ['EdDSA, with a key for ES256', { alg: 'EdDSA' }, 'token_key_unknown'],
    ['an unknown key', { kid: 'other' }, 'token_key_unknown'],
    ['a key in capitals', { kid: 'EC' }, 'token_key_unknown'],
    ['a path for a key', { kid: '../../dev/null' }, 'token_key_unknown'],
    ['a URL for a key', { kid: 'https://evil.example/keys' }, 'token_key_unknown'],
    ['a statement for a key', { kid: "ec' OR 1=1" }, 'token_key_unknown'],
    ['another key of the issuer', { kid: 'ed' }, 'token_key_unknown'],
    ['no key id among several of its kind', { kid: undefined, alg: 'RS256' }, 'token_signature'],
    ['an empty key id', { kid: '' }, 'token_malformed'],
    ['a key id that is null', { kid: null }, 'token_malformed'],
    ['a number for a key id', { kid: 1 }, 'token_malformed'],
    ['an object for a key id', { kid: {} }, 'token_malformed'],
    ['a key id of 257 letters', { kid: 'k'.repeat(257) }, 'token_malformed'],
    ['something critical', { crit: ['exp'], exp: 1 }, 'token_header_not_understood'],
    ['nothing critical', { crit: [] }, 'token_header_not_understood'],
    ['null for critical', { crit: null }, 'token_header_not_understood'],
    ['a payload that is not encoded', { b64: false, crit: ['b64'] }, 'token_header_not_understood'],
    ['the same, not critical', { b64: false }, 'token_header_not_understood'],
    ['a payload that is encoded, said aloud', { b64: true }, 'token_header_not_understood'],
    ['a token inside', { cty: 'JWT' }, 'token_header_not_understood'],
    ['the type of an access token', { typ: 'at+jwt' }, 'token_of_other_kind'],
    ['its long form', { typ: 'application/at+jwt' }, 'token_of_other_kind'],
    ['the type of a logout token', { typ: 'logout+jwt' }, 'token_of_other_kind'],
    ['the type of a security event', { typ: 'secevent+jwt' }, 'token_of_other_kind'],
    ['the type of a proof of possession', { typ: 'dpop+jwt' }, 'token_of_other_kind'],
    ['the type of a request', { typ: 'oauth-authz-req+jwt' }, 'token_of_other_kind'],
    ['the type of a wallet', { typ: 'dc+sd-jwt' }, 'token_of_other_kind'],
    ['an empty type', { typ: '' }, 'token_of_other_kind'],
    ['a type that is null', { typ: null }, 'token_of_other_kind'],
    ['a type in a list', { typ: ['JWT'] }, 'token_of_other_kind'],
  ])('%s', async (_, header, reason) => {
    await expect(verify(makeToken(ec, good, header))).rejects.toEqual(refusedFor(reason))
  })

  it('a key of its own (R118)', async () => {
    const own = ecKey('ec')
    for (const header of [
      { jwk: own.jwk },
      { jwk: own.jwk, kid: undefined },
      { jku: 'https://evil.example/keys' },
      { x5u: 'https://evil.example/chain' },
    ]) {
      const refusal = await verify(makeToken(own, good, header), { keys: [ec.jwk] }).catch((e) => e)
      expect(refusal).toEqual(refusedFor('token_signature'))
    }
  })

  it('HS256 with the public key for a secret', async () => {
    const pem = rsa.privateKey
    const secret = Buffer.from(JSON.stringify(rsa.jwk))
    expect(pem.type).toBe('private')
    const input = `${encode({ alg: 'HS256', kid: 'rsa' })}.${encode(good)}`
    const mac = createHmac('sha256', secret).update(input).digest('base64url')
    await expect(verify(`${input}.${mac}`)).rejects.toEqual(refusedFor('token_algorithm'))
    const lenient = { ...settings, algorithms: new Set(['HS256', 'RS256']) }
    await expect(verify(`${input}.${mac}`, { issuer: lenient })).rejects.toEqual(
      refusedFor('token_key_unknown'),
    )
  })
})

describe('encodings (R119)', () => {
  const text = makeToken(ec, good)
  const [header, payload, mark] = text.split('.') as [string, string, string]
  const tampered = Buffer.from(mark, 'base64url')
  tampered[0]! ^= 1
  it.each([
    ['nothing', '', 'token_malformed'],
    ['one part', header, 'token_malformed'],
    ['two parts', `${header}.${payload}`, 'token_malformed'],
    ['no signature', `${header}.${payload}.`, 'token_malformed'],
    ['no payload', `${header}..${mark}`, 'token_malformed'],
    ['no header', `.${payload}.${mark}`, 'token_malformed'],
    ['four parts', `${text}.`, 'token_malformed'],
    ['five parts, as an encryption', `${header}.a.b.c.d`, 'token_malformed'],
    ['two dots', '..', 'token_malformed'],
    ['a blank in front', ` ${text}`, 'token_malformed'],
    ['a line break behind', `${text}\n`, 'token_malformed'],
    ['padding', `${header}.${payload}.${mark}==`, 'token_malformed'],
    ['the other alphabet', `${header}.${payload}.${mark.slice(0, -2)}+/`, 'token_malformed'],
    [
      'a line break inside',
      `${header}.${payload.slice(0, 4)}\n${payload.slice(4)}.${mark}`,
      'token_malformed',
    ],
    ['letters beyond ASCII', `${header}.${payload}.é${mark}`, 'token_malformed'],
    ['a length that cannot be', `${header}.${payload}.${mark.slice(0, 85)}`, 'token_malformed'],
    [
      'unused bits',
      `${header}.${payload}.${mark.slice(0, -1)}${mark.endsWith('B') ? 'C' : 'B'}`,
      'token_malformed',
    ],
    ['a header that is no JSON', `${encode('alg')}.${payload}.${mark}`, 'token_malformed'],
    ['a header that is a list', `${encode([])}.${payload}.${mark}`, 'token_malformed'],
    ['a header that is null', `${encode('null')}.${payload}.${mark}`, 'token_malformed'],
    [
      'a header with bytes that are no text',
      `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.${payload}.${mark}`,
      'token_malformed',
    ],
    [
      'claims with bytes that are no text',
      `${header}.${Buffer.from([0x7b, 0x22, 0xc0, 0x80, 0x22, 0x7d]).toString('base64url')}.${mark}`,
      'token_malformed',
    ],
    [
      'one bit of the signature',
      `${header}.${payload}.${tampered.toString('base64url')}`,
      'token_signature',
    ],
    [
      'a signature of zeros',
      `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
      'token_signature',
    ],
    [
      'a shorter signature',
      `${header}.${payload}.${Buffer.from(mark, 'base64url').subarray(0, 63).toString('base64url')}`,
      'token_signature',
    ],
    [
      'a longer signature',
      `${header}.${payload}.${Buffer.concat([Buffer.from(mark, 'base64url'), Buffer.alloc(1)]).toString('base64url')}`,
      'token_signature',
    ],
    [
      'other claims under the signature',
      `${header}.${encode({ ...good, sub: 'victim' })}.${mark}`,
      'token_signature',
    ],
    [
      'the same claims, written otherwise',
      `${header}.${encode(JSON.stringify(good, null, 1))}.${mark}`,
      'token_signature',
    ],
    [
      'another header over the signature',
      `${encode({ alg: 'ES256', kid: 'ec' })}.${payload}.${mark}`,
      'token_signature',
    ],
  ])('%s', async (_, broken, reason) => {
    await expect(verify(broken)).rejects.toEqual(refusedFor(reason))
  })

  it('an ECDSA signature in DER', async () => {
    const input = `${header}.${payload}`
    const { createSign } = await import('node:crypto')
    const der = createSign('sha256').update(input).sign(ec.privateKey).toString('base64url')
    await expect(verify(`${input}.${der}`)).rejects.toEqual(refusedFor('token_signature'))
  })

  it('any one letter of it changed: never accepted for more than it said', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.constantFrom(...Array.from('ABCabc019-_.=+ {"\u0000')),
        async (at, letter) => {
          fc.pre(text[at] !== letter)
          const changed = `${text.slice(0, at)}${letter}${text.slice(at + 1)}`
          const refusal: unknown = await verify(changed).then(
            () => 'accepted',
            (error: unknown) => error,
          )
          expect(refusal).toMatchObject({ name: 'Refusal', code: 'authentication_failed' })
        },
      ),
      { numRuns: 300 },
    )
  })

  it('any text at all: refused, and nothing else', async () => {
    const part = fc.oneof(fc.base64String(), fc.json().map(encode), fc.string())
    const token = fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.'))
    await fc.assert(
      fc.asyncProperty(token, async (anything) => {
        await expect(verify(anything)).rejects.toMatchObject({ name: 'Refusal' })
      }),
      { numRuns: 300 },
    )
  })

  it('any claims at all, well signed: an identity of ours or a refusal', async () => {
    const claims = fc.record(
      Object.fromEntries(
        [...Object.keys(good), 'azp', 'nbf', 'auth_time', 'typ', 'email'].map((name) => [
          name,
          fc.oneof(fc.jsonValue(), fc.constant((good as Record<string, unknown>)[name] ?? null)),
        ]),
      ),
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(claims, async (any) => {
        const answer = await verify(makeToken(ec, any)).catch((error: unknown) => error)
        if (answer instanceof Error) expect(answer).toMatchObject({ name: 'Refusal' })
        else expect(any).toMatchObject({ iss: good.iss, sub: (answer as VerifiedIdentity).subject })
      }),
      { numRuns: 200 },
    )
  })
})

describe('keys of an issuer (R119)', () => {
  const { privateKey: small, publicKey: smallPublic } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
  })
  const smallKey = {
    kid: 'rsa',
    alg: 'RS256',
    privateKey: small,
    jwk: { ...smallPublic.export({ format: 'jwk' }), kid: 'rsa' },
  }
  const { x, y } = ec.jwk as { x: string; y: string }
  const { n } = rsa.jwk as { n: string }
  it.each([
    ['an RSA key of 1024 bits', smallKey, smallKey.jwk],
    ['a key for encryption', rsa, { ...rsa.jwk, use: 'enc' }],
    ['a key of an unknown use', rsa, { ...rsa.jwk, use: 'x' }],
    ['a use that is null', rsa, { ...rsa.jwk, use: null }],
    ['a key that only signs', rsa, { ...rsa.jwk, key_ops: ['sign'] }],
    ['a key for nothing', rsa, { ...rsa.jwk, key_ops: [] }],
    ['operations that are no list', rsa, { ...rsa.jwk, key_ops: 'verify' }],
    ['a key for another algorithm', rsa, { ...rsa.jwk, alg: 'PS256' }],
    ['a key for encrypting keys', rsa, { ...rsa.jwk, alg: 'RSA-OAEP' }],
    ['a key for a MAC', rsa, { ...rsa.jwk, alg: 'HS256' }],
    ['an algorithm that is null', rsa, { ...rsa.jwk, alg: null }],
    ['a private key', rsa, { ...rsa.jwk, d: 'AQAB' }],
    ['an RSA key with an exponent of 1', rsa, { ...rsa.jwk, e: 'AQ' }],
    ['an even exponent', rsa, { ...rsa.jwk, e: 'Ag' }],
    ['an exponent of 0', rsa, { ...rsa.jwk, e: 'AA' }],
    ['a huge exponent', rsa, { ...rsa.jwk, e: n }],
    ['no exponent', rsa, { ...rsa.jwk, e: undefined }],
    ['no modulus', rsa, { ...rsa.jwk, n: undefined }],
    ['a modulus with padding', rsa, { ...rsa.jwk, n: `${n}==` }],
    [
      'a modulus that looks long',
      smallKey,
      { ...smallKey.jwk, n: `${'A'.repeat(172)}${smallKey.jwk.n}` },
    ],
    ['a secret', rsa, { kty: 'oct', k: 'AAAA', kid: 'rsa', alg: 'RS256' }],
    ['no kind', rsa, { ...rsa.jwk, kty: undefined }],
    ['a kind in small letters', rsa, { ...rsa.jwk, kty: 'rsa' }],
    ['a key id that is a number', rsa, { ...rsa.jwk, kid: 1 }],
    ['no key at all', rsa, null],
    ['a text for a key', rsa, 'rsa'],
    ['an EC key on another curve', ec, { ...ec.jwk, crv: 'P-384' }],
    ['an EC key on an unknown curve', ec, { ...ec.jwk, crv: 'secp256k1' }],
    ['an EC key on __proto__', ec, { ...ec.jwk, crv: '__proto__' }],
    ['an EC key without y', ec, { ...ec.jwk, y: undefined }],
    ['an EC key with a short x', ec, { ...ec.jwk, x: x.slice(0, 40) }],
    ['an EC key with a long y', ec, { ...ec.jwk, y: `AA${y}` }],
    ['an Edwards key of another curve', ed, { ...ed.jwk, crv: 'Ed448' }],
    ['an Edwards key for agreement', ed, { ...ed.jwk, crv: 'X25519' }],
    ['an Edwards key of 31 bytes', ed, { ...ed.jwk, x: (ed.jwk['x'] as string).slice(0, 42) }],
  ])('%s is left out', async (_, key, jwk) => {
    const text = makeToken(key, good)
    await expect(verify(text, { keys: [jwk] })).rejects.toEqual(refusedFor('token_key_unknown'))
  })

  it('a point that is not on the curve', async () => {
    const text = makeToken(ec, good)
    const keys = [{ ...ec.jwk, y: x }]
    await expect(verify(text, { keys })).rejects.toEqual(refusedFor('token_signature'))
  })

  it('the key of somebody else under the same id', async () => {
    for (const [key, other] of [
      [rsa, rsaKey('rsa')],
      [ec, ecKey('ec')],
      [ed, edKey('ed')],
    ] as const) {
      const text = makeToken(other, good)
      await expect(verify(text, { keys: [key.jwk] })).rejects.toEqual(refusedFor('token_signature'))
    }
  })

  it('PS256 by a key that says RS256', async () => {
    const input = `${encode({ alg: 'PS256', kid: 'rsa' })}.${encode(good)}`
    const text = `${input}.${signature(input, 'PS256', rsa.privateKey).toString('base64url')}`
    await expect(verify(text)).rejects.toEqual(refusedFor('token_key_unknown'))
    const { alg: _, ...open } = rsa.jwk
    expect((await verify(text, { keys: [open] })).subject).toBe('person-1')
  })

  it('a key set is a list of 32 keys at most', () => {
    const many = Array.from({ length: 33 }, () => ec.jwk)
    expect(readKeySet({ keys: many.slice(1) })).toHaveLength(32)
    for (const broken of [{ keys: many }, {}, { keys: {} }, { keys: null }, { keys: 'x' }]) {
      expect(() => readKeySet(broken)).toThrow(Error)
    }
  })
})
