/**
 * Somebody else's page with Latchkey's elements in it. The elements do the work; the page decides which of
 * them stand there, and hears what they tell.
 *
 * @module
 */
import 'latchkey/elements/define'
import { element } from './element.ts'

const greeting = element('greeting', HTMLElement)

/** Puts the elements of one of the templates on the page. */
function show(who: 'stranger' | 'member'): void {
  const { content } = element(who, HTMLTemplateElement)
  element('place', HTMLElement).replaceChildren(content.cloneNode(true))
}

/** Shows a member's page. Whoever has come with a passkey, or has just made one, is not offered one. */
function welcome({ offer }: { readonly offer: boolean }): void {
  show('member')
  greeting.textContent = 'Welcome back'
  if (!offer) document.querySelector('latchkey-create-passkey')?.remove()
}

function farewell(): void {
  show('stranger')
  greeting.textContent = 'Your account'
}

document.addEventListener('latchkey-signed-in', (event) => {
  const { session } = (event as CustomEvent<{ readonly session: { readonly method: string } }>)
    .detail
  welcome({ offer: session.method !== 'passkey' })
  greeting.focus()
})
document.addEventListener('latchkey-passkey-created', () => {
  welcome({ offer: false })
  greeting.textContent = 'Your passkey is saved'
  greeting.focus()
})
for (const type of ['latchkey-signed-out', 'latchkey-session-ended']) {
  document.addEventListener(type, () => {
    farewell()
    greeting.focus()
  })
}

// Without an answer there is the sign-in, which says what is wrong.
const session = await fetch('/auth/session').catch(() => undefined)
if (session?.ok === true) welcome({ offer: false })
else farewell()
