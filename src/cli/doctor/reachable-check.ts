/**
 * Nothing came back: what that means, by the code that the network gave.
 *
 * @module
 */
import { problem } from './finding.ts'
import type { Finding } from './finding.ts'
import type { Target } from './options-checks.ts'
import type { Silence } from './probe.ts'

/** Of an origin that did not answer. */
export function notReachable({ error }: Silence, { origin, basePath }: Target): Finding {
  const { hostname, port, protocol } = origin
  const at = port || (protocol === 'https:' ? '443' : '80')
  const [words, fix] = REASONS.find(([codes]) => codes.test(error))?.[1]({ hostname, at }) ?? [
    'nothing listens there',
    `start the server (latchkey serve, port 8080), and in the proxy: location ${basePath}/ { proxy_pass http://127.0.0.1:8080; }`,
  ]
  return problem('reachable', `${origin.origin} does not answer (${error}): ${words}`, {
    why: 'nobody can sign in',
    fix,
  })
}

/** Of an origin of http, where https answers. */
export function onlySecure({ origin }: Target): Finding {
  const secure = `https://${origin.host}`
  return problem('reachable', `${origin.origin} serves nothing, and ${secure} answers`, {
    why: 'nobody can sign in at an address that serves nothing',
    fix: `latchkey doctor ${secure} (with the same --connect-to, if any)`,
  })
}

type Reason = (where: {
  readonly hostname: string
  readonly at: string
}) => readonly [string, string]

const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [
    /^(?:ENOTFOUND|EAI_\w+|ENODATA|EINVAL)$/,
    ({ hostname }) => [
      `the name ${hostname} leads to no address`,
      `in the zone of the domain: ${hostname}. A (and AAAA) with the address of the server; until then --connect-to HOST:PORT`,
    ],
  ],
  [
    /^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL)$/,
    ({ at }) => [
      'no whole answer came in time',
      `let port ${at} through (ufw allow ${at}/tcp, and the rules of the provider); behind a proxy see that the server answers: curl http://127.0.0.1:8080/readyz`,
    ],
  ],
  [
    /SSL|TLS|^EPROTO$/,
    ({ at }) => [
      'it does not speak TLS as browsers do',
      `nginx: listen ${at} ssl; ssl_protocols TLSv1.2 TLSv1.3; (latchkey serve itself speaks http, behind a proxy)`,
    ],
  ],
  [
    /^HPE_|^upgrade$|Parse Error/,
    ({ at }) => [
      'it does not speak HTTP',
      `nginx: listen ${at} ssl; with proxy_pass http://127.0.0.1:8080; nothing else on this port`,
    ],
  ],
  [
    /^ECONNRESET$|^EPIPE$|hang up|aborted/,
    () => [
      'it hangs up without an answer',
      'look into the log of the proxy, and of the server (journalctl -u latchkey): one of them ends while it answers',
    ],
  ],
]
