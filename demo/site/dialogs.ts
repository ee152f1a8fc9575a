/**
 * Two questions about a passkey: its new name, and whether it should really go. The browser's own
 * dialog keeps the focus inside, closes on Escape and gives the focus back.
 *
 * @module
 */
import { element } from './element.ts'
import { clearFieldError, showFieldError } from './field.ts'

/** Asks for a new name. `undefined`: the person kept the old one. */
export async function askForName(current: string): Promise<string | undefined> {
  const dialog = element('rename-dialog', HTMLDialogElement)
  const input = element('passkey-name', HTMLInputElement)
  input.value = current
  clearFieldError(input)
  const keepOpenWhenEmpty = (event: SubmitEvent) => {
    if (input.value.trim() !== '') return
    event.preventDefault()
    showFieldError(input, 'Please give it a name.')
  }
  const keep = () => {
    dialog.close()
  }
  dialog.addEventListener('submit', keepOpenWhenEmpty)
  // No submit button: Enter in the field would press the first one of them.
  element('keep-name', HTMLButtonElement).addEventListener('click', keep, { once: true })
  const answer = ask(dialog)
  input.select()
  const verdict = await answer
  dialog.removeEventListener('submit', keepOpenWhenEmpty)
  element('keep-name', HTMLButtonElement).removeEventListener('click', keep)
  return verdict === 'save' ? input.value.trim() : undefined
}

/** Asks whether to delete a passkey, and says what that means. */
export async function confirmDelete(name: string): Promise<boolean> {
  element('delete-name', HTMLElement).textContent = name
  return (await ask(element('delete-dialog', HTMLDialogElement))) === 'delete'
}

/** Opens a dialog and waits for the button that closes it. Escape closes with no answer. */
function ask(dialog: HTMLDialogElement): Promise<string> {
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((resolve) => {
    const answer = () => {
      resolve(dialog.returnValue)
    }
    dialog.addEventListener('close', answer, { once: true })
  })
}
