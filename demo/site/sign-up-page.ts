/**
 * The sign-up page: a name, and a passkey that opens it from now on.
 *
 * @module
 */
import { CredentialManager } from 'latchkey/client'
import { withFreshChallenge } from './again.ts'
import { goTo, greetArrival } from './arrival.ts'
import { ServerProblem, signUpOptions } from './auth-server.ts'
import { createPasskey } from './create-passkey.ts'
import { element } from './element.ts'
import { clearFieldError, showFieldError } from './field.ts'
import { say, sayNothing } from './message.ts'
import { whileWaiting } from './waiting.ts'
import { explain } from './words.ts'

const manager = CredentialManager.create()
const username = element('username', HTMLInputElement)
const displayName = element('display-name', HTMLInputElement)
const buttons = {
  launch: element('launch', HTMLButtonElement),
  cancel: element('cancel', HTMLButtonElement),
  waiting: 'Waiting for your device…',
}

element('sign-up', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  sayNothing()
  clearFieldError(username)
  const name = username.value.trim()
  if (name === '') {
    showFieldError(username, 'Please choose a username.')
    return
  }
  void whileWaiting(buttons, async (signal) => {
    try {
      await withFreshChallenge(async () => {
        const requestJson = await signUpOptions(name, displayName.value.trim() || undefined)
        await createPasskey(manager, requestJson, { signal })
      })
      goTo('/account', 'account-created')
    } catch (error) {
      refuse(error)
    }
  })
})

function refuse(error: unknown): void {
  const message = explain(error)
  if (error instanceof ServerProblem && isAboutTheName(error)) {
    showFieldError(username, message.text)
    return
  }
  say(message)
}

function isAboutTheName({ code }: ServerProblem): boolean {
  return code === 'username_taken' || code === 'invalid_request'
}

greetArrival()
