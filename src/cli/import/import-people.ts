/**
 * Bringing people over: each with their passkeys in one transaction, a bounded number of them at a time.
 *
 * @module
 */
import { importPerson } from '../../server/store/acts/import-acts.ts'
import type { ImportAudit } from '../../server/store/acts/import-acts.ts'
import type { CredentialRecord, Store } from '../../server/store/store.ts'
import { looseText } from './loose-values.ts'
import { readPasskey } from './read-passkey.ts'
import { readPerson } from './read-person.ts'
import type { PersonSettings } from './read-person.ts'
import type { Source, SourcePerson, UnreadablePlace } from './source.ts'

/** Something that was not brought over. */
export interface RefusedRow {
  /** Such as `user 17` or `line 3`. */
  readonly place: string
  /** Which of their passkeys, by its credential id as it was stored; absent for the person. */
  readonly passkey?: string
  readonly reason: string
}

/** How many of a kind there were, by what became of them. */
export interface Tally {
  imported: number
  alreadyThere: number
  refused: number
}

/** What became of everything. */
export interface ImportReport {
  readonly people: Tally
  readonly passkeys: Tally
  /** People that have a password where they come from. Passwords stay there. */
  passwordsLeftBehind: number
}

/** Imports everybody of a source. `onRefused` hears of each row that was not brought, at once. */
export async function importPeople(
  store: Store,
  source: Source,
  how: PersonSettings & {
    readonly audit: ImportAudit
    readonly dryRun: boolean
    readonly onRefused: (row: RefusedRow) => void
    readonly onProgress: (report: ImportReport) => void
  },
): Promise<ImportReport> {
  const report: ImportReport = { people: tally(), passkeys: tally(), passwordsLeftBehind: 0 }
  const seen = new Map<string, 'imported' | 'alreadyThere'>()
  const seenPasskeys = new Set<string>()
  for await (const piece of source) {
    // One person's rows may follow each other: they wait for each other, and nobody else does.
    const byPerson = Map.groupBy(piece, (one) =>
      'unreadable' in one ? one.place : (looseText(one.id) ?? one.place),
    )
    await Promise.all([...byPerson.values()].map(bringAll))
    how.onProgress(report)
  }
  return report

  async function bringAll(rows: readonly (SourcePerson | UnreadablePlace)[]): Promise<void> {
    for (const row of rows) {
      if ('unreadable' in row) refusePerson(row, row.unreadable)
      else await bring(row)
    }
  }

  async function bring(row: SourcePerson): Promise<void> {
    const person = readPerson(row, how)
    if (typeof person === 'string') return refusePerson(row, person)
    const { account } = person
    const passkeys: CredentialRecord[] = []
    let fault: string | undefined
    for (const one of row.passkeys) {
      const passkey = readPasskey(one, { accountId: account.id, now: how.now })
      const name = looseText(one.credentialId) ?? '?'
      const wrong =
        typeof passkey === 'string'
          ? passkey
          : seenPasskeys.has(passkey.credentialId)
            ? 'duplicate_in_source'
            : undefined
      if (wrong !== undefined) {
        fault ??= wrong
        refusePasskey(row, name, wrong)
      } else if (typeof passkey !== 'string') {
        seenPasskeys.add(passkey.credentialId)
        passkeys.push(passkey)
      }
    }
    // Whoever has passkeys there gets no account without any.
    if (fault !== undefined && passkeys.length === 0 && !seen.has(account.id)) {
      return countPerson(row, account.id, fault)
    }
    const userHandle = passkeys.find((one) => one.importedHandle)?.importedHandle
    const named = { ...account, userHandle: userHandle ?? account.userHandle }
    const { audit, dryRun } = how
    const result = await store.transact((tables) =>
      importPerson(tables, { ...person, account: named, passkeys }, { audit, dryRun }),
    )
    countPerson(row, account.id, result.account)
    for (const [index, outcome] of result.passkeys.entries()) {
      if (outcome === 'imported') report.passkeys.imported += 1
      else if (outcome === 'already_there') report.passkeys.alreadyThere += 1
      else refusePasskey(row, passkeys[index]!.credentialId, outcome)
    }
    return undefined
  }

  function countPerson(row: SourcePerson, accountId: string, outcome: string): void {
    if (outcome !== 'imported' && outcome !== 'already_there') return refusePerson(row, outcome)
    if (seen.has(accountId)) return undefined
    const became = outcome === 'imported' ? 'imported' : 'alreadyThere'
    seen.set(accountId, became)
    report.people[became] += 1
    if (row.hasPassword) report.passwordsLeftBehind += 1
    return undefined
  }

  function refusePerson({ place }: { readonly place: string }, reason: string): void {
    report.people.refused += 1
    how.onRefused({ place, reason })
  }

  function refusePasskey({ place }: SourcePerson, passkey: string, reason: string): void {
    report.passkeys.refused += 1
    how.onRefused({ place, passkey, reason })
  }
}

function tally(): Tally {
  return { imported: 0, alreadyThere: 0, refused: 0 }
}
