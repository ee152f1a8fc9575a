/**
 * What a durable sign-in costs the SQLite store: the price of an fsync when it is shared and when it is not,
 * and how many bytes reach the disk. Everything is interleaved in one run; the ratios carry over to other
 * machines, the rates do not.
 *
 * `npm exec -- node bench/store.ts [rounds] [accounts]`; the databases live in the system's temporary
 * directory, which has to be a real disk for the bytes to count.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBase64url } from '../src/bytes/base64url.ts'
import { openSqliteStore } from '../src/server/store/sqlite-store.ts'
import type { NewSession, Store } from '../src/server/store/store.ts'

const rounds = Number(process.argv[2] ?? 7)
const accounts = Number(process.argv[3] ?? 5_000)
const SIGN_INS = 2_000

interface Person {
  readonly account: string
  readonly credential: string
}

const random = (length: number) => encodeBase64url(randomBytes(length))
let sequence = 0

/** Time first, so that sessions land at the right edge of their table. */
function sessionId(now: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes.writeUInt16BE(sequence++ & 0xffff, 6)
  return encodeBase64url(bytes)
}

function sessionOf(person: Person, now: number): NewSession {
  return {
    id: sessionId(now),
    accountId: person.account,
    epoch: 0,
    credentialId: person.credential,
    method: 'passkey',
    methods: ['passkey'],
    verifiedAt: now,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + 30 * 86_400_000,
    device: 'Chrome on Windows',
    secretHash: randomBytes(32),
  }
}

const challenge = (now: number) => ({
  digest: randomBytes(32),
  keyId: 1,
  issuedAt: now,
  expiresAt: now + 360_000,
})

const event = (name: string, person: Person, now: number) => ({
  at: now,
  requestId: random(12),
  event: name,
  outcome: 'accepted' as const,
  reason: undefined,
  accountId: person.account,
  credentialId: person.credential,
})

async function register(store: Store): Promise<Person> {
  const now = Date.now()
  const person = { account: random(16), credential: random(16) }
  const name = random(6)
  await store.finishRegistration({
    challenge: challenge(now),
    account: {
      id: person.account,
      username: name,
      usernameKey: name.toLowerCase() + random(4),
      displayName: name,
      userHandle: random(32),
      sessionEpoch: 0,
      disabled: false,
      createdAt: now,
    },
    credential: {
      id: person.credential,
      accountId: person.account,
      kind: 'passkey',
      credentialId: random(32),
      publicKey: random(77),
      algorithm: -7,
      signCount: 0,
      transports: ['internal', 'hybrid'],
      aaguid: '00000000-0000-0000-0000-000000000000',
      uvInitialized: true,
      backupEligible: true,
      backupState: true,
      attestationFormat: 'none',
      name: undefined,
      createdAt: now,
      lastUsedAt: undefined,
    },
    passkeyLimit: 20,
    askingSession: undefined,
    session: undefined,
    endSessionId: undefined,
    audit: event('registration', person, now),
  })
  return person
}

async function signIn(store: Store, person: Person): Promise<void> {
  const now = Date.now()
  const conflict = await store.finishAuthentication({
    challenge: challenge(now),
    credentialId: person.credential,
    accountId: person.account,
    signCount: 0,
    backupState: true,
    signCountPolicy: 'refuse',
    session: sessionOf(person, now),
    endSessionId: undefined,
    audit: event('authentication', person, now),
  })
  if (conflict !== undefined) throw new Error(conflict)
}

class Subject {
  readonly store: Store
  readonly people: readonly Person[]
  readonly inFlight: number
  readonly rates: number[] = []
  readonly syscallBytes: number[] = []
  readonly diskBytes: number[] = []

  constructor(store: Store, people: readonly Person[], inFlight: number) {
    this.store = store
    this.people = people
    this.inFlight = inFlight
  }

  async round(): Promise<void> {
    const before = written()
    const start = performance.now()
    let left = SIGN_INS
    const worker = async () => {
      while (left-- > 0) {
        await signIn(this.store, this.people[Math.floor(Math.random() * this.people.length)]!)
      }
    }
    await Promise.all(Array.from({ length: this.inFlight }, worker))
    this.rates.push(SIGN_INS / ((performance.now() - start) / 1000))
    const after = written()
    this.syscallBytes.push((after.syscalls - before.syscalls) / SIGN_INS)
    this.diskBytes.push((after.disk - before.disk) / SIGN_INS)
  }
}

/** What this process has written so far (Linux; zeros elsewhere). */
function written(): { readonly syscalls: number; readonly disk: number } {
  try {
    const io = readFileSync('/proc/self/io', 'utf8')
    const figure = (name: string) => Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(io)?.[1])
    return { syscalls: figure('wchar'), disk: figure('write_bytes') }
  } catch {
    return { syscalls: 0, disk: 0 }
  }
}

async function subject(
  directory: string,
  name: string,
  synchronous: 'FULL' | 'NORMAL',
  inFlight: number,
): Promise<Subject> {
  const store = await openSqliteStore(`sqlite:${join(directory, name)}.db`, { synchronous })
  const people = await Promise.all(Array.from({ length: accounts }, () => register(store)))
  return new Subject(store, people, inFlight)
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
const ratio = (one: Subject, other: Subject) =>
  median(one.rates.map((rate, round) => rate / other.rates[round]!)).toFixed(2)

const directory = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
try {
  const subjects = {
    'FULL, 32 in flight': await subject(directory, 'full', 'FULL', 32),
    'NORMAL, 32 in flight': await subject(directory, 'normal', 'NORMAL', 32),
    'FULL, one at a time': await subject(directory, 'serial', 'FULL', 1),
  }
  for (let round = 0; round <= rounds; round++) {
    for (const one of Object.values(subjects)) {
      await one.round()
      // The first round warms up.
      if (round === 0) for (const list of [one.rates, one.syscallBytes, one.diskBytes]) list.pop()
    }
  }
  for (const [name, one] of Object.entries(subjects)) {
    const rate = median(one.rates).toFixed(0)
    const bytes = (list: readonly number[]) => (median(list) / 1024).toFixed(2)
    console.log(
      `${name}: ${rate} sign-ins/s, ${bytes(one.syscallBytes)} KiB given to the system and ` +
        `${bytes(one.diskBytes)} KiB sent to the disk per sign-in`,
    )
  }
  const [full, normal, serial] = Object.values(subjects)
  console.log(`FULL / NORMAL, 32 in flight: ${ratio(full!, normal!)} (gate 0.70, stretch 0.80)`)
  console.log(`shared / own commit, FULL: ${ratio(full!, serial!)}`)
  await Promise.all(Object.values(subjects).map((one) => one.store.close()))
} finally {
  rmSync(directory, { recursive: true })
}
