/**
 * `<site-operator-proof>`: a passkey, once more, for the page that operators see.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import { proveWithPasskey } from '../../../elements/passkey-proof.ts'
import { PASSKEY_ICON } from '../../../elements/selector-icons.ts'

/** What the server asks a proof for. */
const PURPOSE = 'operator'

/** Proves it, and loads the page again. */
export class SiteOperatorProof extends AuthElement {
  protected override content(words: ElementWords): TemplateResult {
    return html`<h2 id="title" part="title">${words.proof.title}</h2>
      ${this.messageRegion()}
      <div class="actions">
        ${this.launchButton(words, {
          id: 'prove',
          label: words.proof.passkey,
          icon: PASSKEY_ICON,
          onClick: () => void this.#prove(),
        })}
      </div>`
  }

  async #prove(): Promise<void> {
    await this.attempt('prove', async (signal) => {
      const { call, manager, now } = this
      await proveWithPasskey({ call, manager, signal, now }, PURPOSE)
      location.reload()
    })
  }
}
