/**
 * `<site-identities>`: the accounts at other sites that open the one here.
 *
 * @module
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { AuthElement } from '../../../elements/auth-element.ts'
import { dated } from '../../../elements/dates.ts'
import type { ElementWords } from '../../../elements/element-words.ts'
import type { Issuer } from '../../../elements/issuers.ts'
import { goOn } from '../../../elements/leave.ts'
import type { IdentitiesMessage, IdentityMessage } from '../../../protocol/federation-messages.ts'
import type { SiteWords } from '../site-words.ts'
import { SiteElement } from './site-element.ts'

/** Lists them, connects another one, and disconnects one. */
export class SiteIdentities extends SiteElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    issuers: { type: Object },
  }

  /** What can be connected: labels, and where each begins. */
  declare issuers: Readonly<Record<string, Issuer>>

  #list: readonly IdentityMessage[] | undefined

  constructor() {
    super()
    this.issuers = {}
  }

  protected override async load(): Promise<void> {
    const { identities } = await this.call<IdentitiesMessage>('GET', '/identities', 'identities')
    this.#list = identities
  }

  protected override heading(_: ElementWords, { elsewhere }: SiteWords): string {
    return elsewhere.title
  }

  protected override draw(words: ElementWords, site: SiteWords): TemplateResult {
    const { elsewhere } = site
    const list = this.#list
    const others = Object.entries(this.issuers).filter(
      ([name]) => list?.every(({ issuer }) => issuer !== name) === true,
    )
    return html`<h2 id="title" part="title" tabindex="-1">${elsewhere.title}</h2>
      <p class="muted" part="lead">${elsewhere.lead}</p>
      ${this.messageRegion()}
      ${
        list === undefined || list.length === 0
          ? nothing
          : html`<ul role="list" aria-labelledby="title" part="list">
              ${list.map((one, index) => this.#row(words, site, { one, index }))}
            </ul>`
      }
      ${
        others.length === 0
          ? nothing
          : html`<div class="actions">
              ${others.map(([name, { label, url = '' }]) =>
                this.launchButton(words, {
                  id: `connect-${name}`,
                  kind: 'quiet',
                  label: elsewhere.connect(label),
                  onClick: () => void goOn(url, Promise.resolve()),
                }),
              )}
            </div>`
      }`
  }

  #row(
    words: ElementWords,
    { elsewhere }: SiteWords,
    { one, index }: { readonly one: IdentityMessage; readonly index: number },
  ): TemplateResult {
    const { passkeys, language } = words
    const known = one.issuer === null ? undefined : this.issuers[one.issuer]
    const label = known?.label ?? elsewhere.gone
    const used = (date: string) => passkeys.used(date, null)
    const id = `disconnect-${index}`
    return html`<li class="row" part="row">
      <div class="about">
        <h3 part="name"><bdi>${label}</bdi></h3>
        ${one.email === null ? nothing : html`<p class="facts" part="facts"><bdi>${one.email}</bdi></p>`}
        <p class="facts" part="facts">
          ${one.lastUsedAt === null ? passkeys.unused : dated(one.lastUsedAt, language, used)}
        </p>
      </div>
      <div class="actions">
        ${this.launchButton(words, {
          id,
          kind: 'danger',
          label: elsewhere.disconnect(label),
          onClick: () => void this.#disconnect(id, { identity: one.id, label }),
        })}
      </div>
    </li>`
  }

  async #disconnect(
    button: string,
    { identity, label }: { readonly identity: string; readonly label: string },
  ): Promise<void> {
    await this.attempt(button, async (signal, words) => {
      const path = `/identities/${encodeURIComponent(identity)}`
      this.now('told')
      await this.proving(() => this.call('DELETE', path, null), words, signal)
      await this.changed(this.site?.elsewhere.disconnected(label))
      await this.focusOn('#title')
    })
  }
}
