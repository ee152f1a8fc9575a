/**
 * `<latchkey-passkeys>`: the page on which people manage their passkeys.
 *
 * @see {@link https://developer.android.com/identity/passkeys/manage-passkeys} “Manage passkeys”
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { PasskeyMessage, PasskeysMessage } from '../protocol/messages.ts'
import { hasPasskeys } from './auth-element.ts'
import { isText, isTextOrNull } from './checked.ts'
import { dated } from './dates.ts'
import type { ElementWords } from './element-words.ts'
import { ListElement } from './listing.ts'
import { makePasskey } from './make-passkey.ts'
import { PASSKEY_ICON } from './selector-icons.ts'
import { deviceIn, passkeyNameIn } from './server-words.ts'
import { tellProviders } from './tell-providers.ts'

const CHANGED = 'latchkey-passkeys-changed'

/**
 * Lists the passkeys of the account that is signed in: who keeps each, since when, when and where it was
 * last used, and whether it is synced. They can be renamed, deleted, and one more can be created.
 *
 * Tells the page `latchkey-passkeys-changed`, `latchkey-failed`, and `latchkey-session-ended`: deleting the
 * passkey that opened a session ends that session.
 */
export class LatchkeyPasskeys extends ListElement<PasskeyMessage> {
  /** Ids of rows whose provider's picture cannot be shown: a policy may forbid it. */
  readonly #unseen = new Set<string>()

  protected override async load(): Promise<readonly PasskeyMessage[]> {
    const { passkeys } = await this.call<PasskeysMessage>('GET', '/passkeys', 'passkeys')
    void tellProviders(this.manager, this.call)
    return passkeys
  }

  protected override isRow(row: Partial<PasskeyMessage>): boolean {
    const { id, name, provider, createdAt, lastUsedAt, lastUsedDevice } = row
    return (
      isText(id, name, createdAt, provider?.icon) &&
      isTextOrNull(provider?.name, lastUsedAt, lastUsedDevice)
    )
  }

  protected override content(words: ElementWords): TemplateResult {
    const { passkeys, create } = words
    const { list } = this
    const onClick = () => void this.#create()
    return html`<div class="head">
        <h2 id="title" part="title" tabindex="-1">${passkeys.title}</h2>
        ${
          hasPasskeys() && list !== undefined
            ? html`<div class="actions">
                ${this.launchButton(words, {
                  id: 'create',
                  label: create.create,
                  icon: PASSKEY_ICON,
                  onClick,
                })}
              </div>`
            : nothing
        }
      </div>
      <p class="muted" part="lead">${list?.length === 0 ? passkeys.empty : passkeys.lead}</p>
      ${hasPasskeys() ? nothing : html`<p part="note">${words.failures.unsupported}</p>`}
      ${this.messageRegion()}
      ${
        list === undefined
          ? this.instead(words)
          : html`<ul role="list" aria-labelledby="title" part="list">
              ${numbered(list.map((one) => named(words, one))).map((one, index) => this.#row(words, one, index))}
            </ul>`
      }`
  }

  #row(words: ElementWords, passkey: PasskeyMessage, index: number): TemplateResult {
    const { passkeys, language } = words
    const { id, name, provider, createdAt, lastUsedAt, lastUsedDevice } = passkey
    const onError = () => {
      this.#unseen.add(id)
      this.requestUpdate()
    }
    return html`<li class="row" part="row">
      <span class=${this.#unseen.has(id) ? 'picture' : 'picture mark'} part="icon"
        >${
          this.#unseen.has(id)
            ? PASSKEY_ICON
            : html`<img src=${provider.icon} alt="" @error=${onError} />`
        }</span
      >
      <div class="about">
        <h3 part="name"><bdi>${name}</bdi></h3>
        <p class="facts" part="facts">
          <span class="badge" part="badge"
            >${passkey.synced ? passkeys.synced : passkeys.deviceOnly}</span
          >
          ${
            provider.name === null || name.startsWith(provider.name)
              ? nothing
              : html`<bdi>${passkeys.provider(provider.name)}</bdi>`
          }
        </p>
        <p class="facts" part="facts">${dated(createdAt, language, passkeys.created)}</p>
        <p class="facts" part="facts">
          ${
            lastUsedAt === null
              ? passkeys.unused
              : dated(lastUsedAt, language, (day) =>
                  passkeys.used(day, deviceIn(words, lastUsedDevice)),
                )
          }
        </p>
      </div>
      <div class="actions">
        ${this.launchButton(words, {
          id: `rename-${index}`,
          kind: 'quiet',
          label: passkeys.rename,
          name: passkeys.renameOne(name),
          onClick: () => void this.#rename(`rename-${index}`, passkey),
        })}
        ${this.launchButton(words, {
          id: `delete-${index}`,
          kind: 'danger',
          label: passkeys.delete,
          name: passkeys.deleteOne(name),
          onClick: () => void this.#delete(`delete-${index}`, passkey),
        })}
      </div>
    </li>`
  }

  async #create(): Promise<void> {
    await this.attempt('create', async (signal, words) => {
      const { call, manager, now } = this
      await this.proving(() => makePasskey({}, { call, manager, signal, now }), words, signal)
      await this.changed(words.create.done, CHANGED)
    })
  }

  async #rename(button: string, { id, name }: PasskeyMessage): Promise<void> {
    await this.attempt(button, async (signal, words) => {
      const { askName } = await import('./passkey-questions.ts')
      const chosen = await askName(name, { words, modal: this.modal, signal })
      if (chosen === undefined || chosen === name) return
      this.now('told')
      await this.call<PasskeyMessage>('PATCH', `/passkeys/${encodeURIComponent(id)}`, 'id', {
        name: chosen,
      })
      await this.changed(words.passkeys.renamed(chosen), CHANGED)
    })
  }

  async #delete(button: string, { id, name }: PasskeyMessage): Promise<void> {
    await this.attempt(button, async (signal, words) => {
      const { askWhetherToDelete } = await import('./passkey-questions.ts')
      if (!(await askWhetherToDelete(name, { words, modal: this.modal, signal }))) return
      this.now('told')
      const path = `/passkeys/${encodeURIComponent(id)}`
      await this.proving(() => this.call('DELETE', path, null), words, signal)
      await this.changed(words.passkeys.deleted(name), CHANGED)
      await this.focusOn('#title')
    })
  }
}

/** As it is called in the words of the page. */
function named(words: ElementWords, passkey: PasskeyMessage): PasskeyMessage {
  const { name, provider } = passkey
  return provider.name === null ? { ...passkey, name: passkeyNameIn(words, name) } : passkey
}

/** Whatever would be called the same gets a number. */
function numbered(passkeys: readonly PasskeyMessage[]): readonly PasskeyMessage[] {
  const counts = new Map<string, number>()
  return passkeys.map((passkey) => {
    const count = (counts.get(passkey.name) ?? 0) + 1
    counts.set(passkey.name, count)
    return count === 1 ? passkey : { ...passkey, name: `${passkey.name} ${count}` }
  })
}

declare global {
  interface HTMLElementTagNameMap {
    'latchkey-passkeys': LatchkeyPasskeys
  }
}
