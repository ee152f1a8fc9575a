/**
 * Faults do what they say, read by hand: no verifier is asked, and everything behind the fault is
 * made over it.
 *
 * One file in spite of its length: every fault changes the same true answer, and the list of them is read as a whole.
 */
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { decodeCbor, decodeCborAt, type CborMap } from '../bytes/cbor.ts'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '../protocol/webauthn-json.ts'
import { createAttestationAuthority } from './attestation-authority.ts'
import type { Faults } from './faults.ts'
import type { AuthenticatorSettings } from './settings.ts'
import { SoftwareAuthenticator } from './software-authenticator.ts'

const ORIGIN = 'https://example.com'
const creation: PublicKeyCredentialCreationOptionsJSON = {
  rp: { id: 'example.com', name: 'Example' },
  user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
  challenge: 'Y2hhbGxlbmdl',
  pubKeyCredParams: [],
  authenticatorSelection: { residentKey: 'required' },
  attestation: 'direct',
}
const request = { challenge: 'Y2hhbGxlbmdl' }
const authority = createAttestationAuthority({ intermediate: 'one' })
const packed: AuthenticatorSettings = { attestation: 'packed', attestationAuthority: authority }

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(b)

async function register(faults: Faults, settings: AuthenticatorSettings = {}) {
  const authenticator = new SoftwareAuthenticator(settings)
  const pubKeyCredParams = (settings.algorithms ?? [-7]).map((alg) => ({
    type: 'public-key' as const,
    alg,
  }))
  const options = { ...creation, pubKeyCredParams }
  return read(await authenticator.create(options, { origin: ORIGIN, faults }))
}

function read(json: RegistrationResponseJSON) {
  const { response } = json
  const clientDataJSON = decodeBase64url(response.clientDataJSON)
  const object = decodeCbor(decodeBase64url(response.attestationObject)) as CborMap
  const authData = object.get('authData') as Uint8Array
  const attStmt = object.get('attStmt')
  const statement: CborMap = attStmt instanceof Map ? attStmt : new Map()
  return {
    json,
    clientData: JSON.parse(new TextDecoder().decode(clientDataJSON)) as Record<string, unknown>,
    object,
    authData,
    statement,
    chain: ((statement.get('x5c') ?? []) as readonly Uint8Array[]).map(
      (der) => new X509Certificate(der),
    ),
    toSign: Buffer.concat([authData, sha256(clientDataJSON)]),
    sig: statement.get('sig') as Uint8Array,
    credentialKey: createPublicKey({
      key: Buffer.from(decodeBase64url(response.publicKey!)),
      format: 'der',
      type: 'spki',
    }),
  }
}

async function signIn(faults: Faults, settings: AuthenticatorSettings = {}) {
  const authenticator = new SoftwareAuthenticator(settings)
  const created = read(await authenticator.create(creation, { origin: ORIGIN }))
  const { response } = await authenticator.get(request, { origin: ORIGIN, faults })
  const authenticatorData = decodeBase64url(response.authenticatorData)
  const hash = sha256(decodeBase64url(response.clientDataJSON))
  const signature = decodeBase64url(response.signature)
  return {
    authenticatorData,
    signature,
    verifies: verify(
      'sha256',
      Buffer.concat([authenticatorData, hash]),
      created.credentialKey,
      signature,
    ),
  }
}

describe('client data', () => {
  it.each<[string, Faults['clientData'], Record<string, unknown>]>([
    ['another value', { type: 'webauthn.get' }, { type: 'webauthn.get' }],
    ['a value of the wrong type', { challenge: 7 }, { challenge: 7 }],
    ['a value out of the true one', { origin: (truth) => `${truth}/` }, { origin: `${ORIGIN}/` }],
    ['a member more', { tokenBinding: { status: 'x' } }, { tokenBinding: { status: 'x' } }],
  ])('can have %s, and is signed like that', async (_, clientData, wrong) => {
    const made = await register({ clientData: clientData! })
    expect(made.clientData).toMatchObject(wrong)
    expect(verify('sha256', made.toSign, made.credentialKey, made.sig)).toBe(true)
  })

  it('can lack a member', async () => {
    const { clientData } = await register({ clientData: { challenge: undefined } })
    expect(Object.keys(clientData)).toEqual(['type', 'origin', 'crossOrigin'])
  })

  it('can be other bytes, such as with a byte order mark', async () => {
    const { json } = await register({
      clientDataJSON: (truth) => Uint8Array.of(0xef, 0xbb, 0xbf, ...truth),
    })
    expect(json.response.clientDataJSON.slice(0, 4)).toBe('77u_')
  })

  it('can have another hash than the one that is signed', async () => {
    expect((await signIn({ clientDataHash: new Uint8Array(32) })).verifies).toBe(false)
  })
})

describe('authenticator data', () => {
  it.each<[string, Faults['authenticatorData'], (data: Uint8Array) => unknown, unknown]>([
    ['a flag cleared', { flags: { uv: false } }, (data) => data[32], 0x59],
    ['a reserved flag set', { flags: { rfu1: true } }, (data) => data[32], 0x5f],
    ['AT clear with data', { flags: { at: false } }, (data) => data[32]! & 0x40, 0],
    ['no data with AT', { attestedCredentialData: 'missing' }, (data) => data.length, 37],
    ['another counter', { signCount: 258 }, (data) => Array.from(data.slice(33, 37)), [0, 0, 1, 2]],
    [
      'another AAGUID',
      { aaguid: new Uint8Array(16) },
      (data) => Array.from(data.slice(37, 41)),
      [0, 0, 0, 0],
    ],
    [
      'another length',
      { credentialIdLength: 1024 },
      (data) => Array.from(data.slice(53, 55)),
      [4, 0],
    ],
    [
      'another id',
      { credentialId: Uint8Array.of(1, 2) },
      (data) => Array.from(data.slice(53, 57)),
      [0, 2, 1, 2],
    ],
    ['bytes left over', { tail: Uint8Array.of(9) }, (data) => data.at(-1), 9],
    [
      'extensions unasked',
      { extensions: new Map([['x', true]]) },
      (data) => Array.from(data.slice(-4)),
      [0xa1, 0x61, 0x78, 0xf5],
    ],
    [
      'bytes for extensions without ED',
      { extensionBytes: Uint8Array.of(0xa0) },
      (data) => data.at(-1),
      0xa0,
    ],
    ['nothing at all', { bytes: new Uint8Array() }, (data) => data.length, 0],
  ])('can have %s, and is signed like that', async (_, authenticatorData, look, wrong) => {
    const made = await register({ authenticatorData: authenticatorData! })
    expect(look(made.authData)).toEqual(wrong)
    expect(verify('sha256', made.toSign, made.credentialKey, made.sig)).toBe(true)
  })

  it('can be of another relying party', async () => {
    const { authenticatorData, verifies } = await signIn({
      authenticatorData: { rpId: 'example.org' },
    })
    expect(same(authenticatorData.subarray(0, 32), sha256(Buffer.from('example.org')))).toBe(true)
    expect(verifies).toBe(true)
  })

  it('can hold a credential where an assertion has none', async () => {
    const { authenticatorData, verifies } = await signIn({
      authenticatorData: { attestedCredentialData: 'added', aaguid: new Uint8Array(16) },
    })
    expect(authenticatorData[32]! & 0x40).toBe(0x40)
    expect(Array.from(authenticatorData.slice(37, 55))).toEqual([...new Uint8Array(16), 0, 32])
    expect(decodeCborAt(authenticatorData, 87).value).toBeInstanceOf(Map)
    expect(verifies).toBe(true)
  })

  it('can hold another key, field by field', async () => {
    const { authData } = await register({
      authenticatorData: { coseKey: (truth) => new Map([...truth, [3, -8]]) },
    })
    expect((decodeCborAt(authData, 87).value as CborMap).get(3)).toBe(-8)
  })
})

describe('signatures', () => {
  const hashes = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', ES256K: 'sha256' } as const
  const curves = [
    ['ES256', -7],
    ['ES384', -35],
    ['ES512', -36],
    ['ES256K', -47],
  ] as const

  it.each(curves)('of %s can be wrong by name', async (name, alg) => {
    const algorithms = [alg]
    const accepted: string[] = []
    for (const signature of [
      'bit_flipped',
      'other_key',
      'other_message',
      'empty',
      'r_zero',
      's_zero',
      's_over_order',
      'r_padded',
      'trailing_byte',
      'not_der',
    ] as const) {
      const made = await register({ signature }, { algorithms })
      if (verify(hashes[name], made.toSign, made.credentialKey, made.sig)) accepted.push(signature)
    }
    expect(accepted).toEqual([])
  })

  it.each(curves)('of %s are sound again when s is negated', async (name, alg) => {
    const made = await register({ signature: 's_negated' }, { algorithms: [alg] })
    expect(verify(hashes[name], made.toSign, made.credentialKey, made.sig)).toBe(true)
  })

  it('can be any bytes', async () => {
    expect((await signIn({ signature: Uint8Array.of(1) })).signature).toEqual(Uint8Array.of(1))
    const cut = await signIn({ signature: (truth) => truth.slice(2) })
    expect(cut.signature[0]).toBe(0x02)
  })

  it('are wrong in no way that has no name', async () => {
    const signature = 'bit-flipped' as 'bit_flipped'
    await expect(register({ signature })).rejects.toBeInstanceOf(TypeError)
  })

  it('have the names of ECDSA for ECDSA only', async () => {
    const made = register({ signature: 'r_zero' }, { algorithms: [-8] })
    await expect(made).rejects.toBeInstanceOf(TypeError)
  })
})

describe('attestation objects', () => {
  it.each<[string, Faults, (made: Awaited<ReturnType<typeof register>>) => unknown, unknown]>([
    [
      'an unknown format',
      { attestationObject: { fmt: 'x' } },
      (made) => made.object.get('fmt'),
      'x',
    ],
    ['no format', { attestationObject: { fmt: undefined } }, (made) => made.object.size, 2],
    ['no sig', { statement: { sig: undefined } }, (made) => [...made.statement.keys()], ['alg']],
    ['another alg', { statement: { alg: -8 } }, (made) => made.statement.get('alg'), -8],
    [
      'a certificate unasked',
      { statement: { x5c: [authority.certificate] } },
      (made) => made.chain.length,
      1,
    ],
  ])('can have %s', async (_, faults, look, wrong) => {
    expect(look(await register(faults))).toEqual(wrong)
  })

  it('can be no CBOR at all', async () => {
    const authenticator = new SoftwareAuthenticator()
    const { response } = await authenticator.create(creation, {
      origin: ORIGIN,
      faults: { attestationObjectBytes: Uint8Array.of(0xff) },
    })
    expect(response.attestationObject).toBe(encodeBase64url(Uint8Array.of(0xff)))
  })
})

describe('certificates', () => {
  const root = new X509Certificate(authority.certificate)
  const middle = new X509Certificate(authority.intermediate!)

  it('are sound without faults', async () => {
    const { chain, toSign, sig } = await register({}, packed)
    const [leaf, issuer] = chain
    expect(chain).toHaveLength(2)
    expect(leaf!.verify(middle.publicKey) && leaf!.checkIssued(middle)).toBe(true)
    expect(issuer!.verify(root.publicKey) && issuer!.checkIssued(root)).toBe(true)
    expect(root.ca && issuer!.ca).toBe(true)
    expect(leaf!.ca).toBe(false)
    expect(leaf!.subject).toContain('OU=Authenticator Attestation')
    expect(verify('sha256', toSign, leaf!.publicKey, sig)).toBe(true)
  })

  it.each<[string, Faults, (leaf: X509Certificate, issuer: X509Certificate) => unknown, unknown]>([
    [
      'expired',
      { certificate: { notAfter: new Date(0) } },
      (leaf) => leaf.validToDate.getTime(),
      0,
    ],
    ['a CA', { certificate: { basicConstraints: 'ca' } }, (leaf) => leaf.ca, true],
    [
      'of another unit',
      { certificate: { subject: { OU: 'x' } } },
      (leaf) => /OU=x/.test(leaf.subject),
      true,
    ],
    [
      'of no unit',
      { certificate: { subject: { OU: undefined } } },
      (leaf) => /OU=/.test(leaf.subject),
      false,
    ],
    [
      'of version 2',
      { certificate: { version: 2 } },
      (leaf) => leaf.raw.includes(Buffer.from('a003020101', 'hex')),
      true,
    ],
    [
      'of another model',
      { certificate: { aaguid: new Uint8Array(16).fill(0xee) } },
      (leaf) => leaf.raw.includes(Buffer.from(`0410${'ee'.repeat(16)}`, 'hex')),
      true,
    ],
    [
      'badly signed',
      { certificate: { signature: 'bit_flipped' } },
      (leaf, issuer) => leaf.verify(issuer.publicKey),
      false,
    ],
    [
      'under an expired intermediate',
      { intermediate: { notAfter: new Date(0) } },
      (_, issuer) => issuer.validToDate.getTime(),
      0,
    ],
    [
      'from another authority of the same name',
      { chain: 'other_authority' },
      (leaf, issuer) => [leaf.issuer === issuer.subject, leaf.verify(issuer.publicKey)],
      [true, false],
    ],
  ])('can be %s', async (_, faults, look, wrong) => {
    const { chain } = await register(faults, packed)
    expect(look(chain[0]!, chain[1]!)).toEqual(wrong)
  })

  it.each([
    ['root_included', ['Latchkey Test Attestation', 'Intermediate CA', 'Root CA']],
    ['reversed', ['Intermediate CA', 'Latchkey Test Attestation']],
    ['intermediate_missing', ['Latchkey Test Attestation']],
    ['empty', []],
  ] as const)('can come in a chain that is wrong: %s', async (chain, names) => {
    const made = await register({ chain }, packed)
    expect(made.chain.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1])).toEqual(names)
  })

  it('can be contradicted by the signature of the credential key', async () => {
    const made = await register({ signature: 'credential_key' }, packed)
    expect(verify('sha256', made.toSign, made.credentialKey, made.sig)).toBe(true)
    expect(verify('sha256', made.toSign, made.chain[0]!.publicKey, made.sig)).toBe(false)
  })
})

describe('the other formats', () => {
  const tpmOf = async (tpm: Faults['tpm']) => {
    const { statement } = await register({ tpm: tpm! }, { attestation: 'tpm' })
    const pubArea = statement.get('pubArea') as Uint8Array
    const certInfo = statement.get('certInfo') as Uint8Array
    const x5c = statement.get('x5c') as readonly Uint8Array[]
    const leaf = new X509Certificate(x5c[0]!)
    const sound = verify('sha256', certInfo, leaf.publicKey, statement.get('sig') as Uint8Array)
    return { pubArea, certInfo, sound }
  }

  it('sign what a TPM says, lies included', async () => {
    const { certInfo, sound } = await tpmOf({
      magic: 1,
      type: 2,
      extraData: Uint8Array.of(0xab),
    })
    expect(sound).toBe(true)
    expect(Array.from(certInfo.subarray(0, 6))).toEqual([0, 0, 0, 1, 0, 2])
    expect(Array.from(certInfo.subarray(42, 45))).toEqual([0, 1, 0xab])
  })

  it('certify the public area that is given, of another key too', async () => {
    const { certInfo, pubArea, sound } = await tpmOf({ key: 'other' })
    expect(sound).toBe(true)
    expect(same(certInfo.subarray(10, 42), sha256(pubArea))).toBe(true)
  })

  it('describe a key as Android would not', async () => {
    const { chain, statement, toSign, credentialKey } = await register(
      { androidKey: { key: 'other', attestationChallenge: Uint8Array.of(1, 2, 3) } },
      { attestation: 'android-key' },
    )
    const [leaf] = chain
    expect(leaf!.raw.includes(Buffer.from('0403010203', 'hex'))).toBe(true)
    expect(leaf!.publicKey.equals(credentialKey)).toBe(false)
    expect(verify('sha256', toSign, leaf!.publicKey, statement.get('sig') as Uint8Array)).toBe(true)
  })

  it('give Apple another nonce', async () => {
    const nonce = new Uint8Array(32).fill(0xcd)
    const { chain } = await register({ apple: { nonce } }, { attestation: 'apple' })
    expect(chain[0]!.raw.includes(Buffer.from(nonce))).toBe(true)
  })

  it('make SafetyNet tell another time', async () => {
    const { statement } = await register(
      { safetyNet: { payload: { timestampMs: (now) => now + 1, nonce: undefined } } },
      { attestation: 'android-safetynet', now: () => 41 },
    )
    const jws = new TextDecoder().decode(statement.get('response') as Uint8Array)
    const payload: unknown = JSON.parse(
      new TextDecoder().decode(decodeBase64url(jws.split('.')[1]!)),
    )
    expect(payload).toMatchObject({ timestampMs: 42 })
    expect(payload).not.toHaveProperty('nonce')
  })

  it('stand side by side in a compound statement', async () => {
    const { object } = await register({}, { attestation: ['packed-self', 'tpm'] })
    const parts = object.get('attStmt') as readonly CborMap[]
    expect(object.get('fmt')).toBe('compound')
    expect(parts.map((part) => part.get('fmt'))).toEqual(['packed', 'tpm'])
  })

  it('refuse keys that they have no words for', async () => {
    const tpm = register({}, { attestation: 'tpm', algorithms: [-8] })
    const u2f = register({}, { attestation: 'fido-u2f', algorithms: [-8] })
    await expect(tpm).rejects.toMatchObject({ code: 'algorithm_unsupported' })
    await expect(u2f).rejects.toMatchObject({ code: 'algorithm_unsupported' })
  })
})

describe('response JSON', () => {
  const registerRaw = (faults: Faults) =>
    new SoftwareAuthenticator().create(creation, { origin: ORIGIN, faults })

  it('can lack members, have wrong ones and odd ones', async () => {
    const made = await registerRaw({
      json: { id: 5, type: undefined, extra: [1], response: { clientDataJSON: '' } },
    })
    expect(made).toMatchObject({ id: 5, extra: [1], response: { clientDataJSON: '' } })
    expect(made).not.toHaveProperty('type')
    expect(made.response).toHaveProperty('attestationObject')
  })

  it('can be replaced as a whole where an object would go inside', async () => {
    expect((await registerRaw({ json: { response: () => ({}) } })).response).toEqual({})
  })
})
