/** Shows a selector with three accounts, and prints what was picked. */
import { selectorModel } from '../../src/client/selector/selector-model.ts'
import { terminalSelector } from '../../src/cli/terminal-selector.ts'

const [count = '3', milliseconds = '20000'] = process.argv.slice(2)
const type = 'androidx.credentials.TYPE_PUBLIC_KEY_CREDENTIAL'
const request = {
  options: [{ id: '0', type, typePriorityHint: 100, isAutoSelectAllowed: true }],
  preferImmediatelyAvailableCredentials: false,
}
const entry = (at: number, userName: string) => ({ id: `e${at}`, optionId: '0', type, userName })
const { pages } = selectorModel(request, [
  {
    provider: { id: 'v', label: 'Vault' },
    response: {
      credentialEntries: [
        ...Array.from({ length: Number(count) }, (_, at) => entry(at, `user${at}`)),
        { ...entry(99, 'evil\u001b[2J\u202e\nname'), displayName: 'x'.repeat(500) },
      ],
      actions: [{ id: 'manage', title: 'Manage the vault' }],
      remoteEntry: { id: 'qr', optionId: '0' },
    },
  },
])
const select = terminalSelector({ input: process.stdin, output: process.stdout })
try {
  const choice = await select(
    { purpose: 'get', kind: 'pages', pages, caller: 'https://example.com' },
    { signal: AbortSignal.timeout(Number(milliseconds)) },
  )
  const id = choice?.kind === 'entry' ? choice.entry.id : choice?.kind
  console.log(`picked ${id ?? 'nothing'}; raw ${process.stdin.isRaw}`)
} catch (error) {
  console.log(`ended with ${(error as Error).name}; raw ${process.stdin.isRaw}`)
}
