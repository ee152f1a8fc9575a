/**
 * German.
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in German. */
export const german: SelectorTexts = translated({
  language: 'de',
  titles: {
    passkey: (caller) => `Mit Passkey bei ${caller} anmelden`,
    password: (caller) => `Mit gespeichertem Passwort bei ${caller} anmelden`,
    unlock: (caller) => `Entsperren, um dich bei ${caller} anzumelden`,
    'sign-in': (caller) => `Bei ${caller} anmelden`,
    'save-passkey': (caller) => `Passkey für ${caller} erstellen`,
    'save-password': (caller) => `Passwort für ${caller} speichern`,
    save: (caller) => `Anmeldung für ${caller} speichern`,
  },
  leads: {
    'save-passkey': 'Passkey speichern in',
    'save-password': 'Passwort speichern in',
    save: 'Speichern in',
  },
  account: (name) => `Für ${name}`,
  headings: { locked: 'Gesperrt', 'other-device': 'Anderswo', manage: 'Verwalten' },
  kinds: { passkey: 'Passkey', password: 'Passwort', signIn: 'Anmeldung' },
  nameless: 'Ohne Benutzernamen',
  locked: 'Gesperrt',
  nothingFound: 'Nichts gefunden',
  otherDevice: 'Anderes Gerät verwenden',
  continue: 'Weiter',
  unlock: 'Entsperren',
  moreOptions: 'Weitere Optionen',
  back: 'Zurück',
  cancel: 'Abbrechen',
  close: 'Schließen',
  oneTap: 'Bestätige so, wie du dieses Gerät entsperrst: mit Fingerabdruck, Gesicht oder PIN.',
  emptyNotice: 'Dort wurde nichts gefunden, womit du dich anmelden kannst.',
})
