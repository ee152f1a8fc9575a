/**
 * HTML made of text: whatever is put into a template is text, unless a template made it.
 *
 * @module
 */

/** A piece of HTML. Only {@link markup} makes one. */
export class Markup {
  readonly #html: string

  /** @internal */
  constructor(html: string) {
    this.#html = html
  }

  toString(): string {
    return this.#html
  }
}

/** What may stand in a template. `undefined` and `false` stand for nothing. */
export type Piece = string | number | Markup | undefined | false | readonly Piece[]

/** Makes a piece of HTML. Attributes have to stand in double quotes. */
export function markup(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(parts.map((part, index) => part + written(pieces[index])).join(''))
}

function written(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (piece instanceof Markup) return piece.toString()
  if (typeof piece === 'object') return piece.map(written).join('')
  return String(piece).replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
