import { describe, expect, it } from 'vitest'
import { isPostgresUrl, parsePostgresUrl } from './postgres-url.ts'

describe('parsePostgresUrl', () => {
  it('reads everything that a URL may say', () => {
    const url =
      'postgresql://ana:p%40ss%2F@db.example.com:6432/auth?schema=latchkey&pool_size=25' +
      '&sslmode=verify-ca&sslrootcert=/etc/ca.pem&sslcert=/etc/c.pem&sslkey=/etc/k.pem'
    expect(parsePostgresUrl(url)).toEqual({
      host: 'db.example.com',
      port: 6432,
      database: 'auth',
      user: 'ana',
      password: 'p@ss/',
      schema: 'latchkey',
      connections: 25,
      tls: { rootCertificate: '/etc/ca.pem', certificate: '/etc/c.pem', key: '/etc/k.pem' },
    })
  })

  it('fills in what a URL does not say', () => {
    expect(parsePostgresUrl('postgres://localhost/auth')).toEqual({
      host: 'localhost',
      port: 5432,
      database: 'auth',
      user: undefined,
      password: undefined,
      schema: 'public',
      connections: 10,
      tls: undefined,
    })
  })

  it.each([
    ['localhost', false],
    ['127.0.0.1', false],
    ['127.8.9.1', false],
    ['[::1]', false],
    ['db.example.com', true],
    ['10.0.0.7', true],
    ['[fd00::1]', true],
    ['127.example.com', true],
    ['localhost.example.com', true],
  ])('uses TLS off this machine (R150): %s', (host, expected) => {
    expect(parsePostgresUrl(`postgres://${host}/auth`).tls !== undefined).toBe(expected)
  })

  it('needs no TLS on a Unix socket', () => {
    const { host, tls } = parsePostgresUrl('postgres://any/auth?host=/run/postgresql')
    expect([host, tls]).toEqual(['/run/postgresql', undefined])
  })

  it.each([
    ['disable', false],
    ['require', true],
    ['verify-full', true],
  ])('does as sslmode=%s says, and verifies whenever it uses TLS', (mode, expected) => {
    const { tls } = parsePostgresUrl(`postgres://db.example.com/auth?sslmode=${mode}`)
    expect(tls !== undefined).toBe(expected)
  })

  it.each([
    'sqlite:x',
    'postgres://',
    'postgres://host',
    'postgres://host/',
    'postgres://host/one/two',
    'postgres:///auth',
    'postgres://ana:hunter2@host/auth?sslmode=prefer',
    'postgres://ana:hunter2@host/auth?sslmode=allow',
    'postgres://ana:hunter2@host/auth?options=-c%20fsync%3Doff',
    'postgres://ana:hunter2@host/auth?pool_size=0',
    'postgres://ana:hunter2@host/auth?pool_size=1e3',
    'postgres://ana:hunter2@host/auth?schema=a%22b',
    'postgres://ana:hunter2%@host/auth',
    'postgres://ana:hunter2@host:99999/auth',
  ])('refuses %s, without a word of the password', (url) => {
    const parse = () => parsePostgresUrl(url)
    expect(parse).toThrow(TypeError)
    expect(parse).not.toThrow(/hunter2/)
  })

  it('is asked for by its scheme alone', () => {
    expect(isPostgresUrl('postgres://x')).toBe(true)
    expect(isPostgresUrl('postgresql://x')).toBe(true)
    expect(isPostgresUrl('sqlite:postgres://x')).toBe(false)
  })
})
