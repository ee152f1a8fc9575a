/**
 * Choosing a password: the field, what it has to be like, and what is wrong with one.
 *
 * @module
 */
import { type PropertyDeclarations, type TemplateResult } from 'lit'
import { AuthRefusal } from '../../../elements/auth-calls.ts'
import { AuthElement } from '../../../elements/auth-element.ts'
import type { ElementWords, FailureWord } from '../../../elements/element-words.ts'
import { passwordField } from '../../../elements/fields.ts'
import type { SiteWords } from '../site-words.ts'
import { SiteElement } from './site-element.ts'

/** The root of the elements in which a password is chosen. */
export abstract class NewPasswordElement extends SiteElement {
  static override readonly properties: PropertyDeclarations = {
    ...AuthElement.properties,
    minimum: { type: Number },
  }

  /** Characters that it needs. */
  declare minimum: number

  constructor() {
    super()
    this.minimum = 15
  }

  protected newPasswordField(words: ElementWords, { signUp }: SiteWords): TemplateResult {
    return passwordField(
      { ...words, password: signUp.newPassword },
      {
        id: 'password',
        autocomplete: 'new-password',
        error: this.error,
        hint: signUp.passwordHint(this.minimum),
      },
    )
  }

  /** Sends what was typed, unless it is too short; says so when the server can guess it. */
  protected async choosePassword(
    button: string,
    send: (password: string, signal: AbortSignal, words: ElementWords) => Promise<void>,
    instead?: Readonly<Record<string, FailureWord>>,
  ): Promise<void> {
    const { site, minimum } = this
    if (site === undefined) return
    const password = this.value('password')
    // As the server counts.
    const isShort = Array.from(password.normalize('NFC')).length < minimum
    const { tooShort, passwordHint } = site.signUp
    await this.wrong('password', isShort ? `${tooShort} ${passwordHint(minimum)}` : undefined)
    if (isShort) return
    const choose = async (signal: AbortSignal, words: ElementWords) => {
      try {
        await send(password, signal, words)
      } catch (error) {
        if (!(error instanceof AuthRefusal) || error.code !== 'invalid_request') throw error
        await this.wrong('password', site.signUp.blocked)
      }
    }
    await this.attempt(button, choose, instead)
  }
}
