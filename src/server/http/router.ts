/**
 * Which route a path leads to: exactly those of the table.
 *
 * @module
 */
import { PatternRouter } from 'hono/router/pattern-router'
import { ROUTES } from '../../protocol/route-table.ts'
import type { RouteName } from '../../protocol/route-table.ts'

/** A path that is served, and its methods. */
export interface Place {
  readonly methods: ReadonlyMap<string, RouteName>
  /** The `Allow` header of whoever comes with another method. */
  readonly allow: string
}

/** A place that was found, with what stands for the `{id}` (or `{issuer}`) of its path if it has one. */
export interface Found {
  readonly place: Place
  readonly id: string | undefined
}

/** Finds the place of a path. */
export interface Router {
  readonly places: ReadonlyMap<string, Place>
  find(path: string): Found | undefined
}

/** The whole path of a route, in the router's notation. */
export function pathOf(name: RouteName, basePath: string): string {
  const { base, path } = ROUTES[name]
  return base === 'auth' ? `${basePath}${path}` : path
}

/** Builds the router for a base path. */
export function createRouter(basePath: string): Router {
  const methods = new Map<string, Map<string, RouteName>>()
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const { method } = ROUTES[name]
    const path = pathOf(name, basePath)
    const here = methods.get(path) ?? new Map<string, RouteName>()
    methods.set(path, here.set(method, name))
    // The answer to GET without its body; the transport leaves that out.
    if (method === 'GET') here.set('HEAD', name)
  }
  const places = new Map<string, Place>()
  // The smallest of Hono's; with so few paths none is faster.
  const router = new PatternRouter<Place>()
  for (const [path, here] of methods) {
    const place = { methods: here, allow: [...here.keys()].join(', ') }
    places.set(path, place)
    router.add('ALL', path, place)
  }

  return {
    places,
    find(path) {
      const [[match]] = router.match('ALL', path)
      // This router would let a slash pass that no route ends with.
      if (match === undefined || path.endsWith('/')) return undefined
      const [place, parameters] = match
      return { place, id: Object.values(parameters as Readonly<Record<string, string>>)[0] }
    },
  }
}
