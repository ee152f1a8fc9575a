/**
 * The words of every mail, in English. A translation is a table of the same shape: `config.mail.texts`.
 *
 * @module
 */
import type { MailTexts } from './message.ts'

const NOT_YOU =
  'If that was not you, sign in now, look through your passkeys and sessions, and end what you do not know.'

const UNASKED = 'If you did not ask for this, you need not do anything.'

/** Known words: `{site}`, `{username}`, `{link}`, `{minutes}`, `{days}`, `{time}`, `{name}`, `{address}`. */
export const ENGLISH: MailTexts = {
  confirm_email: {
    subject: 'Confirm your e-mail address for {site}',
    body: [
      // Without the name: its owner chose it, and whoever reads this may be a stranger to them.
      'Open this link in the browser in which you are signed in to {site}:',
      '{link}',
      'It works once, for {minutes} minutes.',
      UNASKED,
    ],
  },
  email_taken: {
    subject: 'Your e-mail address at {site}',
    body: [
      'Somebody asked to use this address for another account at {site}. It belongs to an account already, so nothing was changed.',
      'If that was you, sign in to the account that has this address, or recover it.',
      UNASKED,
    ],
  },
  sign_up: {
    subject: 'Create your account at {site}',
    body: [
      'Open this link in the browser in which you asked for it:',
      '{link}',
      'It works for {minutes} minutes.',
      UNASKED,
    ],
  },
  sign_up_exists: {
    subject: 'You have an account at {site}',
    body: [
      'Somebody asked to create an account at {site} with this address. You have one already: sign in, or recover it if you cannot.',
      UNASKED,
    ],
  },
  recovery: {
    subject: 'Get back into your account at {site}',
    body: [
      'Open this link in the browser in which you asked for it, to get back into the account {username}:',
      '{link}',
      'It works once, for {minutes} minutes. Nobody from {site} will ever ask you for it.',
      UNASKED,
    ],
  },
  recovery_with_code: {
    subject: 'Get back into your account at {site}',
    body: [
      'Open this link in the browser in which you asked for it, to get back into the account {username}:',
      '{link}',
      'Your account has a passkey, so you need one of your recovery codes as well.',
      'The link works once, for {minutes} minutes. Nobody from {site} will ever ask you for it, or for a code.',
      UNASKED,
    ],
  },
  recovery_unknown: {
    subject: 'There is no account for this address at {site}',
    body: [
      'Somebody asked to recover an account at {site} with this address, but no account has it. Perhaps you used another one.',
      UNASKED,
    ],
  },
  passkey_added: {
    subject: 'A passkey was added to your account at {site}',
    body: ['A passkey was added to the account {username} on {time}.', NOT_YOU],
  },
  passkey_removed: {
    subject: 'A passkey was removed from your account at {site}',
    body: ['A passkey was removed from the account {username} on {time}.', NOT_YOU],
  },
  password_changed: {
    subject: 'Your password at {site} was changed',
    body: ['The password of the account {username} was set or changed on {time}.', NOT_YOU],
  },
  password_removed: {
    subject: 'Your password at {site} was removed',
    body: ['The password of the account {username} was removed on {time}.', NOT_YOU],
  },
  identity_linked: {
    subject: 'Another way to sign in to {site}',
    body: ['An account elsewhere can sign in to {username} since {time}.', NOT_YOU],
  },
  identity_unlinked: {
    subject: 'One way less to sign in to {site}',
    body: ['An account elsewhere can no longer sign in to {username} since {time}.', NOT_YOU],
  },
  recovery_used: {
    subject: 'Your account at {site} was recovered',
    body: [
      'Somebody got back into the account {username} without signing in, on {time}. Every session was ended.',
      'If that was not you, recover the account yourself at once, and tell {site}.',
    ],
  },
  recovery_codes_made: {
    subject: 'New recovery codes at {site}',
    body: [
      'New recovery codes were made for the account {username} on {time}. Older ones no longer work.',
      NOT_YOU,
    ],
  },
  email_changed: {
    subject: 'Your e-mail address at {site} was changed',
    body: [
      'The account {username} no longer has this address since {time}.',
      'If that was not you, take it back with this link. It works for {days} days and ends every session of the account:',
      '{link}',
    ],
  },
  email_change_undone: {
    subject: 'Your e-mail address at {site} is back',
    body: [
      'A change of the e-mail address of the account {username} was taken back on {time}. Every session was ended.',
    ],
  },
  sessions_ended: {
    subject: 'You were signed out everywhere at {site}',
    body: ['Sessions of the account {username} were ended on {time}.', NOT_YOU],
  },
  account_deleted: {
    subject: 'Your account at {site} was deleted',
    body: ['The account {username} was deleted on {time}, with everything that was in it.'],
  },
}
