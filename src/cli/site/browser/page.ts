/**
 * What every page of the site loads: the elements, those of the site, and what the page's own HTML cannot do.
 *
 * @module
 */
import { loadElementWords } from '../../../elements/element-words.ts'
import { LatchkeyRecovery } from '../../../elements/recovery.ts'
import { LatchkeySignIn } from '../../../elements/sign-in.ts'
import { loadSiteWords } from '../site-words.ts'
import { SiteDeleteAccount } from './delete-account.ts'
import { SiteEmail } from './email.ts'
import { SiteEmailSignUp } from './email-sign-up.ts'
import { SiteIdentities } from './identities.ts'
import { PLACE, SiteIssuerBack } from './issuer-back.ts'
import { SiteMailLink } from './mail-link.ts'
import { SiteOperatorProof } from './operator-proof.ts'
import { SitePassword } from './password.ts'
import { SiteProfile } from './profile.ts'

const ELEMENTS = {
  'site-delete-account': SiteDeleteAccount,
  'site-email': SiteEmail,
  'site-email-sign-up': SiteEmailSignUp,
  'site-identities': SiteIdentities,
  'site-issuer-back': SiteIssuerBack,
  'site-mail-link': SiteMailLink,
  'site-operator-proof': SiteOperatorProof,
  'site-password': SitePassword,
  'site-profile': SiteProfile,
} as const

const { lang } = document.documentElement

carryFragment()
tellIssuers()
settleRecovery()
if (document.body.dataset.accounts === 'email') await askForAddresses()
for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element)
await import('../../../elements/define.ts')
// Until now there was nothing where they lead.
document.querySelector('.sections')?.removeAttribute('hidden')

// Another tab may have signed out, or what was just done ended this session. What was said stays to be read.
document.addEventListener('latchkey-session-ended', () => {
  document.querySelector('.sign-out')?.setAttribute('hidden', '')
  document.querySelector('.sign-in')?.removeAttribute('hidden')
})

// Whoever comes back to a page of an account as the browser has kept it may be somebody else.
if (document.body.classList.contains('inside')) {
  addEventListener('pagehide', () => (document.body.hidden = true))
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload()
  })
}

document.querySelector('.sign-out')?.addEventListener('submit', () => {
  // A provider may favour who was signed in.
  void navigator.credentials?.preventSilentAccess().catch(() => undefined)
})

document.addEventListener('latchkey-failed', ({ detail }: CustomEventInit<{ error?: unknown }>) => {
  const { code } = Object(detail?.error) as { readonly code?: unknown }
  const elsewhere = document.querySelector<HTMLElement>('.prove-elsewhere')
  if (code !== 'reauthentication_required' || elsewhere === null) return
  elsewhere.hidden = false
  elsewhere.focus()
})

/** A sign-in on the way to a place on a page, or with a mailed link in hand, keeps hold of it. */
function carryFragment(): void {
  // The way over another site comes back without it.
  if (document.querySelector('latchkey-sign-in') !== null) {
    sessionStorage.setItem(PLACE, location.hash)
  }
  for (const element of document.querySelectorAll('latchkey-sign-in[next]')) {
    const next = element.getAttribute('next')!
    if (!next.includes('#') && location.hash !== '')
      element.setAttribute('next', next + location.hash)
  }
}

/** The elements learn which other sites there are before they are drawn. */
function tellIssuers(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-issuers]')) {
    Object.assign(element, { issuers: JSON.parse(element.dataset.issuers ?? '{}') as object })
  }
}

/** Without mail only a link leads back in: without one, there is nothing to fill in. */
function settleRecovery(): void {
  const isLed = location.hash.startsWith('#token=')
  document.querySelector(isLed ? '[data-without-link]' : '[data-needs-link]')?.remove()
}

/** Where accounts are keyed by their address, nobody is asked for a username. */
async function askForAddresses(): Promise<void> {
  const [spoken, site] = await Promise.all([loadElementWords(lang), loadSiteWords(lang)])
  const words = { ...spoken, username: site.email }
  class AddressSignIn extends LatchkeySignIn {
    override words = words
  }
  class AddressRecovery extends LatchkeyRecovery {
    override words = words
  }
  customElements.define('latchkey-sign-in', AddressSignIn)
  customElements.define('latchkey-recovery', AddressRecovery)
}
