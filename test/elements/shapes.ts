/**
 * What providers may offer, one case for each shape of the account selector.
 *
 * @module
 */
import {
  TYPE_PASSWORD_CREDENTIAL,
  TYPE_PUBLIC_KEY_CREDENTIAL,
} from '../../src/client/credential.ts'
import type { BeginGetCredentialResponse, CredentialEntry } from '../../src/client/provider.ts'
import type { CreateOffer } from '../../src/client/selector/create-model.ts'
import type { ProviderOffer } from '../../src/client/selector/offers.ts'

/** A request and what the providers answered. */
export interface Shape {
  readonly caller?: string
  readonly showAll?: boolean
  readonly answers?: readonly ProviderOffer[]
  /** Instead of `answers`: where a new credential may be kept. */
  readonly places?: readonly CreateOffer[]
}

const provider = (label: string, response: BeginGetCredentialResponse): ProviderOffer => ({
  provider: { id: label, label },
  response,
})

type Change = Partial<CredentialEntry>

const passkey = (userName: string, change: Change = {}): CredentialEntry => ({
  id: `passkey of ${userName}`,
  optionId: 'passkey',
  type: TYPE_PUBLIC_KEY_CREDENTIAL,
  userName,
  ...change,
})
const password = (userName: string, change: Change = {}): CredentialEntry => ({
  ...passkey(userName),
  id: `password of ${userName}`,
  optionId: 'password',
  type: TYPE_PASSWORD_CREDENTIAL,
  ...change,
})

const ADA = 'ada@example.com'
const GRACE = 'grace@example.com'
const named = { displayName: 'Ada Lovelace', lastUsedTime: 5 }
const remote = provider('Phone or tablet', { remoteEntry: { id: 'r', optionId: 'passkey' } })
const locked = (label: string, status: 'locked' | 'empty' = 'locked') =>
  provider(label, { authenticationActions: [{ id: 'u', title: `Unlock ${label}`, status }] })

/** The shapes by name. */
export const SHAPES = {
  nothing: { answers: [] },
  'one-tap': {
    answers: [
      provider('Home vault', {
        credentialEntries: [passkey(ADA, { ...named, hasBiometricPrompt: true })],
      }),
    ],
  },
  preselected: {
    answers: [provider('Home vault', { credentialEntries: [passkey(ADA, named)] }), remote],
  },
  list: {
    answers: [
      provider('Home vault', {
        credentialEntries: [passkey(ADA, named), password(GRACE, { lastUsedTime: 3 })],
      }),
      provider('Work vault', { credentialEntries: [passkey('lin@example.com')] }),
    ],
  },
  locked: { answers: [locked('Home vault'), locked('Work vault')] },
  'one-locked': { answers: [locked('Work vault')] },
  'list-and-locked': {
    answers: [
      provider('Home vault', { credentialEntries: [passkey(ADA, named)] }),
      locked('Work vault'),
    ],
  },
  'remote-only': { answers: [remote] },
  'empty-notice': { answers: [locked('Work vault', 'empty')] },
  rich: {
    answers: [
      provider('Home vault', {
        credentialEntries: [passkey(ADA, named), password(ADA), password(GRACE)],
        actions: [{ id: 'm', title: 'Open Home vault', subtitle: 'Passkeys and passwords' }],
      }),
      locked('Work vault'),
      remote,
    ],
  },
  'show-all': {
    showAll: true,
    answers: [provider('Home vault', { credentialEntries: [passkey(ADA, named), password(ADA)] })],
  },
  long: {
    caller: 'https://a-really-quite-long-subdomain.of-some-company.example',
    answers: [
      provider('A password manager with a name that goes on and on', {
        credentialEntries: [
          passkey('someone.with.a.very.long.address.indeed@mail.some-company.example', named),
          ...Array.from({ length: 12 }, (_, index) => passkey(`person-${index}@example.com`)),
        ],
      }),
    ],
  },
  'right-to-left': {
    answers: [
      provider('كلمات المرور', {
        credentialEntries: [
          passkey('ليلى', { ...named, displayName: 'ليلى حداد' }),
          password('ليلى'),
          password(GRACE),
        ],
      }),
      remote,
    ],
  },
  create: {
    places: [
      {
        provider: { id: 'h', label: 'Home vault' },
        response: {
          createEntries: [
            { id: 'h', accountName: 'Home vault', description: '3 passkeys, 2 passwords' },
          ],
        },
      },
      {
        provider: { id: 'w', label: 'Work vault' },
        response: {
          createEntries: [
            { id: 'w', accountName: 'Work vault', description: 'Locked', lastUsedTime: 5 },
          ],
        },
      },
    ],
  },
  'create-one': {
    places: [
      {
        provider: { id: 'h', label: 'Home vault' },
        response: {
          createEntries: [{ id: 'h', accountName: 'Home vault', description: '3 passkeys' }],
        },
      },
    ],
  },
} as const satisfies Record<string, Shape>

/** The name of a shape. */
export type ShapeName = keyof typeof SHAPES
