/**
 * The operator's logo: read once at start, and known by what is in the file, whatever it is called.
 *
 * @module
 */
import { hash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'

/** A picture to be served. */
export interface Picture {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
  /** Where it is served: the name changes with its content. */
  readonly path: string
  /** Whether the operator brought it. */
  readonly isGiven: boolean
}

const LARGEST = 256 * 1024

/**
 * Reads a logo.
 *
 * @throws TypeError with a sentence when there is none, or it is too large, or no SVG, PNG or WebP.
 */
export function readLogo(path: unknown): Picture {
  if (typeof path !== 'string' || path === '') {
    throw new TypeError('site.logo has to be the path of an SVG, PNG or WebP file')
  }
  const body = read(path)
  const kind = kindOf(body)
  if (kind === undefined) {
    throw new TypeError(`site.logo ${path} is no SVG, PNG or WebP picture, by what is in the file`)
  }
  return { ...picture(body, kind), isGiven: true }
}

/** The mark that stands where no logo is: a latchkey, in the brand's own colours. */
export function ownMark({
  ground,
  ink,
}: {
  readonly ground: string
  readonly ink: string
}): Picture {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">
<rect width="48" height="48" rx="13" fill="${ground}"/>
<g fill="none" stroke="${ink}" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round">
<circle cx="18.5" cy="19" r="7.5"/><path d="m24 24.5 11 11m-5.5-5.5 4-4"/></g>
</svg>
`
  return picture(new Uint8Array(Buffer.from(svg)), { type: 'image/svg+xml', end: 'svg' })
}

interface Kind {
  readonly type: string
  readonly end: string
}

function picture(body: Uint8Array<ArrayBuffer>, { type, end }: Kind): Picture {
  const mark = hash('sha256', body, 'base64url').slice(0, 12)
  return { type, body, path: `/site/logo-${mark}.${end}`, isGiven: false }
}

function read(path: string): Uint8Array<ArrayBuffer> {
  try {
    const { size } = statSync(path)
    if (size <= LARGEST) return new Uint8Array(readFileSync(path))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new TypeError(`site.logo cannot be read: ${why}`, { cause })
  }
  throw new TypeError(`site.logo ${path} is larger than 256 kB`)
}

const PNG = '\u0089PNG\r\n\u001A\n'

function kindOf(body: Uint8Array): Kind | undefined {
  const begin = Buffer.from(body.subarray(0, 12)).toString('latin1')
  if (begin.startsWith(PNG)) return { type: 'image/png', end: 'png' }
  if (begin.startsWith('RIFF') && begin.endsWith('WEBP')) return { type: 'image/webp', end: 'webp' }
  return isSvg(body) ? { type: 'image/svg+xml', end: 'svg' } : undefined
}

/** XML whose first element is an `svg`. What it would run is kept from running when it is served. */
function isSvg(body: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const prolog = /^(?:\s|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^>[]*>)*/.exec(text)?.[0] ?? ''
    return /^<svg[\s>]/.test(text.slice(prolog.length))
  } catch {
    return false
  }
}
