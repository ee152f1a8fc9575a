import { createLatchkey, type Latchkey } from 'latchkey/server'

const kept = globalThis as { latchkey?: Latchkey }

/** One for the whole process, made when the first request asks for it and not while Next.js builds. */
export const latchkey = () =>
  (kept.latchkey ??= createLatchkey({
    rpId: 'localhost',
    origins: [`http://localhost:${process.env.PORT ?? 3000}`],
    database: 'sqlite:data/latchkey.db',
    secret: process.env.LATCHKEY_SECRET ?? '',
  }))
