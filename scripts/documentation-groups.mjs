/**
 * The pages of `docs/` in the order in which they are read, by group.
 *
 * Pages that are not written yet may stand here already; one that stands nowhere is an error.
 */
export const GROUPS = {
  Start: [
    'add-to-an-app',
    'guide',
    'replace-passwords',
    'migrating-from-simplewebauthn',
    'migrating-from-better-auth',
  ],
  Guides: [
    'elements',
    'passkeys',
    'passwords',
    'federation',
    'recovery',
    'sessions',
    'android',
    'react-native',
    'several-domains',
    'vault',
    'testing',
    'site',
    'operating',
    'scaling',
  ],
  Reference: ['client', 'server', 'http', 'cli', 'webauthn', 'authenticator'],
  'How it is proved': ['verification', 'security-rules', 'mutation', 'performance'],
}
