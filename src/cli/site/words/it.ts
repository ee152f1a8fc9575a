/**
 * Italian.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in Italian. */
export const italian: SiteWords = {
  language: 'it',
  languages: 'Lingua',
  skip: 'Vai al contenuto',
  email: 'Indirizzo e-mail',
  needsScript:
    'Le passkey vengono chieste da uno script. Consenti JavaScript per questa pagina e ricaricala.',
  sorry: 'Non ha funzionato. Riprova.',
  signIn: {
    title: (site) => `Accedi a ${site}`,
    lead: 'È bello rivederti.',
    newHere: 'È la prima volta qui?',
  },
  signUp: {
    title: (site) => `Entra in ${site}`,
    already: 'Hai già un account?',
    withPassword: 'Usa invece una password',
    newPassword: 'Nuova password',
    passwordHint: (minimum) =>
      `Almeno ${minimum} caratteri. Meglio alcune parole che solo tu metteresti insieme.`,
    tooShort: 'Questa password è troppo corta.',
    blocked: 'Questa password è troppo facile da indovinare: è comune o contiene un nome.',
    prove: 'Mandiamo un link a questo indirizzo. Con quello inizia il tuo account.',
    sent: (address) => `Un link è in viaggio verso ${address}. Aprilo in questo browser.`,
    proved: 'Ancora un passo e il tuo account è pronto.',
  },
  account: {
    title: 'Il tuo account',
    profile: 'Profilo',
    profileLead: 'Come ti chiami qui.',
    displayName: 'Il tuo nome',
    saved: 'Salvato.',
    passwordLead: 'Una password è un accesso accanto alle tue passkey. Puoi farne a meno.',
    setPassword: 'Imposta una password',
    changePassword: 'Cambia la password',
    removePassword: 'Rimuovi la password',
    passwordSet: 'La tua password è impostata.',
    passwordRemoved: 'La tua password è stata rimossa.',
    emailLead:
      'Ti scriviamo lì quando cambiano gli accessi al tuo account, o quando sono tutti persi.',
    emailNone: 'Non c’è ancora un indirizzo.',
    newAddress: 'Nuovo indirizzo',
    removeAddress: 'Rimuovi l’indirizzo',
    addressRemoved: 'L’indirizzo è stato rimosso.',
    delete: 'Elimina l’account',
    deleteLead:
      'Sparisce subito tutto: passkey, sessioni, codici di recupero. Non si può annullare.',
    deleteMine: 'Elimina il mio account',
    deleteSure: (username) => `Eliminare l’account ${username}?`,
    deleteForGood: 'Elimina per sempre',
  },
  links: {
    confirmTitle: 'Conferma il tuo indirizzo',
    confirmLead: 'Un clic, e questo indirizzo fa parte del tuo account.',
    confirm: 'Conferma l’indirizzo',
    confirmed: (address) => `${address} fa ora parte del tuo account.`,
    undoTitle: 'Annulla la modifica',
    undoLead: 'Torna il tuo indirizzo di prima e l’account viene disconnesso ovunque.',
    undo: 'Annulla la modifica',
    undone: 'Il tuo indirizzo di prima è tornato. Accedi e controlla le tue passkey.',
    none: 'Apri il link nella nostra e-mail: porta qui con tutto il necessario.',
    ask: 'Chi gestisce questo sito può darti un link per rientrare.',
    dead: 'Questo link è già stato usato, è troppo vecchio o è stato chiesto in un altro browser.',
  },
  paste: {
    link: 'Link dell’e-mail',
    lead: 'Se il link non ti ha portato avanti, copialo dall’e-mail e incollalo qui.',
  },
  elsewhere: {
    title: 'Account altrove',
    lead: 'Accedi qui con un account che hai su un altro sito.',
    connect: (site) => `Collega ${site}`,
    connectAbout: (who, site) => `D’ora in poi ${who} di ${site} apre il tuo account qui.`,
    connected: (site) => `${site} è collegato.`,
    disconnect: (site) => `Scollega ${site}`,
    disconnected: (site) => `${site} è scollegato.`,
    taken: 'Apre già un altro account qui.',
    gone: 'Un sito che qui non è più offerto',
  },
  operator: {
    name: 'Gestione',
    title: 'Come sta questo servizio',
    lead: 'Esaminato da fuori e da dentro.',
    proof: 'Ciò che si trova può aiutare chi attacca: si mostra solo con una passkey appena usata.',
    noPasskey: 'Il tuo account non ha ancora una passkey. Creane una, poi torna.',
    inOrder: 'Tutto ciò che è stato esaminato è in ordine.',
    counts: ({ problems, warnings, checks }) =>
      `Problemi: ${problems}. Avvisi: ${warnings}. Controlli: ${checks}.`,
    again: 'Esamina di nuovo',
    why: 'Perché è importante',
    change: 'Che cosa cambiare',
    inEnglish: 'Ciò che è stato trovato è in inglese.',
    problem: { title: 'Problemi', lead: 'Non funzionano o non sono sicuri.' },
    warning: { title: 'Avvisi', lead: 'Funzionano, ma non dovrebbero restare così.' },
    unknown: { title: 'Non esaminati', lead: 'Qualcos’altro lo ha impedito.' },
    ok: { title: 'In ordine', lead: 'Qui non c’è niente da fare.' },
  },
  notFound: {
    title: 'Questa pagina non esiste',
    lead: 'Forse l’indirizzo è scritto male, o la pagina non c’è più.',
    home: 'Vai all’inizio',
  },
  refused: {
    crossSite: 'La richiesta veniva da un altro sito, quindi non è stato fatto nulla.',
    tooLarge: 'Ciò che è stato inviato è troppo grande.',
    elsewhere: (origin) => `Questo sito si trova su ${origin}.`,
  },
  foot: { terms: 'Condizioni', privacy: 'Privacy', support: 'Aiuto' },
}
