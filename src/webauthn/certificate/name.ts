/**
 * Distinguished names: a list of attributes, each a type and a text.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4} RFC 5280 §4.1.2.4
 * @module
 */
import { derChildren, derObjectIdentifier, expectDer } from '../../bytes/der.ts'
import type { DerItem } from '../../bytes/der.ts'

/** One attribute of a name. */
export interface NameAttribute {
  /** Object identifier in dotted form. */
  readonly type: string
  readonly value: string
}

/** Attribute types that attestation certificates are asked for. */
export const NAME_TYPES = {
  commonName: '2.5.4.3',
  country: '2.5.4.6',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
} as const

const BMP_STRING = 30

const UTF8 = new TextDecoder()
const UTF16 = new TextDecoder('utf-16be')

/**
 * The attributes of a name, whether each has its own set or all share one.
 *
 * @throws BytesError with `der_malformed`.
 */
export function readNameAttributes(name: DerItem): readonly NameAttribute[] {
  return derChildren(name).flatMap((set) =>
    derChildren(expectDer(set, 'set')).map((pair) => {
      const [type, value] = derChildren(expectDer(pair, 'sequence'))
      return { type: derObjectIdentifier(type), value: readText(value) }
    }),
  )
}

function readText(item: DerItem | undefined): string {
  if (item === undefined) return ''
  return (item.tag === BMP_STRING ? UTF16 : UTF8).decode(item.contents)
}
