/**
 * Names under which strangers register theirs. The whole list of them is long and changes weekly: browsers have
 * it. What is here is what people run into: countries with a second level, and the hosts of small sites.
 *
 * @module
 */

/** Words that many countries put before their own two letters: `co.uk`, `com.au`. */
const SECOND_LEVELS: ReadonlySet<string> = new Set(
  'ac co com edu gob gov mil ne net nom or org'.split(' '),
)

/** Hosts that give everybody a name below theirs. */
const HOSTS: ReadonlySet<string> = new Set(
  `appspot.com azurestaticapps.net azurewebsites.net cloudfront.net deno.dev elasticbeanstalk.com
firebaseapp.com fly.dev github.io gitlab.io glitch.me herokuapp.com me.uk myshopify.com netlify.app ngrok.app
ngrok-free.app ngrok.io onrender.com pages.dev replit.app run.app surge.sh trycloudflare.com up.railway.app
vercel.app web.app wixsite.com workers.dev`.split(/\s/),
)

/** Whether a domain in lower case belongs to nobody alone, as far as it can be told without the whole list. */
export function isPublicSuffix(domain: string): boolean {
  const [first = '', second, ...others] = domain.split('.')
  if (second === undefined) return domain !== 'localhost'
  if (HOSTS.has(domain)) return true
  return others.length === 0 && second.length === 2 && SECOND_LEVELS.has(first)
}

/** The name before the public suffix: `example` of `www.example.co.uk`. */
export function siteLabel(hostname: string): string {
  const parts = hostname.split('.')
  const at = parts.findIndex((_, index) => isPublicSuffix(parts.slice(index).join('.')))
  return parts[at - 1] ?? hostname
}
