/**
 * Italian.
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in Italian. */
export const italian: SelectorTexts = translated({
  language: 'it',
  titles: {
    passkey: (caller) => `Accedi a ${caller} con una passkey`,
    password: (caller) => `Accedi a ${caller} con una password salvata`,
    unlock: (caller) => `Sblocca per accedere a ${caller}`,
    'sign-in': (caller) => `Accedi a ${caller}`,
    'save-passkey': (caller) => `Crea una passkey per ${caller}`,
    'save-password': (caller) => `Salva la password per ${caller}`,
    save: (caller) => `Salva l’accesso a ${caller}`,
  },
  leads: {
    'save-passkey': 'Salva la passkey in',
    'save-password': 'Salva la password in',
    save: 'Salva in',
  },
  account: (name) => `Per ${name}`,
  headings: { locked: 'Bloccato', 'other-device': 'Altrove', manage: 'Gestisci' },
  kinds: { passkey: 'Passkey', password: 'Password', signIn: 'Accesso' },
  nameless: 'Senza nome utente',
  locked: 'Bloccato',
  nothingFound: 'Nessun risultato',
  otherDevice: 'Usa un altro dispositivo',
  continue: 'Continua',
  unlock: 'Sblocca',
  moreOptions: 'Altre opzioni',
  back: 'Indietro',
  cancel: 'Annulla',
  close: 'Chiudi',
  oneTap: 'Conferma come sblocchi questo dispositivo: impronta, volto o PIN.',
  emptyNotice: 'Lì non è stato trovato nulla con cui accedere.',
})
