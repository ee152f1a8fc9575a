/**
 * Android's bundle keys for the fields of requests and credentials.
 *
 * @module
 */

/** Data by field, or by bundle key. */
export type Data = Readonly<Record<string, unknown>>

const KEY = 'androidx.credentials.BUNDLE_KEY_'
const SUBTYPE = 'androidx.credentials.BUNDLE_VALUE_SUBTYPE_'

const COMMON: Readonly<Record<string, string>> = {
  id: `${KEY}ID`,
  password: `${KEY}PASSWORD`,
  requestJson: `${KEY}REQUEST_JSON`,
  clientDataHash: `${KEY}CLIENT_DATA_HASH`,
  allowedUserIds: `${KEY}ALLOWED_USER_IDS`,
  isCloudBackupEnabled: `${KEY}SHOULD_BACKUP_TO_CLOUD`,
  isConditional: `${KEY}IS_CONDITIONAL_REQUEST`,
  isAutoSelectAllowed: `${KEY}IS_AUTO_SELECT_ALLOWED`,
  typePriorityHint: `${KEY}TYPE_PRIORITY_VALUE`,
  preferImmediatelyAvailableCredentials: `${KEY}PREFER_IMMEDIATELY_AVAILABLE_CREDENTIALS`,
  authenticationResponseJson: `${KEY}AUTHENTICATION_RESPONSE_JSON`,
  registrationResponseJson: `${KEY}REGISTRATION_RESPONSE_JSON`,
  subtype: `${KEY}SUBTYPE`,
}

/** Fields that have another key in a restore credential's bundle. */
const RESTORE: Readonly<Record<Flow, Readonly<Record<string, string>>>> = {
  get: {
    requestJson: `${KEY}GET_RESTORE_CREDENTIAL_REQUEST`,
    authenticationResponseJson: `${KEY}GET_RESTORE_CREDENTIAL_RESPONSE`,
  },
  create: {
    requestJson: `${KEY}CREATE_RESTORE_CREDENTIAL_REQUEST`,
    responseJson: `${KEY}CREATE_RESTORE_CREDENTIAL_RESPONSE`,
  },
}

const DIGITAL: Readonly<Record<Flow, Readonly<Record<string, string>>>> = {
  get: { credentialJson: `${KEY}REQUEST_JSON` },
  create: { responseJson: `${KEY}RESPONSE_JSON` },
}

/** Which way data go. */
export type Flow = 'get' | 'create'

/** What tells Android's own kinds of passkey requests apart. */
export const SUBTYPES: Readonly<Record<Flow, string>> = {
  get: `${SUBTYPE}GET_PUBLIC_KEY_CREDENTIAL_OPTION`,
  create: `${SUBTYPE}CREATE_PUBLIC_KEY_CREDENTIAL_REQUEST`,
}

const PASSKEY = 'androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL'

const TABLES: Readonly<Record<string, Readonly<Record<Flow, Readonly<Record<string, string>>>>>> = {
  [PASSKEY]: { get: COMMON, create: COMMON },
  'android.credentials.TYPE_PASSWORD_CREDENTIAL': { get: COMMON, create: COMMON },
  'androidx.credentials.TYPE_RESTORE_CREDENTIAL': {
    get: { ...COMMON, ...RESTORE.get },
    create: { ...COMMON, ...RESTORE.create },
  },
  'androidx.credentials.TYPE_DIGITAL_CREDENTIAL': {
    get: { ...COMMON, ...DIGITAL.get },
    create: { ...COMMON, ...DIGITAL.create },
  },
}

/** Fields to bundle keys. The data of a type that is not Android's own are handed on as they are. */
export function toBundle(flow: Flow, type: string, data: Data): Data {
  const keys = TABLES[type]?.[flow]
  if (!keys) return data
  const subtype = type === PASSKEY && 'requestJson' in data ? { subtype: SUBTYPES[flow] } : {}
  return rename({ ...subtype, ...data }, new Map(Object.entries(keys)))
}

/** Bundle keys to fields; keys that belong to no field stay as they are. */
export function fromBundle(flow: Flow, type: string, bundle: Data): Data {
  const fields = Object.entries(TABLES[type]?.[flow] ?? {}).map(
    ([field, key]) => [key, field] as const,
  )
  // A digital credential's answer has the key of its request: what is answered stands last.
  return rename(bundle, new Map(fields))
}

function rename(data: Data, names: ReadonlyMap<string, string>): Data {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [names.get(name) ?? name, value]),
  )
}
