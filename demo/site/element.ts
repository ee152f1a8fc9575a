/**
 * The page's own elements, by id and with their type.
 *
 * @module
 */

/** Finds an element that this page is known to have. */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new TypeError(`This page has no ${kind.name} #${id}.`)
}

/** Finds a part of a copied template. */
export function part<Kind extends Element>(
  parent: ParentNode,
  selector: string,
  kind: new () => Kind,
): Kind {
  const found = parent.querySelector(selector)
  if (found instanceof kind) return found
  throw new TypeError(`There is no ${kind.name} ${selector}.`)
}
