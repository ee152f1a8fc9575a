/**
 * French.
 *
 * @module
 */
import type { ElementWords } from '../element-words.ts'

/** What the elements say in French. */
export const french: ElementWords = {
  language: 'fr',
  failures: {
    unreachable: 'Le serveur est injoignable. Cet appareil est-il en ligne\u00A0?',
    too_slow: 'Le serveur met trop de temps à répondre. Veuillez réessayer.',
    no_answer: 'Le serveur a donné une réponse incompréhensible. Veuillez réessayer plus tard.',
    later: 'Le serveur ne peut pas le faire pour le moment. Veuillez réessayer dans un instant.',
    rate_limited: 'Trop de tentatives. Veuillez patienter quelques minutes, puis réessayer.',
    taken_back: 'Annulé. Rien n’a été modifié.',
    not_used: 'Aucune clé d’accès n’a été utilisée. Réessayez quand vous voulez.',
    no_passkey: 'Il n’y a pas ici de clé d’accès pour ce site. Essayez un autre appareil.',
    interrupted: 'Le navigateur était occupé par une autre question. Veuillez réessayer.',
    unsupported: 'Ce navigateur ne peut pas utiliser de clés d’accès.',
    blocked:
      'Les clés d’accès sont bloquées dans cette partie de la page. Ouvrez-la dans sa propre fenêtre.',
    browser: 'Le navigateur n’y est pas parvenu. Rechargez la page et réessayez.',
    not_created: 'Aucune clé d’accès n’a été créée. Réessayez quand vous voulez.',
    already_here: 'Vous avez déjà une clé d’accès ici. Une deuxième n’est pas nécessaire.',
    no_place:
      'Cet appareil ne peut pas conserver de clé d’accès. Activez le verrouillage de l’écran ou utilisez un téléphone.',
    credential_unknown: 'Cette clé d’accès n’est plus connue ici. Veuillez en utiliser une autre.',
    authentication_failed:
      'Cette clé d’accès n’ouvre pas ce compte. Veuillez en utiliser une autre.',
    wrong_password: 'Le nom d’utilisateur ou le mot de passe est incorrect.',
    wrong_code:
      'Cela n’a pas fonctionné. Le code ou le lien est peut-être faux, déjà utilisé ou trop ancien.',
    stale: 'Cela a pris trop de temps. Veuillez réessayer.',
    username_taken: 'Ce nom d’utilisateur est déjà pris. Veuillez en choisir un autre.',
    invalid_request: 'Cela ne peut pas être utilisé ici. Veuillez vérifier votre saisie.',
    registration_failed: 'Cette clé d’accès n’a pas été acceptée. Veuillez réessayer.',
    credential_exists: 'Cette clé d’accès est déjà utilisée. Veuillez en créer une autre.',
    passkey_limit:
      'Ce compte a atteint son nombre maximal de clés d’accès. Supprimez-en d’abord une.',
    last_sign_in_method:
      'C’est votre seul moyen de vous connecter. Créez d’abord une autre clé d’accès.',
    session_required: 'Vous n’êtes plus connecté. Veuillez vous reconnecter.',
    sign_in_again:
      'Une nouvelle connexion est nécessaire. Déconnectez-vous, puis reconnectez-vous.',
    not_found: 'Cela n’existe plus.',
    account_not_linked: 'Aucun compte n’y correspond ici. Connectez-vous autrement.',
    other_site:
      'L’autre site n’a pas confirmé qui vous êtes. Réessayez ou connectez-vous autrement.',
    not_copied:
      'La copie n’a pas fonctionné. Les codes sont sélectionnés\u00A0: copiez-les vous-même.',
  },
  cancel: 'Annuler',
  waiting: 'À vous de jouer…',
  loading: 'Chargement…',
  tryAgain: 'Réessayer',
  username: 'Nom d’utilisateur',
  password: 'Mot de passe',
  show: 'Afficher',
  hide: 'Masquer',
  or: 'ou',
  continue: 'Continuer',
  missing: 'Veuillez remplir ce champ.',
  signIn: {
    title: 'Se connecter',
    passkey: 'Se connecter avec une clé d’accès',
    hint: 'Laissez ce champ vide pour choisir parmi vos clés d’accès.',
    otherDevice: 'Utiliser un autre appareil',
    federated: (name) => `Continuer avec ${name}`,
    lost: 'Je n’arrive pas à me connecter',
    done: 'Vous êtes connecté.',
  },
  create: {
    headline: 'Connectez-vous plus vite la prochaine fois',
    lead: 'Connectez-vous comme vous déverrouillez cet appareil\u00A0: empreinte, visage ou code.',
    benefits: [
      'Aucun mot de passe à saisir ni à retenir',
      'Fonctionne sur vos autres appareils grâce à votre gestionnaire de mots de passe',
      'Personne ne peut vous l’extorquer par la ruse',
    ],
    create: 'Créer une clé d’accès',
    notNow: 'Pas maintenant',
    done: 'Votre clé d’accès est enregistrée. Utilisez-la lors de votre prochaine connexion.',
    account: 'Créer un compte',
    displayName: 'Votre nom (facultatif)',
  },
  passkeys: {
    title: 'Clés d’accès',
    lead: 'Chacune ouvre ce compte. Gardez-en une deuxième ailleurs, pour ne pas rester dehors si vous perdez l’une d’elles.',
    empty:
      'Ce compte n’a pas encore de clé d’accès. Créez-en une pour vous connecter plus vite la prochaine fois.',
    synced: 'Synchronisée',
    deviceOnly: 'Sur un seul appareil',
    created: (date) => `Créée\u00A0: ${date}`,
    used: (date, device) =>
      `Dernière utilisation\u00A0: ${date}${device === null ? '' : `, ${device}`}`,
    unused: 'Pas encore utilisée',
    unknown: 'Fournisseur de clé d’accès inconnu',
    securityKey: 'Clé de sécurité',
    provider: (name) => `Enregistrée dans ${name}`,
    rename: 'Renommer',
    renameOne: (name) => `Renommer ${name}`,
    renamed: (name) => `Cette clé d’accès s’appelle maintenant «\u00A0${name}\u00A0».`,
    name: 'Nom',
    save: 'Enregistrer',
    delete: 'Supprimer',
    deleteOne: (name) => `Supprimer ${name}`,
    deleteTitle: 'Supprimer cette clé d’accès\u00A0?',
    deleteAbout: (name) =>
      `«\u00A0${name}\u00A0» ne permettra plus de se connecter ici. La copie dans votre gestionnaire de mots de passe peut y rester jusqu’à ce qu’il en soit informé ou que vous l’y supprimiez.`,
    deleted: (name) => `«\u00A0${name}\u00A0» est supprimée.`,
  },
  proof: {
    title: 'Confirmez que c’est bien vous',
    lead: 'Cela change qui peut accéder à votre compte.',
    passkey: 'Utiliser votre clé d’accès',
  },
  sessions: {
    title: 'Où vous êtes connecté',
    lead: 'Déconnectez ce que vous ne reconnaissez pas ou n’utilisez plus.',
    current: 'Cet appareil',
    unknown: 'Appareil inconnu',
    device: (browser, system) => `${browser} sous ${system}`,
    since: (date) => `Connexion\u00A0: ${date}`,
    active: (date) => `Dernière activité\u00A0: ${date}`,
    signOut: 'Se déconnecter',
    signOutOne: (device) => `Se déconnecter de ${device}`,
    signOutOthers: 'Se déconnecter partout ailleurs',
    ended: (device) => `${device} est déconnecté.`,
    othersEnded: 'Vous êtes déconnecté partout ailleurs.',
    only: 'Vous n’êtes connecté nulle part ailleurs.',
  },
  recovery: {
    title: 'Retrouver votre compte',
    lead: 'Nous envoyons un lien à l’adresse e-mail de votre compte.',
    send: 'Envoyer un lien',
    sent: 'Si ce compte existe, un lien est en route. Ouvrez-le dans ce navigateur.',
    code: 'Code de récupération',
    codeLead: 'Si votre compte n’a pas de clé d’accès, l’un de ses codes de récupération suffit.',
    linkLead: 'Encore une étape, et vous retrouvez votre compte.',
    codeNeeded:
      'Si votre compte a une clé d’accès, saisissez aussi l’un de vos codes de récupération.',
    back: 'Vous êtes de retour. Créez une clé d’accès maintenant\u00A0: cet accès se ferme dans 15 minutes.',
    codes: 'Codes de récupération',
    codesLead:
      'Un code de récupération vous rend l’accès quand toutes vos clés d’accès sont perdues. Chacun sert une fois.',
    left: (count) => `Codes restants\u00A0: ${count}`,
    makeCodes: 'Créer de nouveaux codes',
    makeWarning: 'Les anciens ne fonctionneront plus.',
    once: 'Gardez-les en lieu sûr. Ils ne sont affichés que cette fois.',
    copy: 'Copier',
    copied: 'Copié.',
  },
}
