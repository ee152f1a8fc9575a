/**
 * What can be wrong with a deployment: each row changes one thing of a sound one, and the first word is the
 * check that has to name it.
 */
import { gzipSync } from 'node:zlib'
import { DOMAIN, FINGERPRINT, ORIGIN } from './deployment.ts'
import type { Fault, Passing } from './deployment.ts'

/** The check, what is wrong, how to make it so, and words that the finding has to have. */
export type Row = readonly [check: string, what: string, fault: Fault, words?: RegExp]

/** Changes the answer on one path. */
const on = (path: string, change: (passing: Passing) => void): Fault => ({
  answered: (passing, seen) => {
    if (seen === path) change(passing)
  },
})
const header = (path: string, name: string, value: string | undefined) =>
  on(path, ({ headers }) => {
    if (value === undefined) delete headers[name]
    else headers[name] = value
  })
const body = (path: string, change: (json: never) => unknown) =>
  on(path, (passing) => {
    passing.body = JSON.stringify(change(JSON.parse(passing.body) as never))
  })
const cookie = (change: (cookie: string) => string) =>
  on(OPTIONS, ({ headers }) => {
    headers['set-cookie'] = [headers['set-cookie'] ?? []].flat().map(change)
  })

const OPTIONS = '/auth/authentication/options'
const LINKS = '/.well-known/assetlinks.json'
const APPLE = '/.well-known/apple-app-site-association'
const RELATED = '/.well-known/webauthn'
const ENDPOINTS = '/.well-known/passkey-endpoints'

const robots = (text: string) =>
  on('/robots.txt', (passing) => {
    passing.status = 200
    passing.headers['content-type'] = 'text/plain'
    passing.body = text
  })

function pack(passing: Passing, content: Buffer): void {
  passing.headers['content-encoding'] = 'gzip'
  passing.bytes = gzipSync(content)
}

/** Every second answer was sealed by another version of the secret. */
function everySecond(): Fault {
  let count = 0
  return body(OPTIONS, (json: { challenge?: string }) => {
    // A refusal has none.
    if (json.challenge === undefined) return json
    const bytes = Buffer.from(json.challenge, 'base64url')
    if (count++ % 2 === 1) bytes.writeUInt16BE(bytes.readUInt16BE(2) + 1, 2)
    return { ...json, challenge: bytes.toString('base64url') }
  })
}

const FILES = [
  ['related_origins', RELATED],
  ['passkey_endpoints', ENDPOINTS],
  ['assetlinks', LINKS],
  ['apple_association', APPLE],
] as const

/** What can be wrong with each of the files, whatever is in it. */
const FILE_ROWS: readonly Row[] = FILES.flatMap(([name, path]): readonly Row[] => [
  [
    `${name}_redirect`,
    'a redirect',
    on(path, (passing) => {
      passing.status = 301
      passing.headers['location'] = 'https://www.example.com/'
    }),
  ],
  [
    `${name}_status`,
    'a file that asks to sign in',
    on(path, (passing) => {
      passing.status = 401
    }),
  ],
  [`${name}_type`, 'another type', header(path, 'content-type', 'text/html')],
  [
    `${name}_json`,
    'no JSON',
    on(path, (passing) => {
      passing.body = '<html>'
    }),
  ],
])

const ROWS: readonly Row[] = [
  [
    'certificate',
    'a certificate of another name',
    { certificate: { name: 'example.org' } },
    /is for "example\.org" and not/,
  ],
  [
    'certificate',
    'a certificate of an unknown authority',
    { certificate: { signedBy: 'somebody unknown' } },
    /comes without.*fullchain\.pem/,
  ],
  [
    'certificate',
    'a certificate that is signed by itself',
    { certificate: { signedBy: 'itself' } },
    /signed by itself.*certbot/,
  ],
  ['certificate', 'a certificate that has ended', { certificate: { days: -0.5 } }, /ended on 20/],
  [
    'certificate',
    'a certificate that has not begun',
    { certificate: { begins: 2 } },
    /begins on 20.*set-ntp/,
  ],
  ['tls_version', 'TLS of before 2018', { oldTls: 'too' }, /1\.1 or 1\.0.*ssl_protocols/],
  ['tls_version', 'no TLS of today', { oldTls: 'alone' }, /nothing newer than TLS 1\.1/],
  ['certificate_age', 'a certificate that ends soon', { certificate: { days: 5, begins: -85 } }],
  ['http_redirect', 'http that does not lead to https', { plain: 'serves' }],
  [
    'options',
    'an origin that is not configured',
    {
      config: {
        origins: ['https://example.com'],
        rpId: 'example.com',
        passkeyEndpoints: {},
        changePasswordUrl: 'https://example.com/',
        hosts: [DOMAIN],
      },
    },
  ],
  ['options', 'a host that is not configured', { config: { hosts: ['inner.example'] } }],
  ['options', 'options in an envelope', body(OPTIONS, (json) => ({ publicKey: json }))],
  [
    'challenge',
    'a short challenge',
    body(OPTIONS, (json: object) => ({ ...json, challenge: 'AAAA' })),
  ],
  [
    'fresh_challenges',
    'a cached challenge',
    body(OPTIONS, (json: object) => ({ ...json, challenge: 'A'.repeat(64) })),
  ],
  ['options_type', 'options of another type', header(OPTIONS, 'content-type', 'text/plain')],
  ...(
    [
      ['of another site', 'example.org', /relatedOrigins: \['https:\/\/login\.example\.com'\]/],
      ['that is a public suffix', 'com', /public suffix.*LATCHKEY_RP_ID=example\.com/],
      ['that is an address', '192.0.2.1', /no domain/],
      ['that is an address in disguise', '127.1', /no domain/],
      ['that is nearly an address', '999.999.999.999', /no domain/],
      ['with a port', 'login.example.com:8443', /no domain.*LATCHKEY_RP_ID=login\.example\.com/],
      ['with a scheme', 'https://login.example.com', /no domain/],
      ['in capitals', 'Login.Example.com', /no domain.*lower case/],
      ['that leads elsewhere', 'example.com/?', /no domain/],
    ] as const
  ).map(([what, rpId, words]): Row => [
    'rp_id',
    `an RP ID ${what}`,
    body(OPTIONS, (json: object) => ({ ...json, rpId })),
    words,
  ]),
  ...(
    [
      [301, /leads to "https:\/\/www\.example\.com\/".*before any redirect/],
      [401, /auth_basic off/],
      [404, /LATCHKEY_BASE_PATH/],
      [429, /LATCHKEY_TRUSTED_PROXIES/],
      [500, /journalctl/],
      [502, /the proxy reaches no server/],
    ] as const
  ).map(([status, words]): Row => [
    'options',
    `options with status ${status}`,
    on(OPTIONS, (passing) => {
      passing.status = status
      passing.headers['location'] = 'https://www.example.com/'
    }),
    words,
  ]),
  ...(
    [
      [
        'a page in the place of the options',
        (passing: Passing) => (passing.body = '<!doctype html>'),
        /a page.*location of the pages/,
      ],
      [
        'options without end',
        (passing: Passing) => (passing.body = 'x'.repeat(2_000_000)),
        /more than 1048576 bytes/,
      ],
      [
        'options that unpack without end',
        (passing: Passing) => pack(passing, Buffer.alloc(5_000_000)),
        /more than 1048576 bytes/,
      ],
      [
        'options that are not compressed as they say',
        (passing: Passing) => (passing.headers['content-encoding'] = 'gzip'),
        /not compressed as it says/,
      ],
    ] as const
  ).map(([what, change, words]): Row => ['options', what, on(OPTIONS, change), words]),
  ['clock', 'a clock that is behind', { skew: -120_000 }],
  ['clock', 'a clock that is ahead', { skew: 120_000 }],
  ['no_store', 'answers that may be cached', header(OPTIONS, 'cache-control', 'public')],
  ['cors', 'answers that every site may read', header(OPTIONS, 'access-control-allow-origin', '*')],
  ['nosniff', 'types that may be guessed', header(OPTIONS, 'x-content-type-options', undefined)],
  ['banner', 'a banner', header(OPTIONS, 'x-powered-by', 'Express')],
  ['ceremony_cookie', 'a cookie that is lost', header(OPTIONS, 'set-cookie', undefined)],
  ['cookie_flags', 'a cookie without Secure', cookie((one) => one.replace(/; Secure/i, ''))],
  [
    'cookie_flags',
    'a cookie for scripts',
    cookie((one) => one.replace(/; HttpOnly/i, '')),
    /HttpOnly/,
  ],
  [
    'cookie_flags',
    'a cookie that other sites send',
    cookie((one) => one.replace(/; SameSite=Strict/i, '; SameSite=None')),
    /SameSite=Strict/,
  ],
  [
    'cookie_flags',
    'a cookie without its prefix',
    cookie((one) => one.replace('__Host-', '')),
    /__Host- in its name/,
  ],
  ['cookie_flags', 'a cookie for all subdomains', cookie((one) => `${one}; Domain=example.com`)],
  ['hsts', 'a page without HSTS', header('/', 'strict-transport-security', undefined)],
  ['hsts', 'a page with a day of HSTS', header('/', 'strict-transport-security', 'max-age=86400')],
  [
    'permissions_policy',
    'a page that forbids passkeys',
    header('/', 'permissions-policy', 'publickey-credentials-get=()'),
  ],
  ['framing', 'a page that may be framed', header('/', 'content-security-policy', undefined)],
  [
    'framing',
    'a page that any site may frame, and that says so',
    header('/', 'content-security-policy', "default-src 'self'; frame-ancestors *"),
  ],
  [
    'options',
    'a firewall in front of the server',
    on(OPTIONS, (passing) => {
      passing.status = 403
      passing.headers['content-type'] = 'text/html'
      passing.body = '<title>Access denied</title>'
    }),
    /something in front of the server.*WAF/,
  ],
  [
    'cross_site',
    'a proxy that drops Origin',
    {
      asked: (headers) => {
        headers.delete('origin')
        headers.delete('cookie')
      },
    },
  ],
  ['host', 'a proxy that replaces Host', { asked: (headers) => headers.set('host', DOMAIN) }],
  [
    'refusals',
    'error pages of the proxy',
    on('/auth/nothing-here', ({ headers }) => {
      headers['content-type'] = 'text/html'
    }),
  ],
  [
    'ready',
    'a server that is not ready',
    on('/readyz', (passing) => {
      passing.status = 503
    }),
  ],
  [
    'related_origins_labels',
    'too many labels',
    {
      config: {
        relatedOrigins: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `https://${name}-site.test`),
      },
    },
  ],
  [
    'related_origins_form',
    'a related origin with a slash',
    body(RELATED, () => ({ origins: ['https://example.org/'] })),
  ],
  [
    'related_origins_form',
    'a related origin of http',
    body(RELATED, () => ({ origins: ['http://example.org', 'https://example.net'] })),
    /"http:\/\/example\.org" is no origin of https.*'https:\/\/example\.org'/,
  ],
  ['related_origins_shape', 'related origins without a list', body(RELATED, () => ({}))],
  [
    'passkey_endpoints_pages',
    'an endpoint that is a path',
    body(ENDPOINTS, () => ({ enroll: '/new' })),
  ],
  [
    'passkey_endpoints_pages',
    'an endpoint on another site',
    body(ENDPOINTS, (json: object) => ({ ...json, manage: 'https://evil-example.com/' })),
    /"manage" leads to another site: "https:\/\/evil-example\.com\/"/,
  ],
  ['passkey_endpoints_pages', 'endpoints in a list', body(ENDPOINTS, () => []), /no object/],
  [
    'assetlinks_relations',
    'an asset link with one relation',
    body(LINKS, (json: { relation: string[] }[]) =>
      json.map((one) => ({ ...one, relation: one.relation.slice(0, 1) })),
    ),
  ],
  ['assetlinks_shape', 'asset links that are no list', body(LINKS, () => ({}))],
  [
    'assetlinks_fingerprint_form',
    'a fingerprint in lower case',
    on(LINKS, (passing) => {
      passing.body = passing.body.replace(FINGERPRINT, FINGERPRINT.toLowerCase())
    }),
  ],
  ...(
    [
      ['of another form', FINGERPRINT.replaceAll(':', ''), /without colons/],
      ['that is a SHA-1', FINGERPRINT.slice(0, 59), /a SHA-1/],
      ['that is none', 'AB:CD:…', /"AB:CD:…"/],
    ] as const
  ).map(([what, print, words]): Row => [
    'assetlinks_fingerprint_form',
    `a fingerprint ${what}`,
    on(LINKS, (passing) => {
      passing.body = passing.body.replace(FINGERPRINT, print)
    }),
    words,
  ]),
  [
    'assetlinks_json',
    'asset links without end',
    on(LINKS, (passing) => {
      passing.body = JSON.stringify([passing.body, 'x'.repeat(2_000_000)])
    }),
    /more than 1048576 bytes/,
  ],
  [
    'assetlinks_json',
    'asset links that unpack without end',
    on(LINKS, (passing) => pack(passing, Buffer.alloc(5_000_000))),
    /more than 1048576 bytes/,
  ],
  [
    'apple_association_apps',
    'an Apple file for links alone',
    body(APPLE, () => ({ applinks: { details: [] } })),
    /no list webcredentials\.apps/,
  ],
  [
    'apple_association_apps',
    'an Apple app without its team',
    body(APPLE, () => ({ webcredentials: { apps: ['com.example.app'] } })),
  ],
  [
    'change_password',
    'change-password that is broken',
    on('/.well-known/change-password', (passing) => {
      passing.status = 500
    }),
  ],
  [
    'missing_pages',
    'a site that answers 200 to everything',
    on(
      '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
      (passing) => {
        passing.status = 200
      },
    ),
  ],
  ['robots', 'robots.txt that forbids the files', robots('User-agent: *\nDisallow: /\n')],
  ...(
    [
      ['everything that begins with a dot', 'User-agent: *\nDisallow: /.\n'],
      [
        'all of it to Google',
        'User-agent: *\nAllow: /\n\nuser-agent: Googlebot # ours\ndisallow: /*',
      ],
      ['two kinds of files', 'User-Agent: x\nUser-agent: *\nAllow: /\nDisallow: /*/a*.json$'],
    ] as const
  ).map(([what, text]): Row => ['robots', `robots.txt that forbids ${what}`, robots(text)]),
  [
    'assetlinks_package',
    'an asset link of no package',
    on(LINKS, (passing) => {
      passing.body = passing.body.replace('com.example.app', 'app')
    }),
  ],
  [
    'assetlinks_site',
    'asset links that leave the site out',
    body(LINKS, (json: { target: { namespace: string } }[]) =>
      json.filter(({ target }) => target.namespace !== 'web'),
    ),
  ],
  [
    'apple_association_size',
    'an Apple file that is too large',
    body(APPLE, (json: object) => ({ ...json, padding: 'x'.repeat(140_000) })),
  ],
  [
    'permissions_policy',
    'a page that leaves passkeys to another site',
    header('/', 'permissions-policy', 'publickey-credentials-create=("https://other.example")'),
  ],
  ['compression', 'answers that are compressed', { compresses: true }],
  ['edge_cache', 'a CDN that keeps answers', header(OPTIONS, 'x-cache', 'Hit from edge')],
  ['edge_cache', 'a cache that tells an age', header(OPTIONS, 'age', '7')],
  ['http_version', 'a proxy that speaks HTTP/1.0', { old: true }],
  [
    'body_limit',
    'a proxy that takes short bodies only',
    on('/auth/authentication', (passing) => {
      passing.status = 413
    }),
  ],
  [
    'fetch_metadata',
    'a proxy that drops Sec-Fetch-Site',
    { asked: (headers) => headers.delete('sec-fetch-site') },
  ],
  ['secret_differs', 'processes with different secrets', everySecond()],
]

/** Deployments in which nothing is wrong, though it may look so: what, how to make it so. */
export const UNUSUAL: readonly (readonly [what: string, fault: Fault])[] = [
  ...(
    [
      ['keeps others out', 'User-agent: *\nAllow: /\n\nUser-agent: GPTBot\nDisallow: /\n'],
      ['opens the folder', 'User-agent: *\nDisallow: /\nAllow: /.well-known\n'],
      ['opens the file', 'User-agent: *\nDisallow: /\nAllow: /*/assetlinks.json$\n'],
      ['opens it to Google', 'User-agent: *\nDisallow: /\nUser-agent: Googlebot\nDisallow:\n'],
      ['is a page', '<!doctype html>\nDisallow: /\n'],
    ] as const
  ).map(([what, text]) => [`a robots.txt that ${what}`, robots(text)] as const),
  ['a port that answers who comes without TLS with a refusal', { plain: 'refuses' }],
  ...[201, 301, 308].map((status) => {
    const answered = on('/.well-known/change-password', (passing) => {
      passing.status = status
    })
    return [`change-password with status ${status}`, answered] as const
  }),
  ['a certificate that lives for six days', { certificate: { days: 5, begins: -1 } }],
  [
    'a page that allows passkeys to its own address',
    header('/', 'permissions-policy', `publickey-credentials-get=("${ORIGIN}")`),
  ],
  [
    'an app that shows its page for every path that is not of the server',
    {
      answered: (passing, path) => {
        if (path !== '/readyz') return
        passing.status = 200
        passing.headers['content-type'] = 'text/html; charset=utf-8'
        passing.body = '<!doctype html>'
      },
    },
  ],
  [
    'a proxy that leads other names to its own',
    {
      answered: (passing, path) => {
        if (path !== '/readyz' || passing.status < 400) return
        passing.status = 301
        passing.headers['location'] = `${ORIGIN}/`
        passing.body = ''
      },
    },
  ],
]

/** As anyone can see it. */
export const OUTSIDE: readonly Row[] = [...FILE_ROWS, ...ROWS]
