/**
 * `latchkey/server/node`: Latchkey behind `node:http`.
 *
 * @module
 */
export { createNodeListener } from './listener.ts'
export type { Connection, FetchHandler, NodeListener } from './listener.ts'
export { serve } from './serve.ts'
export type { NodeServer, ServeOptions, ServedHandler } from './serve.ts'
