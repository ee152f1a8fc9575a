/**
 * Makes `src/webauthn/aaguid-table.ts` out of a copy of the community's list: `npm exec -- node scripts/aaguids.mjs aaguid.json`.
 *
 * Names only: they are facts. The list's repository carries no licence, so its icons and texts stay there; whoever wants them
 * at run time reads a copy of their own with `parseProviderList`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { parseProviderList } from '../src/webauthn/provider-list.ts'

const OUT = join(import.meta.dirname, '../src/webauthn/aaguid-table.ts')
const [file] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: node scripts/aaguids.mjs <aaguid.json>\n')
  process.exit(2)
}
const providers = parseProviderList(JSON.parse(readFileSync(file, 'utf8')))
const rows = [...providers]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([aaguid, { name }]) => `[${JSON.stringify(aaguid)}, ${JSON.stringify(name)}],`)
const before = readFileSync(OUT, 'utf8')
const head = before.slice(0, before.indexOf('new Map(['))
const text = `${head}new Map([${rows.join('\n')}])\n`
writeFileSync(OUT, await format(text, { ...(await resolveConfig(OUT)), parser: 'typescript' }))
process.stdout.write(`${providers.size} providers\n`)
