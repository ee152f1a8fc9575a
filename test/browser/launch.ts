/**
 * A real Chromium with virtual authenticators, as the browser tests use it.
 *
 * @see {@link https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/} The WebAuthn domain
 * @module
 */
import { chromium } from 'playwright-core'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { whichBrowser } from './which-browser.ts'

// No background traffic (tests stay on loopback), and no sandbox: continuous integration runs as root.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a headless browser with a profile of its own. Close it when done. */
export function openBrowser(extraArgs: readonly string[] = []): Promise<Browser> {
  const { executablePath, env } = whichBrowser()
  return chromium.launch({
    executablePath,
    args: [...ARGS, ...extraArgs],
    env: { ...process.env, ...env },
  })
}

/** Options of `WebAuthn.addVirtualAuthenticator`; the defaults make a phone or laptop that verifies its user. */
export interface VirtualAuthenticatorOptions {
  readonly protocol: 'ctap2' | 'u2f'
  readonly ctap2Version: 'ctap2_0' | 'ctap2_1' | 'ctap2_2'
  readonly transport: 'usb' | 'nfc' | 'ble' | 'cable' | 'internal' | 'hybrid' | 'smart-card'
  readonly hasResidentKey: boolean
  readonly hasUserVerification: boolean
  readonly isUserVerified: boolean
  readonly automaticPresenceSimulation: boolean
  readonly hasPrf: boolean
  readonly hasLargeBlob: boolean
  readonly defaultBackupEligibility: boolean
  readonly defaultBackupState: boolean
}

/** A credential as `WebAuthn.getCredentials` lists it and `WebAuthn.addCredential` takes it. */
export interface VirtualCredential {
  /** Standard base64 with padding, unlike everything on the page. */
  readonly credentialId: string
  readonly isResidentCredential: boolean
  readonly rpId?: string
  /** PKCS#8, standard base64. */
  readonly privateKey: string
  readonly userHandle?: string
  readonly signCount: number
  readonly userName?: string
  readonly userDisplayName?: string
  readonly backupEligibility?: boolean
  readonly backupState?: boolean
}

/** One virtual authenticator of one page. */
export interface VirtualAuthenticator {
  readonly cdp: CDPSession
  readonly authenticatorId: string
  credentials(): Promise<readonly VirtualCredential[]>
  addCredential(credential: VirtualCredential): Promise<void>
  removeCredential(credentialId: string): Promise<void>
  clear(): Promise<void>
  /** Whether somebody touches it when asked. Read when a request arrives: a pending one is not released. */
  setPresence(enabled: boolean): Promise<void>
  setUserVerified(isUserVerified: boolean): Promise<void>
  /** Spoils the next assertions until called again with nothing. */
  spoil(bits: { isBogusSignature?: boolean; isBadUV?: boolean; isBadUP?: boolean }): Promise<void>
}

const PLATFORM: VirtualAuthenticatorOptions = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
  hasPrf: false,
  hasLargeBlob: false,
  defaultBackupEligibility: true,
  defaultBackupState: true,
}

/**
 * Gives a page a virtual authenticator. Call it before the page's first navigation, so that requests
 * made while it loads find it; a second tab needs one of its own.
 */
export async function newVirtualAuthenticator(
  page: Page,
  options: Partial<VirtualAuthenticatorOptions> = {},
): Promise<VirtualAuthenticator> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...PLATFORM, ...options },
  })
  const of = <More extends object>(more: More) => ({ authenticatorId, ...more })
  return {
    cdp,
    authenticatorId,
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', of({}))).credentials,
    addCredential: async (credential) => {
      await cdp.send('WebAuthn.addCredential', of({ credential }))
    },
    removeCredential: async (credentialId) => {
      await cdp.send('WebAuthn.removeCredential', of({ credentialId }))
    },
    clear: async () => {
      await cdp.send('WebAuthn.clearCredentials', of({}))
    },
    setPresence: async (enabled) => {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', of({ enabled }))
    },
    setUserVerified: async (isUserVerified) => {
      await cdp.send('WebAuthn.setUserVerified', of({ isUserVerified }))
    },
    spoil: async ({ isBogusSignature = false, isBadUV = false, isBadUP = false }) => {
      await cdp.send('WebAuthn.setResponseOverrideBits', of({ isBogusSignature, isBadUV, isBadUP }))
    },
  }
}
