/** `latchkey doctor` against deployments that are sound but for one thing, which it has to name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctorCommand } from '../../../src/cli/doctor/doctor.ts'
import type { Finding } from '../../../src/cli/doctor/finding.ts'
import type { Environment } from '../../../src/cli/configuration.ts'
import { deploy, DOMAIN, ORIGIN } from './deployment.ts'
import type { Deployment, Fault } from './deployment.ts'
import { OUTSIDE, UNUSUAL } from './misconfigurations-table.ts'

let folder: string
const running: Deployment[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
  rmSync(folder, { recursive: true })
})

interface Diagnosis {
  readonly well: boolean
  readonly findings: readonly Finding[]
  readonly named: readonly string[]
}

async function run(args: readonly string[], environment: Environment = {}): Promise<Diagnosis> {
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  const world = { environment, colored: false, print, remark: print }
  const well = await doctorCommand([...args, '--json'], world)
  const { findings } = JSON.parse(lines.join('')) as { findings: Finding[] }
  const bad = findings.filter(({ severity }) => severity === 'problem' || severity === 'warning')
  for (const { why, fix } of bad) expect([typeof why, typeof fix]).toEqual(['string', 'string'])
  return { well, findings, named: bad.map(({ check }) => check) }
}

async function examine(fault: Fault, url = ORIGIN): Promise<Diagnosis> {
  const deployment = await deploy(fault)
  running.push(deployment)
  const ca = join(folder, 'ca.pem')
  writeFileSync(ca, deployment.ca)
  return run([url, '--connect-to', `127.0.0.1:${deployment.port}`, '--ca', ca])
}

const rows = OUTSIDE.map(([check, what, fault, words = /./]) => ({ check, what, fault, words }))
const RELATED = '/.well-known/webauthn'

describe('a sound deployment', () => {
  it('is left alone', async () => {
    const { well, findings, named } = await examine({})
    expect(named).toEqual([])
    expect(well).toBe(true)
    expect(findings.length).toBeGreaterThan(15)
  })

  it.each(UNUSUAL)('is left alone: %s', async (_, fault) => {
    expect((await examine(fault)).named).toEqual([])
  })
})

describe('from outside it names', () => {
  it.each(rows)('$check: $what', async ({ check, fault, words }) => {
    const { named, findings } = await examine(fault)
    expect(named).toContain(check)
    const sentences = findings.filter((one) => one.check === check && one.severity !== 'ok')
    expect(sentences.map(({ what, why, fix }) => [what, why, fix].join()).join('\n')).toMatch(words)
    // One thing is wrong, and nobody is sent after five others.
    expect(named.length).toBeLessThanOrEqual(3)
  })

  it('related_origins_listed: an origin that the RP ID does not list', async () => {
    const config = { relatedOrigins: ['https://other.test'], hosts: [DOMAIN, 'other.test'] }
    const unlisted: Fault = {
      answered: (passing, path) => {
        if (path === RELATED) passing.body = JSON.stringify({ origins: ['https://example.org'] })
      },
    }
    const { named } = await examine({ config, ...unlisted }, 'https://other.test')
    expect(named).toContain('related_origins_listed')
  })

  it('reachable: a server that is not there', async () => {
    const { well, named } = await run(['https://login.example.com', '--connect-to', '127.0.0.1:1'])
    expect(named).toEqual(['reachable'])
    expect(well).toBe(false)
  })

  it('tls: a server without it', async () => {
    const deployment = await deploy({ plain: 'serves' })
    running.push(deployment)
    const to = `127.0.0.1:${deployment.port}`
    const { named } = await run([`http://${DOMAIN}`, '--connect-to', to])
    expect(named).toContain('tls')
  })

  it.each(['refuses', 'hangs up'] as const)(
    'reachable: a port of TLS that was asked without, and %s',
    async (plain) => {
      const { named, findings } = await examine({ plain }, `http://${DOMAIN}`)
      expect(named).toEqual(['reachable'])
      expect(findings[0]?.fix).toMatch(/^latchkey doctor https:\/\/login\.example\.com /)
    },
  )
})

describe('the report', () => {
  it('says what, why and what to change', async () => {
    const lines: string[] = []
    const print = (line: string) => void lines.push(line)
    const world = { environment: {}, colored: false, print, remark: print }
    const well = await doctorCommand([ORIGIN, '--connect-to', '127.0.0.1:1'], world)
    expect(well).toBe(false)
    expect(lines[0]).toMatch(/^PROBLEM https:\/\/login\.example\.com does not answer/)
    expect(lines[1]).toMatch(/why: /)
    expect(lines[2]).toMatch(/fix: .*\[reachable\]$/)
    expect(lines.at(-1)).toBe('1 check: 1 problem, 0 warnings')
  })

  it.each([[['a', 'b']], [['ftp://example.com']], [[]], [[ORIGIN, '--connect-to', 'nowhere']]])(
    'takes %j as a mistake',
    async (args) => {
      const world = {
        environment: {},
        colored: false,
        print: () => undefined,
        remark: () => undefined,
      }
      await expect(doctorCommand(args, world)).rejects.toMatchObject({ name: 'UsageError' })
    },
  )
})
