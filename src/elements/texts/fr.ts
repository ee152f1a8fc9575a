/**
 * French.
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in French. */
export const french: SelectorTexts = translated({
  language: 'fr',
  titles: {
    passkey: (caller) => `Se connecter à ${caller} avec une clé d’accès`,
    password: (caller) => `Se connecter à ${caller} avec un mot de passe enregistré`,
    unlock: (caller) => `Déverrouiller pour se connecter à ${caller}`,
    'sign-in': (caller) => `Se connecter à ${caller}`,
    'save-passkey': (caller) => `Créer une clé d’accès pour ${caller}`,
    'save-password': (caller) => `Enregistrer le mot de passe pour ${caller}`,
    save: (caller) => `Enregistrer l’identifiant pour ${caller}`,
  },
  leads: {
    'save-passkey': 'Enregistrer la clé d’accès dans',
    'save-password': 'Enregistrer le mot de passe dans',
    save: 'Enregistrer dans',
  },
  account: (name) => `Pour ${name}`,
  headings: { locked: 'Verrouillé', 'other-device': 'Ailleurs', manage: 'Gérer' },
  kinds: { passkey: 'Clé d’accès', password: 'Mot de passe', signIn: 'Identifiant' },
  nameless: 'Sans nom d’utilisateur',
  locked: 'Verrouillé',
  nothingFound: 'Rien trouvé',
  otherDevice: 'Utiliser un autre appareil',
  continue: 'Continuer',
  unlock: 'Déverrouiller',
  moreOptions: 'Plus d’options',
  back: 'Retour',
  cancel: 'Annuler',
  close: 'Fermer',
  oneTap: 'Confirmez comme vous déverrouillez cet appareil\u00A0: empreinte, visage ou code.',
  emptyNotice: 'Rien n’a été trouvé là pour se connecter.',
})
