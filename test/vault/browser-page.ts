/** What the test page loads: a vault in IndexedDB, behind Credential Manager. */
import * as client from '../../src/client/index.ts'
import * as vault from '../../src/vault/index.ts'

const page = { ...client, ...vault }

/** What the page puts where `page.evaluate` finds it. */
export type BrowserPage = typeof page

Object.assign(globalThis, { page })
