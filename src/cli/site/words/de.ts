/**
 * German.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in German. */
export const german: SiteWords = {
  language: 'de',
  languages: 'Sprache',
  skip: 'Zum Inhalt springen',
  email: 'E-Mail-Adresse',
  needsScript:
    'Passkeys werden von einem Skript abgefragt. Bitte erlaube JavaScript für diese Seite und lade sie neu.',
  sorry: 'Das hat nicht geklappt. Bitte versuche es noch einmal.',
  signIn: {
    title: (site) => `Bei ${site} anmelden`,
    lead: 'Schön, dass du wieder da bist.',
    newHere: 'Neu hier?',
  },
  signUp: {
    title: (site) => `Konto bei ${site}`,
    already: 'Du hast schon ein Konto?',
    withPassword: 'Lieber ein Passwort verwenden',
    newPassword: 'Neues Passwort',
    passwordHint: (minimum) =>
      `Mindestens ${minimum} Zeichen. Am besten ein paar Wörter, die nur du so zusammenstellst.`,
    tooShort: 'Dieses Passwort ist zu kurz.',
    blocked:
      'Dieses Passwort ist zu leicht zu erraten: Es ist verbreitet oder enthält einen Namen.',
    prove: 'Wir senden einen Link an diese Adresse. Damit beginnt dein Konto.',
    sent: (address) => `Ein Link ist unterwegs an ${address}. Öffne ihn in diesem Browser.`,
    proved: 'Noch ein Schritt, dann ist dein Konto fertig.',
  },
  account: {
    title: 'Dein Konto',
    profile: 'Profil',
    profileLead: 'Wie du hier heißt.',
    displayName: 'Dein Name',
    saved: 'Gespeichert.',
    passwordLead: 'Ein Passwort ist ein Zugang neben deinen Passkeys. Es geht auch ohne.',
    setPassword: 'Passwort festlegen',
    changePassword: 'Passwort ändern',
    removePassword: 'Passwort entfernen',
    passwordSet: 'Dein Passwort ist festgelegt.',
    passwordRemoved: 'Dein Passwort ist entfernt.',
    emailLead:
      'Dorthin schreiben wir, wenn sich die Zugänge zu deinem Konto ändern oder alle verloren sind.',
    emailNone: 'Es gibt noch keine Adresse.',
    newAddress: 'Neue Adresse',
    removeAddress: 'Adresse entfernen',
    addressRemoved: 'Die Adresse ist entfernt.',
    delete: 'Konto löschen',
    deleteLead:
      'Alles ist sofort weg: Passkeys, Sitzungen, Wiederherstellungscodes. Das lässt sich nicht rückgängig machen.',
    deleteMine: 'Mein Konto löschen',
    deleteSure: (username) => `Das Konto ${username} löschen?`,
    deleteForGood: 'Endgültig löschen',
  },
  links: {
    confirmTitle: 'Adresse bestätigen',
    confirmLead: 'Ein Klick, und diese Adresse gehört zu deinem Konto.',
    confirm: 'Adresse bestätigen',
    confirmed: (address) => `${address} gehört jetzt zu deinem Konto.`,
    undoTitle: 'Änderung zurücknehmen',
    undoLead: 'Deine frühere Adresse kommt zurück, und das Konto wird überall abgemeldet.',
    undo: 'Zurücknehmen',
    undone: 'Deine frühere Adresse ist zurück. Melde dich an und sieh deine Passkeys durch.',
    none: 'Bitte öffne den Link in unserer E-Mail: Er führt mit allem Nötigen hierher.',
    ask: 'Wer diese Seite betreibt, kann dir einen Link geben, der zurückführt.',
    dead: 'Dieser Link wurde benutzt, ist zu alt oder wurde in einem anderen Browser angefordert.',
  },
  paste: {
    link: 'Link aus der E-Mail',
    lead: 'Falls der Link nicht weitergeführt hat: Kopiere ihn aus der E-Mail und füge ihn hier ein.',
  },
  elsewhere: {
    title: 'Konten anderswo',
    lead: 'Melde dich hier mit einem Konto an, das du auf einer anderen Seite hast.',
    connect: (site) => `${site} verbinden`,
    connectAbout: (who, site) => `Von jetzt an öffnet ${who} bei ${site} dein Konto hier.`,
    connected: (site) => `${site} ist verbunden.`,
    disconnect: (site) => `${site} trennen`,
    disconnected: (site) => `${site} ist getrennt.`,
    taken: 'Damit lässt sich hier schon ein anderes Konto öffnen.',
    gone: 'Eine Seite, die hier nicht mehr angeboten wird',
  },
  operator: {
    name: 'Betrieb',
    title: 'Wie es diesem Dienst geht',
    lead: 'Von außen und von innen betrachtet.',
    proof:
      'Was gefunden wird, könnte Angreifern helfen. Darum wird es nur gezeigt, wenn du gerade deinen Passkey verwendet hast.',
    noPasskey: 'Dein Konto hat noch keinen Passkey. Erstelle einen und komm dann wieder.',
    inOrder: 'Alles, was betrachtet wurde, ist in Ordnung.',
    counts: ({ problems, warnings, checks }) =>
      `Probleme: ${problems}. Warnungen: ${warnings}. Prüfungen: ${checks}.`,
    again: 'Noch einmal prüfen',
    why: 'Warum es wichtig ist',
    change: 'Was zu ändern ist',
    inEnglish: 'Die Befunde sind auf Englisch.',
    problem: { title: 'Probleme', lead: 'Das funktioniert nicht oder ist nicht sicher.' },
    warning: { title: 'Warnungen', lead: 'Das funktioniert, sollte aber nicht so bleiben.' },
    unknown: { title: 'Nicht betrachtet', lead: 'Etwas anderes stand im Weg.' },
    ok: { title: 'In Ordnung', lead: 'Hier ist nichts zu tun.' },
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    lead: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist weg.',
    home: 'Zum Anfang',
  },
  refused: {
    crossSite: 'Das kam von einer anderen Seite, darum ist nichts geschehen.',
    tooLarge: 'Was gesendet wurde, ist zu groß.',
    elsewhere: (origin) => `Diese Seite ist unter ${origin} zu finden.`,
  },
  foot: { terms: 'Bedingungen', privacy: 'Datenschutz', support: 'Hilfe' },
}
