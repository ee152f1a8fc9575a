/**
 * The sign-in page: passkeys among the username field's suggestions, and a button for everything else.
 *
 * @module
 */
import { CredentialManager } from 'latchkey/client'
import { withFreshChallenge } from './again.ts'
import { goTo, greetArrival } from './arrival.ts'
import { ServerProblem } from './auth-server.ts'
import { element } from './element.ts'
import { say, sayNothing } from './message.ts'
import { offerAutofill, signIn } from './sign-in.ts'
import { whileWaiting } from './waiting.ts'
import { explain } from './words.ts'

const manager = CredentialManager.create()
const username = element('username', HTMLInputElement)
const buttons = {
  launch: element('launch', HTMLButtonElement),
  cancel: element('cancel', HTMLButtonElement),
  waiting: 'Waiting for your passkey…',
}

let autofill = new AbortController()

element('sign-in', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  void whileWaiting(buttons, async (signal) => {
    sayNothing()
    const name = username.value.trim()
    try {
      await withFreshChallenge(() =>
        signIn(manager, name === '' ? { signal } : { username: name, signal }),
      )
      leave()
    } catch (error) {
      say(explain(error))
      // The browser's part went well, so the suggestions stepped aside for good: bring them back.
      if (error instanceof ServerProblem) startAutofill()
    }
  })
})

greetArrival()
startAutofill()

function startAutofill(): void {
  autofill.abort()
  autofill = new AbortController()
  const onFailure = (error: unknown) => {
    say(explain(error))
  }
  void offerAutofill(manager, { signal: autofill.signal, onSignedIn: leave, onFailure })
}

function leave(): void {
  autofill.abort()
  goTo('/account')
}
