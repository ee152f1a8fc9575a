/**
 * French.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in French. */
export const french: SiteWords = {
  language: 'fr',
  languages: 'Langue',
  skip: 'Aller au contenu',
  email: 'Adresse e-mail',
  needsScript:
    'Les clés d’accès sont demandées par un script. Autorisez JavaScript pour cette page, puis rechargez-la.',
  sorry: 'Cela n’a pas fonctionné. Veuillez réessayer.',
  signIn: {
    title: (site) => `Se connecter à ${site}`,
    lead: 'Ravis de vous revoir.',
    newHere: 'Nouveau ici\u00A0?',
  },
  signUp: {
    title: (site) => `Rejoindre ${site}`,
    already: 'Vous avez déjà un compte\u00A0?',
    withPassword: 'Utiliser plutôt un mot de passe',
    newPassword: 'Nouveau mot de passe',
    passwordHint: (minimum) =>
      `Au moins ${minimum} caractères. Quelques mots que vous seul réuniriez, c’est le mieux.`,
    tooShort: 'Ce mot de passe est trop court.',
    blocked: 'Ce mot de passe est trop facile à deviner\u00A0: il est courant ou contient un nom.',
    prove: 'Nous envoyons un lien à cette adresse. Il ouvre votre compte.',
    sent: (address) => `Un lien est en route vers ${address}. Ouvrez-le dans ce navigateur.`,
    proved: 'Encore une étape, et votre compte est prêt.',
  },
  account: {
    title: 'Votre compte',
    profile: 'Profil',
    profileLead: 'Le nom que vous portez ici.',
    displayName: 'Votre nom',
    saved: 'Enregistré.',
    passwordLead:
      'Un mot de passe est un accès à côté de vos clés d’accès. Il n’est pas nécessaire.',
    setPassword: 'Définir un mot de passe',
    changePassword: 'Changer le mot de passe',
    removePassword: 'Supprimer le mot de passe',
    passwordSet: 'Votre mot de passe est défini.',
    passwordRemoved: 'Votre mot de passe est supprimé.',
    emailLead:
      'Nous y écrivons quand les accès à votre compte changent, ou quand ils sont tous perdus.',
    emailNone: 'Il n’y a pas encore d’adresse.',
    newAddress: 'Nouvelle adresse',
    removeAddress: 'Supprimer l’adresse',
    addressRemoved: 'L’adresse est supprimée.',
    delete: 'Supprimer le compte',
    deleteLead:
      'Tout disparaît aussitôt\u00A0: clés d’accès, sessions, codes de récupération. C’est irréversible.',
    deleteMine: 'Supprimer mon compte',
    deleteSure: (username) => `Supprimer le compte ${username}\u00A0?`,
    deleteForGood: 'Supprimer définitivement',
  },
  links: {
    confirmTitle: 'Confirmer votre adresse',
    confirmLead: 'Un clic, et cette adresse fait partie de votre compte.',
    confirm: 'Confirmer l’adresse',
    confirmed: (address) => `${address} fait maintenant partie de votre compte.`,
    undoTitle: 'Annuler la modification',
    undoLead: 'Votre ancienne adresse revient, et le compte est déconnecté partout.',
    undo: 'Annuler la modification',
    undone: 'Votre ancienne adresse est de retour. Connectez-vous et vérifiez vos clés d’accès.',
    none: 'Ouvrez le lien de notre e-mail\u00A0: il mène ici avec tout ce qu’il faut.',
    ask: 'La personne qui gère ce site peut vous donner un lien pour revenir.',
    dead: 'Ce lien a servi, est trop ancien ou a été demandé dans un autre navigateur.',
  },
  paste: {
    link: 'Lien reçu par e-mail',
    lead: 'Si le lien ne vous a pas mené plus loin, copiez-le depuis l’e-mail et collez-le ici.',
  },
  elsewhere: {
    title: 'Comptes ailleurs',
    lead: 'Connectez-vous ici avec un compte que vous avez sur un autre site.',
    connect: (site) => `Associer ${site}`,
    connectAbout: (who, site) => `Désormais, ${who} chez ${site} ouvre votre compte ici.`,
    connected: (site) => `${site} est associé.`,
    disconnect: (site) => `Dissocier ${site}`,
    disconnected: (site) => `${site} est dissocié.`,
    taken: 'Il ouvre déjà un autre compte ici.',
    gone: 'Un site qui n’est plus proposé ici',
  },
  operator: {
    name: 'Exploitation',
    title: 'L’état de ce service',
    lead: 'Examiné de l’extérieur et de l’intérieur.',
    proof:
      'Ce qui est trouvé peut aider un attaquant\u00A0: on ne le montre qu’avec une clé d’accès utilisée à l’instant.',
    noPasskey: 'Votre compte n’a pas encore de clé d’accès. Créez-en une, puis revenez.',
    inOrder: 'Tout ce qui a été examiné est en ordre.',
    counts: ({ problems, warnings, checks }) =>
      `Problèmes\u00A0: ${problems}. Avertissements\u00A0: ${warnings}. Contrôles\u00A0: ${checks}.`,
    again: 'Examiner à nouveau',
    why: 'Pourquoi c’est important',
    change: 'Ce qu’il faut changer',
    inEnglish: 'Les constats sont en anglais.',
    problem: { title: 'Problèmes', lead: 'Cela ne fonctionne pas, ou n’est pas sûr.' },
    warning: {
      title: 'Avertissements',
      lead: 'Cela fonctionne, mais ne devrait pas rester ainsi.',
    },
    unknown: { title: 'Non examiné', lead: 'Autre chose l’a empêché.' },
    ok: { title: 'En ordre', lead: 'Rien à faire ici.' },
  },
  notFound: {
    title: 'Cette page n’existe pas',
    lead: 'L’adresse est peut-être mal écrite, ou la page a disparu.',
    home: 'Aller au début',
  },
  refused: {
    crossSite: 'Cela venait d’un autre site, donc rien n’a été fait.',
    tooLarge: 'Ce qui a été envoyé est trop volumineux.',
    elsewhere: (origin) => `Ce site se trouve à l’adresse ${origin}.`,
  },
  foot: { terms: 'Conditions', privacy: 'Confidentialité', support: 'Aide' },
}
