/**
 * `latchkey/server/node`: Latchkey behind `node:http`.
 *
 * @example
 * ```ts
 * import { createLatchkey } from 'latchkey/server'
 * import { serve } from 'latchkey/server/node'
 *
 * const latchkey = createLatchkey({
 *   rpId: 'localhost',
 *   origins: ['http://localhost:8080'],
 *   database: 'sqlite::memory:',
 *   secret: process.env.LATCHKEY_SECRET ?? '', // 32 random bytes or more, base64url
 * })
 * const server = await serve(latchkey, { port: 8080 })
 * process.once('SIGTERM', () => void server.close())
 * ```
 *
 * @module latchkey/server/node
 */
export { createNodeListener } from './listener.ts'
export type { Connection, FetchHandler, NodeListener } from './listener.ts'
export { serve } from './serve.ts'
export type { NodeServer, ServeOptions, ServedHandler } from './serve.ts'
