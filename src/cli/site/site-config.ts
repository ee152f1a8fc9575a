/**
 * The site's part of the configuration, and its one check.
 *
 * @module
 */
import type { Settings } from '../../server/config.ts'
import { brandStyles, checkBrand } from './brand.ts'
import type { Brand, BrandColors } from './brand.ts'
import { ownMark, readLogo } from './logo.ts'
import type { Picture } from './logo.ts'

/** What may be said of the site. `off`: only the routes are served. */
export type SiteConfig = 'on' | 'off' | SiteMembers

/** How it looks, and where it leads. */
export interface SiteMembers {
  /** Default: `rpName`. */
  readonly name?: string
  /** Path of an SVG, PNG or WebP file of at most 256 kB. Default: a mark of our own in your colours. */
  readonly logo?: string
  readonly colors?: BrandColors
  /** Pages of yours, in the foot of every page: paths or URLs. `support` may be a `mailto:` address. */
  readonly links?: SiteLinks
  /** What people call the issuers of the configuration, by the names they have there. Default: their hosts. */
  readonly issuers?: Readonly<Record<string, string>>
  /** Other origins that `?next=` may lead to after a sign-in. Default: none. */
  readonly next?: readonly string[]
}

/** Pages of the operator's. */
export interface SiteLinks {
  readonly terms?: string
  readonly privacy?: string
  readonly support?: string
}

/** A site that passed the check. */
export interface SiteSettings {
  readonly name: string
  readonly logo: Picture
  readonly brand: Brand
  /** The style sheet of the brand. */
  readonly styles: string
  readonly links: SiteLinks
  /** Labels, by name. */
  readonly issuers: Readonly<Record<string, string>>
  readonly next: readonly string[]
}

const MEMBERS: ReadonlySet<string> = new Set(['name', 'logo', 'colors', 'links', 'issuers', 'next'])
const LINKS: ReadonlySet<string> = new Set(['terms', 'privacy', 'support'])

/**
 * Checks it and reads the logo; `undefined` when the site is off.
 *
 * @throws TypeError with a sentence that names the member and says what it should be.
 */
export function checkSite(
  config: SiteConfig = 'on',
  { rpName, issuers: known }: Pick<Settings, 'rpName' | 'issuers'>,
): SiteSettings | undefined {
  if (config === 'off') return undefined
  const members: unknown = config === 'on' ? {} : config
  if (typeof members !== 'object' || members === null || Array.isArray(members)) {
    throw new TypeError('site has to be on, off, or an object')
  }
  for (const name of Object.keys(members)) {
    if (!MEMBERS.has(name)) throw new TypeError(`site.${name} is not known`)
  }
  const {
    name = rpName,
    logo,
    colors,
    links = {},
    issuers = {},
    next = [],
  } = members as SiteMembers
  const brand = checkBrand(colors)
  const { accent, accentInk } = brand.day
  return {
    name: checkName(name),
    logo: logo === undefined ? ownMark({ ground: accent, ink: accentInk }) : readLogo(logo),
    brand,
    styles: brandStyles(brand),
    links: checkLinks(links),
    issuers: checkLabels(issuers, known),
    next: checkNext(next),
  }
}

function checkName(name: unknown): string {
  if (typeof name === 'string' && name.trim() !== '' && name.length <= 64) return name.trim()
  throw new TypeError('site.name has to be a text of 1 to 64 characters')
}

function checkLinks(links: SiteLinks): SiteLinks {
  for (const [name, value] of Object.entries(links)) {
    if (!LINKS.has(name)) throw new TypeError(`site.links.${name} is not known`)
    const url = typeof value === 'string' ? URL.parse(value, 'https://host.invalid') : null
    if (url === null || !/^(?:https?|mailto):$/.test(url.protocol)) {
      throw new TypeError(`site.links.${name} has to be a path, a URL or a mailto: address`)
    }
  }
  return links
}

function checkLabels(
  labels: Readonly<Record<string, string>>,
  known: Settings['issuers'],
): Readonly<Record<string, string>> {
  for (const [name, label] of Object.entries(labels)) {
    if (!known.has(name)) throw new TypeError(`site.issuers.${name} is not among the issuers`)
    if (typeof label === 'string' && label.trim() !== '' && label.length <= 64) continue
    throw new TypeError(`site.issuers.${name} has to be a text of 1 to 64 characters`)
  }
  return labels
}

function checkNext(origins: unknown): readonly string[] {
  if (!Array.isArray(origins)) throw new TypeError('site.next has to be a list of origins')
  for (const origin of origins as readonly unknown[]) {
    const url = typeof origin === 'string' ? URL.parse(origin) : null
    const isLocal = url !== null && /^(?:localhost|.*\.localhost)$/.test(url.hostname)
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)
    if (!isSafe || url?.origin !== origin) {
      throw new TypeError(
        `site.next: ${JSON.stringify(origin)} is not a serialized https origin, such as https://app.example.com`,
      )
    }
  }
  return origins as readonly string[]
}
