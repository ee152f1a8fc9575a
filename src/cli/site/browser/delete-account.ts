/**
 * `<site-delete-account>`: the end of an account, after a question and a proof.
 *
 * @module
 */
import { html, type PropertyDeclarations, type TemplateResult } from 'lit'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import { goOn } from '../../../elements/leave.ts'
import type { AccountDetailsMessage } from '../../../protocol/account-messages.ts'
import type { SiteWords } from '../site-words.ts'
import { SiteElement } from './site-element.ts'

/** Deletes the account that is signed in. */
export class SiteDeleteAccount extends SiteElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    next: { type: String },
  }

  /** The page to go to afterwards. */
  declare next: string

  protected override draw(words: ElementWords, { account }: SiteWords): TemplateResult {
    return html`<h2 id="title" part="title">${account.delete}</h2>
      <p class="muted" part="lead">${account.deleteLead}</p>
      ${this.messageRegion()}
      <div class="actions">
        ${this.launchButton(words, {
          id: 'delete',
          kind: 'danger',
          label: account.deleteMine,
          onClick: () => void this.#delete(),
        })}
      </div>`
  }

  async #delete(): Promise<void> {
    await this.attempt('delete', async (signal, words) => {
      const { site } = this
      if (site === undefined) return
      const { account } = await this.call<AccountDetailsMessage>('GET', '/account', 'account')
      const question = (answer: (value?: boolean) => void) =>
        sure(words, site, { username: account.username, answer })
      if ((await this.modal.ask<boolean>(question, signal)) !== true) return
      this.now('told')
      await this.proving(() => this.call('DELETE', '/account', null), words, signal)
      await goOn(this.next, Promise.resolve())
    })
  }
}

function sure(
  words: ElementWords,
  { account }: SiteWords,
  { username, answer }: { readonly username: string; readonly answer: (value?: boolean) => void },
): TemplateResult {
  return html`<div class="stack">
    <h2 id="question">${account.deleteSure(username)}</h2>
    <p>${account.deleteLead}</p>
    <div class="actions">
      <button class="quiet" part="button quiet" type="button" autofocus @click=${() => answer()}>
        ${words.cancel}
      </button>
      <button class="danger" part="button danger" type="button" @click=${() => answer(true)}>
        ${account.deleteForGood}
      </button>
    </div>
  </div>`
}
