/**
 * The account page: the passkeys that open it, one more of them, and the way out.
 *
 * @module
 */
import { CredentialManager } from 'latchkey/client'
import { withFreshChallenge, withFreshProof } from './again.ts'
import { goTo, greetArrival } from './arrival.ts'
import type { Arrival } from './arrival.ts'
import {
  acceptedCredentials,
  deletePasskey,
  listPasskeys,
  passkeyOptions,
  renamePasskey,
  ServerProblem,
  signOut,
  whoAmI,
} from './auth-server.ts'
import type { Passkey } from './auth-server.ts'
import { createPasskey } from './create-passkey.ts'
import { askForName, confirmDelete } from './dialogs.ts'
import { element } from './element.ts'
import { say, sayNothing } from './message.ts'
import { renameButton, showPasskeys } from './passkey-list.ts'
import { signalAccepted } from './signals.ts'
import { whileWaiting } from './waiting.ts'
import { explain } from './words.ts'

const manager = CredentialManager.create()
const create = element('create', HTMLButtonElement)
const cancel = element('cancel', HTMLButtonElement)
const buttons = { launch: create, cancel, waiting: 'Waiting for your device…' }
const title = element('passkeys-title', HTMLElement)
let username = ''

create.addEventListener('click', () => {
  void attempt(async () => {
    sayNothing()
    await whileWaiting(buttons, async (signal) => {
      await withFreshProof(manager, { username, signal }, () =>
        withFreshChallenge(async () => {
          await createPasskey(manager, await passkeyOptions(), { signal })
        }),
      )
    })
    await refresh()
    say({ tone: 'good', text: 'Your new passkey is saved. It opens this account from now on.' })
  })
})

element('sign-out', HTMLButtonElement).addEventListener('click', () => {
  void attempt(async () => {
    await signOut()
    goTo('/', 'signed-out')
  })
})

// Another tab may have changed the list, or signed out.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void attempt(refresh)
})

greetArrival()
void attempt(async () => {
  const account = await whoAmI()
  username = account.username
  element('greeting', HTMLElement).textContent = `Hello, ${account.displayName || username}`
  element('account-name', HTMLElement).textContent = `Signed in as ${username}`
  await refresh()
})

async function refresh(): Promise<void> {
  showPasskeys(await listPasskeys(), { onRename: rename, onDelete: remove })
}

function rename(passkey: Passkey): void {
  void attempt(async () => {
    const name = await askForName(passkey.name)
    if (name === undefined || name === passkey.name) return
    await renamePasskey(passkey.id, name)
    await refresh()
    renameButton(passkey.id)?.focus()
    say({ tone: 'good', text: `That passkey is called “${name}” now.` })
  })
}

function remove(passkey: Passkey, launch: HTMLButtonElement): void {
  void attempt(async () => {
    if (!(await confirmDelete(passkey.name))) return
    sayNothing()
    await whileWaiting({ launch, cancel, waiting: 'Deleting…' }, async (signal) => {
      await withFreshProof(manager, { username, signal }, () => deletePasskey(passkey.id))
    })
    // The server first, the password managers after it: the other way round could lose a good passkey.
    void signalAccepted(acceptedCredentials)
    // If it was this passkey that had opened this session, both are gone now.
    await attempt(refresh, 'key-deleted')
    title.focus()
    say({ tone: 'good', text: `“${passkey.name}” is deleted. It opens nothing here any more.` })
  })
}

/** Says what went wrong; whoever is not signed in any more is taken to the door. */
async function attempt(act: () => Promise<void>, away: Arrival = 'session-ended'): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (error instanceof ServerProblem && error.code === 'session_required') {
      goTo('/', away)
      return
    }
    say(explain(error))
  }
}
