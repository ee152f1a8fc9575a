/** `latchkey doctor` on the operator's machine: configuration, secret, database, mail and issuers. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctorCommand } from '../../../src/cli/doctor/doctor.ts'
import type { Finding } from '../../../src/cli/doctor/finding.ts'
import { spaceFinding } from '../../../src/cli/doctor/disk-check.ts'
import { databaseVersions } from '../../../src/cli/database-versions.ts'
import {
  openSecretFile,
  replaceAll,
  readSecretFile,
  writeSecretFile,
} from '../../../src/server/secret-file.ts'
import { openStore } from '../../../src/server/store/open-store.ts'
import { freshDatabase, withClient } from '../../store/postgres.ts'
import { deploy, ORIGIN, SOUND } from './deployment.ts'
import { INSIDE } from './inside-table.ts'
import type { Place } from './inside-table.ts'
import { OUTSIDE } from './misconfigurations-table.ts'

let folder: string
let place: Place
const closing: (() => unknown)[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-inside-'))
  place = {
    secret: join(folder, 'secret'),
    database: join(folder, 'latchkey.db'),
    later: (close) => void closing.push(close),
  }
  openSecretFile(place.secret, { create: true })
  await (await openStore(`sqlite:${place.database}`)).close()
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  rmSync(folder, { recursive: true })
})

async function look(change: object, to: readonly string[] = ['--connect-to', '127.0.0.1:1']) {
  const file = join(folder, 'latchkey.json')
  const database = `sqlite:${place.database}`
  const trustedProxies = ['127.0.0.1']
  const config = { ...SOUND, database, secretFile: place.secret, trustedProxies, ...change }
  writeFileSync(file, JSON.stringify(config))
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const world = { environment: {}, colored: false, print, remark: print }
  await doctorCommand([ORIGIN, ...to, '--config', file, '--json'], world)
  const { findings } = JSON.parse(lines.join('')) as { findings: readonly Finding[] }
  const bad = findings.filter(({ severity }) => severity === 'problem' || severity === 'warning')
  for (const { why, fix } of bad) expect([typeof why, typeof fix]).toEqual(['string', 'string'])
  return { named: bad.map(({ check }) => check), text: lines.join(''), findings }
}

const ofServerAlone = (named: readonly string[]) =>
  named.filter((check) => !check.startsWith('assetlinks') && check !== 'reachable')

describe('from inside it names', () => {
  it('nothing of a sound one', async () => {
    expect(ofServerAlone((await look({})).named)).toEqual([])
  })

  it.each(INSIDE)('%s: %s', async (check, _, make) => {
    const { named } = await look(await make(place))
    expect(ofServerAlone(named)).toContain(check)
    expect(ofServerAlone(named).length).toBeLessThanOrEqual(2)
  })

  it.each([
    [
      'a role that may only read',
      'alter role ROLE set default_transaction_read_only = on',
      /no writes from (\w+).*alter role \1 reset/,
    ],
    [
      'a role without a right to write',
      'revoke insert on sessions from ROLE',
      /may not write into the tables.*grant select, insert/,
    ],
  ])('database_read_only: %s', async (_, statement, words) => {
    const url = new URL(await freshDatabase())
    const owner = url.href
    const role = `doctor_${randomBytes(6).toString('hex')}`
    const schema = url.searchParams.get('schema')!
    await withClient(owner, (client) =>
      client.query(`create role ${role} login password 'examined'; grant usage on schema ${schema} to ${role};
        grant select, insert, update, delete on all tables in schema ${schema} to ${role}`),
    )
    place.later(() =>
      withClient(owner, (client) => client.query(`drop owned by ${role}; drop role ${role}`)),
    )
    url.username = role
    url.password = 'examined'
    const database = url.href
    expect(ofServerAlone((await look({ database })).named)).toEqual([])
    await withClient(owner, (client) => client.query(statement.replace('ROLE', role)))
    const { named, text } = await look({ database })
    expect(ofServerAlone(named)).toEqual(['database_read_only'])
    expect(text).toMatch(words)
  })

  it.each([
    ['problem', 15, 1],
    ['warning', 200, 1],
    ['warning', 900, 1000],
    ['ok', 300, 1],
  ])('disk_space: %s with %i MiB free beside a database of %i MiB', (severity, free, used) => {
    const [bytesFree, bytesUsed] = [free * 2 ** 20, used * 2 ** 20]
    const found = spaceFinding({ folder: '/data', free: bytesFree, used: bytesUsed })
    expect(found).toMatchObject({ check: 'disk_space', severity })
    expect(found.what).toContain(`${free} MiB free in /data`)
  })

  it('disk_space: what is free where the database is', async () => {
    const found = (await look({})).findings.find(({ check }) => check === 'disk_space')
    expect(found?.what).toMatch(/^\d+(?:\.\d)? [MG]iB free in \/.*, for a database of 1 MiB$/)
  })

  it('secret_restart: a server that runs with the secret of before', async () => {
    const deployment = await deploy()
    closing.push(() => deployment.close())
    const ca = join(folder, 'ca.pem')
    writeFileSync(ca, deployment.ca)
    const random = Buffer.alloc(32, 7).toString('base64url')
    const file = replaceAll(readSecretFile(place.secret), { now: Date.now(), random })
    writeSecretFile(place.secret, file)
    const to = ['--connect-to', `127.0.0.1:${deployment.port}`, '--ca', ca]
    const { named } = await look({}, to)
    expect(named).toContain('secret_restart')
  })

  it('without changing anything', async () => {
    const row = INSIDE.find(([check]) => check === 'database_version')!
    await row[2](place)
    const before = await databaseVersions(`sqlite:${place.database}`)
    const files = readdirSync(folder)
    await look({})
    expect(await databaseVersions(`sqlite:${place.database}`)).toEqual(before)
    expect(before).not.toHaveLength(0)
    // Not even the log of a database that nobody has open.
    expect(readdirSync(folder).filter((name) => !files.includes(name))).toEqual(['latchkey.json'])
  })

  it('no word of a secret', async () => {
    const row = INSIDE.find(([check]) => check === 'mail_login')!
    const { text } = await look(await row[2](place))
    expect(text).not.toContain('wrong')
    for (const { value } of openSecretFile(place.secret).secret) expect(text).not.toContain(value)
  })
})

/** Every check that the code can raise, read from the code. */
function checksInCode(): ReadonlySet<string> {
  const source = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'doctor')
  const text = readdirSync(source)
    .map((name) => readFileSync(join(source, name), 'utf8'))
    .join('\n')
  const plain = [...text.matchAll(/\b(?:problem|warning)\(\s*'(\w+)'/g)].map(([, name]) => name!)
  const kinds = [...text.matchAll(/\bproblem\(\s*check\('(\w+)'\)/g)].map(([, kind]) => kind!)
  const files = [...text.matchAll(/\bdocument\(\s*'(\w+)'/g)].map(([, name]) => name!)
  return new Set([...plain, ...files.flatMap((file) => kinds.map((kind) => `${file}_${kind}`))])
}

describe('the list of misconfigurations', () => {
  // Each has a test of its own, for it needs more than one thing changed.
  const apart = [
    'reachable',
    'tls',
    'related_origins_listed',
    'secret_restart',
    'disk_space',
    'assetlinks_present',
    'assetlinks_fingerprints',
    'related_origins_present',
    'passkey_endpoints_present',
    'apple_association_present',
  ]
  const seeded = new Set([
    ...OUTSIDE.map(([check]) => check),
    ...INSIDE.map(([check]) => check),
    ...apart,
  ])

  it('has more than forty checks, each with a way to go wrong', () => {
    expect(seeded.size).toBeGreaterThanOrEqual(40)
    expect(OUTSIDE.length + INSIDE.length).toBeGreaterThanOrEqual(80)
  })

  it('has every check that the code can raise, and no other', () => {
    const inCode = checksInCode()
    expect([...inCode].filter((check) => !seeded.has(check))).toEqual([])
    expect([...seeded].filter((check) => !inCode.has(check))).toEqual([])
  })

  it('stands in docs/cli.md: each check with what it looks at, and no symptom with a check that is none', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'cli.md'), 'utf8')
    const [, symptoms = '', checks = ''] = page.split(/^\| (?:You see|Check) +\|.*$/m)
    const firstColumn = checks
      .split('\n## ')[0]!
      .split('\n')
      .map((row) => row.split('|')[1] ?? '')
    const namesIn = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name!)
    expect(new Set(namesIn(firstColumn.join()))).toEqual(checksInCode())
    const causes = symptoms.split('\n').map((row) => row.split('|')[2] ?? '')
    expect(namesIn(causes.join()).filter((name) => !checksInCode().has(name))).toEqual([])
    expect(causes.filter((cause) => namesIn(cause).length > 0).length).toBeGreaterThan(15)
  })
})

describe('what the configuration has and a file leaves out', () => {
  it.each([
    ['assetlinks_present', 'assetlinks.json', undefined],
    ['assetlinks_fingerprints', 'assetlinks.json', []],
    ['assetlinks_package', 'assetlinks.json', []],
    ['related_origins_present', 'webauthn', undefined],
    ['related_origins_listed', 'webauthn', { origins: ['https://example.org'] }],
    ['passkey_endpoints_present', 'passkey-endpoints', undefined],
    ['passkey_endpoints_pages', 'passkey-endpoints', {}],
    ['apple_association_present', 'apple-app-site-association', undefined],
    [
      'apple_association_apps',
      'apple-app-site-association',
      { webcredentials: { apps: ['A1B2C3D4E5.com.example.other'] } },
    ],
  ])('%s of %s', async (check, file, json) => {
    const deployment = await deploy({
      answered: (passing, path) => {
        if (path !== `/.well-known/${file}`) return
        passing.status = json === undefined ? 404 : 200
        passing.body = JSON.stringify(json) ?? ''
      },
    })
    closing.push(() => deployment.close())
    const ca = join(folder, 'ca.pem')
    writeFileSync(ca, deployment.ca)
    const to = ['--connect-to', `127.0.0.1:${deployment.port}`, '--ca', ca]
    expect((await look({}, to)).named).toContain(check)
  })
})
