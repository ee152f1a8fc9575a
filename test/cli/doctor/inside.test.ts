/** `latchkey doctor` on the operator's machine: configuration, secret, database, mail and issuers. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctorCommand } from '../../../src/cli/doctor/doctor.ts'
import type { Finding } from '../../../src/cli/doctor/finding.ts'
import { databaseVersions } from '../../../src/cli/database-versions.ts'
import {
  openSecretFile,
  replaceAll,
  readSecretFile,
  writeSecretFile,
} from '../../../src/server/secret-file.ts'
import { openStore } from '../../../src/server/store/open-store.ts'
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
  return { named: bad.map(({ check }) => check), text: lines.join('') }
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
    await look({})
    expect(await databaseVersions(`sqlite:${place.database}`)).toEqual(before)
    expect(before).not.toHaveLength(0)
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
    'assetlinks_present',
    'assetlinks_fingerprints',
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

describe('what an app is told that the file leaves out', () => {
  it.each([
    ['assetlinks_present', 404, ''],
    ['assetlinks_fingerprints', 200, '[]'],
  ])('%s', async (check, status, body) => {
    const deployment = await deploy({
      answered: (passing, path) => {
        if (path !== '/.well-known/assetlinks.json') return
        passing.status = status
        passing.body = body
      },
    })
    closing.push(() => deployment.close())
    const ca = join(folder, 'ca.pem')
    writeFileSync(ca, deployment.ca)
    const to = ['--connect-to', `127.0.0.1:${deployment.port}`, '--ca', ca]
    expect((await look({}, to)).named).toContain(check)
  })
})
