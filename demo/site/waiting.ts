/**
 * A button that asks the browser for something: while the person decides it says so, and beside it
 * stands a way to take the question back.
 *
 * @module
 */

/** The buttons of one ceremony. */
export interface CeremonyButtons {
  readonly launch: HTMLButtonElement
  readonly cancel: HTMLButtonElement
  /** What the first one says meanwhile. */
  readonly waiting: string
}

/** Runs `ceremony` unless it is running already; its signal is the Cancel button. */
export async function whileWaiting(
  { launch, cancel, waiting }: CeremonyButtons,
  ceremony: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (launch.ariaDisabled === 'true') return
  const label = launch.querySelector('span') ?? launch
  const words = label.textContent
  const controller = new AbortController()
  const abort = () => {
    controller.abort()
  }
  // Not `disabled`: that would throw the keyboard's focus away.
  launch.ariaDisabled = 'true'
  launch.dataset.busy = ''
  label.textContent = waiting
  cancel.hidden = false
  cancel.addEventListener('click', abort)
  try {
    await ceremony(controller.signal)
  } finally {
    cancel.removeEventListener('click', abort)
    if (document.activeElement === cancel) launch.focus()
    cancel.hidden = true
    label.textContent = words
    delete launch.dataset.busy
    launch.ariaDisabled = null
  }
}
