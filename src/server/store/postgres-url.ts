/**
 * What a `postgres://` URL says, checked without a connection and without a word of it in an error.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { isIPv4 } from 'node:net'

/** Where a PostgreSQL server is and how it is spoken to. */
export interface PostgresAddress {
  /** A host name, an address, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  /** Absent: what the driver's environment says (`PGUSER`, `PGPASSWORD`, `~/.pgpass`). */
  readonly user: string | undefined
  readonly password: string | undefined
  /** The tables are in this schema and nowhere else. */
  readonly schema: string
  /** Connections of one process. */
  readonly connections: number
  /** Absent: no TLS. */
  readonly tls: PostgresTls | undefined
}

/** TLS that verifies certificate and host name; there is no weaker one. Names of files. */
export interface PostgresTls {
  /** Absent: the certificate authorities that Node knows. */
  readonly rootCertificate: string | undefined
  readonly certificate: string | undefined
  readonly key: string | undefined
}

const PARAMETERS = new Set([
  'host',
  'schema',
  'pool_size',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
])

/** Modes of libpq; all that use TLS mean `verify-full` here, which is the only one that proves who answers. */
const TLS_MODES = new Set(['require', 'verify-ca', 'verify-full'])

/** Whether a text names a PostgreSQL database at all. */
export function isPostgresUrl(url: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(url)
}

/**
 * Reads `postgres://user:password@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem&schema=public&pool_size=10`.
 *
 * Off this machine TLS is on, with certificate and host name verified, unless the URL says `sslmode=disable`.
 *
 * @throws TypeError when it is not such a URL. The sentence never holds the URL: there is a password in it.
 */
export function parsePostgresUrl(text: string): PostgresAddress {
  const url = isPostgresUrl(text) && URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) throw wrong('has to look like postgres://user:password@host/database')
  for (const name of url.searchParams.keys()) {
    if (!PARAMETERS.has(name)) throw wrong(`has the parameter ${name}, which is not known`)
  }
  const database = decode(url.pathname.slice(1))
  const host = url.searchParams.get('host') ?? decode(url.hostname.replace(/^\[(.*)\]$/, '$1'))
  if (database === '' || database.includes('/')) throw wrong('has to name one database')
  if (host === '') throw wrong('has to name a host')
  const schema = url.searchParams.get('schema') ?? 'public'
  if (!/^[a-z_]\w{0,62}$/.test(schema)) throw wrong('has a schema that is not a plain small word')
  return {
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    database,
    user: url.username === '' ? undefined : decode(url.username),
    password: url.password === '' ? undefined : decode(url.password),
    schema,
    connections: poolSize(url.searchParams.get('pool_size') ?? '10'),
    tls: tlsOf(url, host),
  }
}

/** The files that TLS needs, read. */
export function readTlsFiles({ rootCertificate, certificate, key }: PostgresTls) {
  const read = (path: string | undefined) =>
    path === undefined ? undefined : readFileSync(path, 'utf8')
  return {
    rejectUnauthorized: true,
    ...(rootCertificate !== undefined && { ca: read(rootCertificate) }),
    ...(certificate !== undefined && { cert: read(certificate) }),
    ...(key !== undefined && { key: read(key) }),
  }
}

function tlsOf({ searchParams }: URL, host: string): PostgresTls | undefined {
  const mode = searchParams.get('sslmode') ?? (isThisMachine(host) ? 'disable' : 'verify-full')
  if (mode === 'disable') return undefined
  if (!TLS_MODES.has(mode)) {
    throw wrong('has an sslmode that is neither verify-full nor disable')
  }
  const root = searchParams.get('sslrootcert')
  return {
    rootCertificate: root === null || root === 'system' ? undefined : root,
    certificate: searchParams.get('sslcert') ?? undefined,
    key: searchParams.get('sslkey') ?? undefined,
  }
}

/** Loopback, or a Unix socket. */
function isThisMachine(host: string): boolean {
  if (host.startsWith('/') || host === 'localhost' || host === '::1') return true
  return isIPv4(host) && host.startsWith('127.')
}

function poolSize(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw wrong('has a pool_size that is not a whole number from 1 to 999')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw wrong('has a percent sign that stands for nothing')
  }
}

function wrong(what: string): TypeError {
  return new TypeError(`the PostgreSQL URL ${what}`)
}
