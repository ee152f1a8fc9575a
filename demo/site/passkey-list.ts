/**
 * The list of passkeys: who keeps each one, since when, and what can be done with it.
 *
 * @module
 */
import type { Passkey } from './auth-server.ts'
import { element, part } from './element.ts'

/** What the buttons of a row do. */
export interface RowActions {
  readonly onRename: (passkey: Passkey) => void
  readonly onDelete: (passkey: Passkey, button: HTMLButtonElement) => void
}

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** Shows these passkeys in place of what was shown. */
export function showPasskeys(passkeys: readonly Passkey[], actions: RowActions): void {
  const list = element('passkeys', HTMLUListElement)
  list.replaceChildren(...numbered(passkeys).map((passkey) => row(passkey, actions)))
  list.ariaBusy = 'false'
  element('empty', HTMLElement).hidden = passkeys.length > 0
}

/** The rename button of one row, to put the focus back on. */
export function renameButton(id: string): HTMLButtonElement | undefined {
  const list = element('passkeys', HTMLUListElement)
  const button = list.querySelector(`[data-id="${CSS.escape(id)}"] .rename`)
  return button instanceof HTMLButtonElement ? button : undefined
}

/** Whatever would be called the same gets a number. */
function numbered(passkeys: readonly Passkey[]): readonly Passkey[] {
  const counts = new Map<string, number>()
  const shown: Passkey[] = []
  for (const passkey of passkeys) {
    const count = (counts.get(passkey.name) ?? 0) + 1
    counts.set(passkey.name, count)
    shown.push(count === 1 ? passkey : { ...passkey, name: `${passkey.name} ${count}` })
  }
  return shown
}

function row(passkey: Passkey, { onRename, onDelete }: RowActions): Node {
  const copy = element('passkey-row', HTMLTemplateElement).content.cloneNode(
    true,
  ) as DocumentFragment
  part(copy, 'li', HTMLLIElement).dataset.id = passkey.id
  part(copy, 'img', HTMLImageElement).src = passkey.provider.icon
  part(copy, '.name', HTMLElement).textContent = passkey.name
  const kept = part(copy, '.kept', HTMLElement)
  kept.textContent = passkey.synced ? 'Synced' : 'Device only'
  kept.dataset.kept = passkey.synced ? 'everywhere' : 'device'
  showProvider(part(copy, '.by', HTMLElement), passkey)
  showDate(part(copy, '.created', HTMLElement), 'Created', passkey.createdAt)
  const used = part(copy, '.used', HTMLElement)
  if (passkey.lastUsedAt === null) used.textContent = 'Not used yet'
  else showDate(used, 'Last used', passkey.lastUsedAt)
  const rename = part(copy, '.rename', HTMLButtonElement)
  rename.ariaLabel = `Rename ${passkey.name}`
  rename.addEventListener('click', () => {
    onRename(passkey)
  })
  const remove = part(copy, '.delete', HTMLButtonElement)
  remove.ariaLabel = `Delete ${passkey.name}`
  remove.addEventListener('click', () => {
    onDelete(passkey, remove)
  })
  return copy
}

/** Who keeps it, unless that is what the passkey is called anyway. */
function showProvider(place: HTMLElement, { name, provider }: Passkey): void {
  place.textContent = provider.name ?? ''
  place.hidden = provider.name === null || name.startsWith(provider.name)
}

function showDate(place: HTMLElement, what: string, date: string): void {
  const time = document.createElement('time')
  time.dateTime = date
  time.textContent = isToday(date) ? 'today' : DAY.format(new Date(date))
  place.replaceChildren(`${what} `, time)
}

function isToday(date: string): boolean {
  return new Date(date).toDateString() === new Date().toDateString()
}
