/**
 * English.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in English. */
export const english: SiteWords = {
  language: 'en',
  languages: 'Language',
  skip: 'Skip to the content',
  email: 'E-mail address',
  needsScript:
    'Passkeys are asked for by a script. Please allow JavaScript for this page and load it again.',
  sorry: 'That did not work. Please try again.',
  signIn: {
    title: (site) => `Sign in to ${site}`,
    lead: 'Good to see you again.',
    newHere: 'New here?',
  },
  signUp: {
    title: (site) => `Join ${site}`,
    already: 'Already have an account?',
    withPassword: 'Use a password instead',
    newPassword: 'New password',
    passwordHint: (minimum) =>
      `At least ${minimum} characters. A few words that only you would put together are best.`,
    tooShort: 'That password is too short.',
    blocked: 'That password is too easy to guess: it is common, or holds a name.',
    prove: 'We send a link to this address. It begins your account.',
    sent: (address) => `A link is on its way to ${address}. Open it in this browser.`,
    proved: 'One more step, and your account is ready.',
  },
  account: {
    title: 'Your account',
    profile: 'Profile',
    profileLead: 'What you are called here.',
    displayName: 'Your name',
    saved: 'Saved.',
    passwordLead: 'A password is a way in beside your passkeys. You can do without one.',
    setPassword: 'Set a password',
    changePassword: 'Change the password',
    removePassword: 'Remove the password',
    passwordSet: 'Your password is set.',
    passwordRemoved: 'Your password is removed.',
    emailLead: 'You hear from us there when the ways into your account change, or all are lost.',
    emailNone: 'There is no address yet.',
    newAddress: 'New address',
    removeAddress: 'Remove the address',
    addressRemoved: 'The address is removed.',
    delete: 'Delete the account',
    deleteLead: 'Everything goes at once: passkeys, sessions, recovery codes. It cannot be undone.',
    deleteMine: 'Delete my account',
    deleteSure: (username) => `Delete the account ${username}?`,
    deleteForGood: 'Delete for good',
  },
  links: {
    confirmTitle: 'Confirm your address',
    confirmLead: 'One press, and this address belongs to your account.',
    confirm: 'Confirm the address',
    confirmed: (address) => `${address} belongs to your account now.`,
    undoTitle: 'Take the change back',
    undoLead: 'Your former address comes back, and the account is signed out everywhere.',
    undo: 'Take it back',
    undone: 'Your former address is back. Sign in, and look through your passkeys.',
    none: 'Please open the link in our mail: it leads here with all that is needed.',
    ask: 'Whoever runs this site can give you a link that leads back in.',
    dead: 'This link was used, is too old, or was asked for in another browser.',
  },
  notFound: {
    title: 'There is no such page',
    lead: 'The address may be mistyped, or the page is gone.',
    home: 'Go to the start',
  },
  foot: { terms: 'Terms', privacy: 'Privacy', support: 'Help' },
}
