/**
 * `<site-operator-proof>`: a passkey, once more, for the page that operators see.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'
import type { Options } from '../../../elements/auth-calls.ts'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import { PASSKEY_ICON } from '../../../elements/selector-icons.ts'
import type { SignedIn } from '../../../client/latchkey-server.ts'
import { PublicKeyCredential } from '../../../client/credential.ts'
import { GetCredentialRequest, GetPublicKeyCredentialOption } from '../../../client/get-request.ts'

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
      const { call, manager } = this
      const purpose = PURPOSE
      const options = await call<Options>(
        'POST',
        '/reauthentication/options',
        'challenge',
        { purpose },
        signal,
      )
      const option = new GetPublicKeyCredentialOption(JSON.stringify(options))
      const request = new GetCredentialRequest([option])
      this.now('person')
      const { credential } = await manager.getCredential(request, { signal })
      if (!(credential instanceof PublicKeyCredential)) return
      const answer = JSON.parse(credential.authenticationResponseJson) as object
      await call<SignedIn>('POST', '/reauthentication', 'account', { ...answer, purpose })
      location.reload()
    })
  }
}
