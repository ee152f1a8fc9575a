/**
 * People and passkeys out of a database of better-auth, with the tables of its passkey plugin.
 *
 * @module
 */
import type { OldDatabase, OldRow } from './old-database.ts'
import type { Source, SourcePasskey } from './source.ts'

/** People that are read at a time. */
const PIECE = 200

/** Reads everybody, in the order of their ids. `usernameColumn` is a column of `user`. */
export async function* betterAuthSource(
  database: OldDatabase,
  { usernameColumn }: { readonly usernameColumn: string },
): Source {
  let users = await database.rows(`select * from "user" order by id limit ${PIECE}`, [])
  while (users.length > 0) {
    const ids = users.map(({ id }) => id)
    const list = ids.map(() => '?').join(', ')
    const passkeys = Map.groupBy(
      await database.rows(
        `select * from "passkey" where "userId" in (${list}) order by "createdAt", id`,
        ids,
      ),
      ({ userId }) => userId,
    )
    const passwords = await database.rows(
      `select "userId" from "account" where "userId" in (${list}) and password is not null`,
      ids,
    )
    const withPassword = new Set(passwords.map(({ userId }) => userId))
    yield users.map((user) => ({
      place: `user ${String(user['id'])}`,
      id: user['id'],
      username: user[usernameColumn],
      displayName: user['name'],
      email: user['email'],
      emailVerified: user['emailVerified'],
      createdAt: user['createdAt'],
      passkeys: (passkeys.get(user['id']) ?? []).map(toPasskey),
      hasPassword: withPassword.has(user['id']),
    }))
    const last = ids.at(-1)
    users = await database.rows(`select * from "user" where id > ? order by id limit ${PIECE}`, [
      last,
    ])
  }
}

function toPasskey(row: OldRow): SourcePasskey {
  return {
    credentialId: row['credentialID'],
    publicKey: row['publicKey'],
    // It makes a new one for each passkey and keeps none.
    userHandle: undefined,
    counter: row['counter'],
    transports: row['transports'],
    deviceType: row['deviceType'],
    backedUp: row['backedUp'],
    aaguid: row['aaguid'],
    name: row['name'],
    createdAt: row['createdAt'],
  }
}
