/** Saves into a vault as fast as it can, and tells how many it has saved, until it is killed. */
import { fileStorage } from '../../src/vault/file-storage.ts'
import { Vault } from '../../src/vault/vault.ts'

const vault = new Vault({ storage: fileStorage(process.argv[2]!), autoLock: Infinity })
await vault.unlock('password')
const times = { createdAt: 0, lastUsedAt: undefined }
for (let count = vault.contents.items.length + 1; ; count += 1) {
  const id = `${process.pid}-${count}`
  await vault.update(({ items, ...rest }) => ({
    ...rest,
    items: [
      ...items,
      { kind: 'password', id, origin: 'https://example.com', userName: id, password: id, ...times },
    ],
  }))
  process.send?.(count)
}
