/**
 * `<latchkey-sessions>`: where an account is signed in, and the way out of each.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { ClearCredentialStateRequest } from '../client/clear-request.ts'
import type { ListedSessionMessage, SessionsMessage } from '../protocol/account-messages.ts'
import { AuthElement } from './auth-element.ts'
import { isText, isTextOrNull } from './checked.ts'
import { dated } from './dates.ts'
import type { ElementWords } from './element-words.ts'
import { goOn } from './leave.ts'
import { ListElement } from './listing.ts'
import { DEVICE_ICON } from './selector-icons.ts'
import { deviceIn } from './server-words.ts'

const CHANGED = 'latchkey-sessions-changed'

/**
 * Lists the sessions of the account that is signed in; each can be ended, this one too, and all others at
 * once.
 *
 * Tells the page `latchkey-sessions-changed`, `latchkey-signed-out` (then it goes to `next`, unless the page
 * prevents that), `latchkey-failed` and `latchkey-session-ended`.
 */
export class LatchkeySessions extends ListElement<ListedSessionMessage> {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    next: { type: String },
  }

  /** The page to go to after signing out: of the same site. */
  declare next: string | undefined

  protected override async load(): Promise<readonly ListedSessionMessage[]> {
    return (await this.call<SessionsMessage>('GET', '/sessions', 'sessions')).sessions
  }

  protected override isRow(row: Partial<ListedSessionMessage>): boolean {
    const { id, createdAt, lastUsedAt, device } = row
    return isText(id, createdAt, lastUsedAt) && isTextOrNull(device)
  }

  protected override content(words: ElementWords): TemplateResult {
    const { sessions } = words
    const { list } = this
    const others = list?.filter(({ current }) => !current).length
    return html`<h2 id="title" part="title" tabindex="-1">${sessions.title}</h2>
      <p class="muted" part="lead">${others === 0 ? sessions.only : sessions.lead}</p>
      ${this.messageRegion()}
      ${
        list === undefined
          ? this.instead(words)
          : html`<ul role="list" aria-labelledby="title" part="list">
              ${list.map((one, index) => this.#row(words, one, index))}
            </ul>`
      }
      ${
        others === undefined || others < 2
          ? nothing
          : html`<div class="actions">
              ${this.launchButton(words, {
                id: 'end-others',
                kind: 'danger',
                label: sessions.signOutOthers,
                onClick: () => void this.#endOthers(),
              })}
            </div>`
      }`
  }

  #row(words: ElementWords, session: ListedSessionMessage, index: number): TemplateResult {
    const { sessions, language } = words
    const device = deviceIn(words, session.device) ?? sessions.unknown
    const id = `end-${index}`
    const isOneOfMany = this.list?.some(
      (one) => one !== session && !one.current && one.device === session.device,
    )
    // What stands beside it says the day, and that may be the same.
    const began = new Date(session.createdAt).toLocaleString(language)
    const name = isOneOfMany === true ? `${device} (${sessions.since(began)})` : device
    return html`<li class="row" part="row">
      <span class="picture" part="icon">${DEVICE_ICON}</span>
      <div class="about">
        <h3 part="name">${device}</h3>
        ${
          session.current
            ? html`<p class="facts"><span class="badge" part="badge">${sessions.current}</span></p>`
            : nothing
        }
        <p class="facts" part="facts">${dated(session.createdAt, language, sessions.since)}</p>
        <p class="facts" part="facts">${dated(session.lastUsedAt, language, sessions.active)}</p>
      </div>
      <div class="actions">
        ${this.launchButton(words, {
          id,
          kind: 'quiet',
          label: sessions.signOut,
          name: sessions.signOutOne(session.current ? sessions.current : name),
          onClick: () => void (session.current ? this.#signOut(id) : this.#end(id, session)),
        })}
      </div>
    </li>`
  }

  async #signOut(button: string): Promise<void> {
    await this.attempt(button, async () => {
      this.now('told')
      await this.call('DELETE', '/session', null)
      // A provider may favour who was signed in; that it does not hear of it keeps nobody here.
      await this.manager
        .clearCredentialState(new ClearCredentialStateRequest())
        .catch(() => undefined)
      const mayGoOn = this.tell('latchkey-signed-out', undefined)
      if (mayGoOn && this.next !== undefined) await goOn(this.next, Promise.resolve())
      else await this.reload()
    })
  }

  async #end(button: string, session: ListedSessionMessage): Promise<void> {
    await this.attempt(button, async (signal, words) => {
      const path = `/sessions/${encodeURIComponent(session.id)}`
      const device = deviceIn(words, session.device) ?? words.sessions.unknown
      this.now('told')
      await this.proving(() => this.call('DELETE', path, null), words, signal)
      await this.changed(words.sessions.ended(device), CHANGED)
      await this.focusOn('#title')
    })
  }

  async #endOthers(): Promise<void> {
    await this.attempt('end-others', async (signal, words) => {
      this.now('told')
      await this.proving(() => this.call('DELETE', '/sessions', null), words, signal)
      await this.changed(words.sessions.othersEnded, CHANGED)
      await this.focusOn('#title')
    })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'latchkey-sessions': LatchkeySessions
  }
}
