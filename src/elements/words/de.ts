/**
 * German.
 *
 * @module
 */
import type { ElementWords } from '../element-words.ts'

/** What the elements say in German. */
export const german: ElementWords = {
  language: 'de',
  failures: {
    unreachable: 'Der Server ist nicht erreichbar. Ist dieses Gerät online?',
    too_slow: 'Der Server braucht zu lange für eine Antwort. Bitte versuche es noch einmal.',
    no_answer:
      'Der Server hat etwas Unverständliches geantwortet. Bitte versuche es später noch einmal.',
    later: 'Das kann der Server gerade nicht. Bitte versuche es gleich noch einmal.',
    rate_limited:
      'Zu viele Versuche. Bitte warte ein paar Minuten und versuche es dann noch einmal.',
    taken_back: 'Abgebrochen. Es wurde nichts geändert.',
    not_used: 'Es wurde kein Passkey verwendet. Du kannst es jederzeit noch einmal versuchen.',
    no_passkey: 'Hier gibt es keinen Passkey für diese Seite. Versuche es mit einem anderen Gerät.',
    interrupted:
      'Der Browser war mit einer anderen Frage beschäftigt. Bitte versuche es noch einmal.',
    unsupported: 'Dieser Browser kann keine Passkeys verwenden.',
    blocked:
      'In diesem Teil der Seite sind Passkeys gesperrt. Öffne die Seite in einem eigenen Fenster.',
    browser: 'Das konnte der Browser nicht. Bitte lade die Seite neu und versuche es noch einmal.',
    not_created: 'Es wurde kein Passkey erstellt. Du kannst es jederzeit noch einmal versuchen.',
    already_here: 'Du hast hier schon einen Passkey. Ein zweiter ist nicht nötig.',
    no_place:
      'Auf diesem Gerät lässt sich kein Passkey speichern. Schalte die Displaysperre ein oder nimm ein Smartphone.',
    credential_unknown: 'Dieser Passkey ist hier nicht mehr bekannt. Bitte verwende einen anderen.',
    authentication_failed:
      'Dieser Passkey gehört nicht zu diesem Konto. Bitte verwende einen anderen.',
    wrong_password: 'Benutzername oder Passwort stimmt nicht.',
    wrong_code:
      'Das hat nicht geklappt. Der Code oder Link ist vielleicht falsch, verbraucht oder zu alt.',
    stale: 'Das hat zu lange gedauert. Bitte versuche es noch einmal.',
    username_taken: 'Diesen Benutzernamen hat schon jemand. Bitte wähle einen anderen.',
    invalid_request: 'Das geht hier nicht. Bitte prüfe deine Eingabe.',
    registration_failed: 'Dieser Passkey wurde nicht angenommen. Bitte versuche es noch einmal.',
    credential_exists: 'Dieser Passkey wird schon verwendet. Bitte erstelle einen anderen.',
    passkey_limit: 'Dieses Konto hat so viele Passkeys, wie es haben darf. Lösche zuerst einen.',
    last_sign_in_method:
      'Nur damit kannst du dich noch anmelden. Erstelle zuerst einen anderen Passkey.',
    session_required: 'Du bist nicht mehr angemeldet. Bitte melde dich wieder an.',
    sign_in_again: 'Dafür musst du dich neu anmelden. Bitte melde dich ab und wieder an.',
    not_found: 'Das gibt es schon nicht mehr.',
    account_not_linked: 'Dazu gehört hier kein Konto. Melde dich auf andere Weise an.',
    other_site:
      'Die andere Seite hat nicht bestätigt, wer du bist. Versuche es noch einmal oder melde dich anders an.',
    not_copied:
      'Das Kopieren hat nicht geklappt. Die Codes sind jetzt markiert: Kopiere sie selbst.',
  },
  cancel: 'Abbrechen',
  waiting: 'Du bist dran …',
  loading: 'Wird geladen …',
  tryAgain: 'Noch einmal versuchen',
  username: 'Benutzername',
  password: 'Passwort',
  show: 'Anzeigen',
  hide: 'Verbergen',
  or: 'oder',
  continue: 'Weiter',
  missing: 'Bitte fülle dieses Feld aus.',
  signIn: {
    title: 'Anmelden',
    passkey: 'Mit Passkey anmelden',
    hint: 'Lass es leer, um aus deinen Passkeys zu wählen.',
    otherDevice: 'Anderes Gerät verwenden',
    federated: (name) => `Weiter mit ${name}`,
    lost: 'Ich kann mich nicht anmelden',
    done: 'Du bist angemeldet.',
  },
  create: {
    headline: 'Nächstes Mal schneller anmelden',
    lead: 'Melde dich so an, wie du dieses Gerät entsperrst: mit Fingerabdruck, Gesicht oder PIN.',
    benefits: [
      'Kein Passwort, das du eintippen oder dir merken musst',
      'Dank Passwortmanager auch auf deinen anderen Geräten',
      'Niemand kann es dir mit einem Trick entlocken',
    ],
    create: 'Passkey erstellen',
    notNow: 'Jetzt nicht',
    done: 'Dein Passkey ist gespeichert. Melde dich nächstes Mal damit an.',
    account: 'Konto erstellen',
    displayName: 'Dein Name (freiwillig)',
  },
  passkeys: {
    title: 'Passkeys',
    lead: 'Jeder davon öffnet dieses Konto. Bewahre einen zweiten woanders auf, damit dich der Verlust des ersten nicht aussperrt.',
    empty:
      'Dieses Konto hat noch keinen Passkey. Erstelle einen, um dich nächstes Mal schneller anzumelden.',
    synced: 'Synchronisiert',
    deviceOnly: 'Nur auf einem Gerät',
    created: (date) => `Erstellt: ${date}`,
    used: (date, device) => `Zuletzt verwendet: ${date}${device === null ? '' : `, ${device}`}`,
    unused: 'Noch nicht verwendet',
    unknown: 'Unbekannter Passkey-Anbieter',
    securityKey: 'Sicherheitsschlüssel',
    provider: (name) => `Gespeichert in ${name}`,
    rename: 'Umbenennen',
    renameOne: (name) => `${name} umbenennen`,
    renamed: (name) => `Dieser Passkey heißt jetzt „${name}“.`,
    name: 'Name',
    save: 'Speichern',
    delete: 'Löschen',
    deleteOne: (name) => `${name} löschen`,
    deleteTitle: 'Diesen Passkey löschen?',
    deleteAbout: (name) =>
      `Mit „${name}“ kann sich hier ab sofort niemand mehr anmelden. Die Kopie in deinem Passwortmanager bleibt vielleicht, bis er davon erfährt oder du sie dort löschst.`,
    deleted: (name) => `„${name}“ ist gelöscht.`,
  },
  proof: {
    title: 'Bestätige, dass du es bist',
    lead: 'Das ändert, wer in dein Konto kommt.',
    passkey: 'Passkey verwenden',
  },
  sessions: {
    title: 'Wo du angemeldet bist',
    lead: 'Melde ab, was du nicht kennst oder nicht mehr brauchst.',
    current: 'Dieses Gerät',
    unknown: 'Unbekanntes Gerät',
    device: (browser, system) => `${browser} unter ${system}`,
    since: (date) => `Angemeldet: ${date}`,
    active: (date) => `Zuletzt aktiv: ${date}`,
    signOut: 'Abmelden',
    signOutOne: (device) => `${device} abmelden`,
    signOutOthers: 'Überall sonst abmelden',
    ended: (device) => `${device} ist abgemeldet.`,
    othersEnded: 'Überall sonst bist du jetzt abgemeldet.',
    only: 'Du bist nirgends sonst angemeldet.',
  },
  recovery: {
    title: 'Zurück in dein Konto',
    lead: 'Wir schicken einen Link an die E-Mail-Adresse deines Kontos.',
    send: 'Link schicken',
    sent: 'Wenn es so ein Konto gibt, ist ein Link unterwegs. Öffne ihn in diesem Browser.',
    code: 'Wiederherstellungscode',
    codeLead: 'Hat dein Konto keinen Passkey, dann genügt einer seiner Wiederherstellungscodes.',
    linkLead: 'Noch ein Schritt, dann bist du wieder in deinem Konto.',
    codeNeeded:
      'Hat dein Konto einen Passkey, dann gib auch einen deiner Wiederherstellungscodes ein.',
    back: 'Du bist zurück. Erstelle jetzt einen Passkey: Dieser Zugang schließt in 15 Minuten.',
    codes: 'Wiederherstellungscodes',
    codesLead:
      'Ein Wiederherstellungscode hilft dir zurück, wenn alle Passkeys verloren sind. Jeder gilt einmal.',
    left: (count) => `Noch übrig: ${count}`,
    makeCodes: 'Neue Codes erstellen',
    makeWarning: 'Die alten gelten dann nicht mehr.',
    once: 'Bewahre sie sicher auf. Sie werden nur dieses eine Mal gezeigt.',
    copy: 'Kopieren',
    copied: 'Kopiert.',
  },
}
