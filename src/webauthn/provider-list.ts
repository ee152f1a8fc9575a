/**
 * A list of passkey providers that an operator brings along: names and icons by AAGUID, in the shape of the community's list.
 *
 * The bundled table has names only. A list is somebody else's data: it is read member by member, what is not as it
 * should be is left out, and an icon has to be an SVG image inside a data URI, so that showing one asks nobody for it.
 *
 * @see {@link https://github.com/passkeydeveloper/passkey-authenticator-aaguids} the list and its shape
 * @module
 */
import { readMember } from './response-shape.ts'

/** A provider as a person knows it. */
export interface Provider {
  readonly name: string
  /** Data URI of an SVG image. To be shown by an `img` element, which runs no script of it. */
  readonly icon?: string
}

const AAGUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const ICON = /^data:image\/svg\+xml;base64,[A-Za-z0-9+/]+={0,2}$/
const MAX_NAME_LENGTH = 64
const MAX_ICON_LENGTH = 65_536

/**
 * Reads a list of providers: an object whose members are AAGUIDs, each with a `name` and perhaps an `icon_light`.
 *
 * @throws TypeError when it is no object, or when nothing in it is a provider.
 *
 * @example
 * ```ts
 * const providers = parseProviderList(JSON.parse(await readFile('aaguid.json', 'utf8')))
 * const { name, icon } = providers.get(credential.aaguid) ?? { name: 'A passkey' }
 * ```
 */
export function parseProviderList(list: unknown): ReadonlyMap<string, Provider> {
  if (typeof list !== 'object' || list === null) {
    throw new TypeError('a list of providers is an object, AAGUIDs to providers')
  }
  const providers = new Map<string, Provider>()
  for (const [key, value] of Object.entries(list)) {
    const aaguid = key.toLowerCase()
    const name = readMember(value, 'name')
    if (!AAGUID.test(aaguid) || !isName(name)) continue
    const icon = readMember(value, 'icon_light')
    providers.set(aaguid, isIcon(icon) ? { name, icon } : { name })
  }
  if (providers.size === 0) throw new TypeError('there is no provider in the list')
  return providers
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_NAME_LENGTH
}

function isIcon(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_ICON_LENGTH && ICON.test(value)
}
