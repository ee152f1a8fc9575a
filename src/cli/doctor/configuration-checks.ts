/**
 * What only the operator can see: the configuration, the secret and the database.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readSecretFile } from '../../server/secret-file.ts'
import { androidOrigins } from '../../server/check-apps.ts'
import { checkConfig } from '../../server/check-config.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { SaidConfig } from '../configuration.ts'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'

const DAY = 86_400_000
/** A secret that is older is due for a rotation. Days. */
const SECRET_AGE = 400
/** A rotation that stands still for longer was forgotten. Days. */
const ROTATION_AGE = 2

/** Looks at what was said of a server, and at what that points to. Makes nothing. */
export async function checkConfiguration(
  { members, secretFile }: SaidConfig,
  now: number,
): Promise<readonly Finding[]> {
  const { secret = randomBytes(32) } = members
  const secretFindings = members.secret === undefined ? secrets(secretFile, now) : []
  try {
    checkConfig({ ...members, secret })
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const why = 'the server does not start with it'
    const fix = 'change the member that the sentence names'
    return [...secretFindings, problem('configuration', what, { why, fix })]
  }
  return [
    ok('configuration', 'the configuration makes sense'),
    ...secretFindings,
    ...apps(members),
    await database(members.database),
  ]
}

/** Origins of Android apps that were listed by hand, so that no asset link names them. */
function apps({ origins, androidApps = [] }: SaidConfig['members']): readonly Finding[] {
  const linked = new Set(androidOrigins(androidApps))
  const bare = origins.filter((origin) => origin.startsWith('android:') && !linked.has(origin))
  const debug = androidApps.filter((app) => app.debug === true).map((app) => app.packageName)
  return [
    ...(bare.length === 0
      ? []
      : [
          warning('android_origins', `${bare.join(', ')} stands in origins and in no app`, {
            why: 'assetlinks.json does not name the app, and Android answers "RP ID cannot be validated"',
            fix: 'list the app under androidApps with its fingerprint, and take the origin out',
          }),
        ]),
    ...(debug.length === 0
      ? []
      : [
          warning('debug_certificate', `${debug.join(', ')} is signed with a debug certificate`, {
            why: 'whoever has the development machine can sign apps that use these passkeys',
            fix: 'keep debug builds to a server of their own',
          }),
        ]),
  ]
}

function secrets(path: string, now: number): readonly Finding[] {
  let versions
  try {
    ;({ versions } = readSecretFile(path))
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const why = 'the server does not start without its secret, and must not share it'
    return [
      problem('secret_file', what, {
        why,
        fix: `chmod 600 ${path}, as the user the server runs as`,
      }),
    ]
  }
  const days = (since: string) => Math.floor((now - Date.parse(since)) / DAY)
  const active = versions.find(({ state }) => state === 'active')!
  const waiting = versions.find(
    ({ state, since }) => state !== 'active' && days(since) > ROTATION_AGE,
  )
  if (waiting !== undefined) {
    const what = `a rotation stands still: version ${waiting.id} is verify-only since ${days(waiting.since)} days`
    const why = 'the old secret still opens challenges'
    return [warning('rotation', what, { why, fix: 'run latchkey keys rotate until step 3 of 3' })]
  }
  const isDated = Date.parse(active.since) > 0
  if (isDated && days(active.since) > SECRET_AGE) {
    const what = `the secret is ${days(active.since)} days old`
    const why = 'the longer it is used the more backups hold it'
    return [warning('secret_age', what, { why, fix: 'run latchkey keys rotate' })]
  }
  return [ok('secret_file', `${versions.length} version of the secret, for its owner alone`)]
}

async function database(url: string): Promise<Finding> {
  const [, file] = /^sqlite:(?!:memory:)(.+)$/.exec(url) ?? []
  if (file !== undefined && !existsSync(file)) {
    const why = 'a server that starts here begins with no account at all'
    const fix = 'say LATCHKEY_DATABASE as the server has it, or start the server once'
    return warning('database', `there is no ${file}`, { why, fix })
  }
  try {
    const store = await openStore(url)
    await store.ping()
    await store.close()
    return ok('database', 'the database opens and is at the latest version')
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const why = 'nobody can sign in'
    return problem('database', what, {
      why,
      fix: 'check that it runs, its address, and who may open it',
    })
  }
}
