/**
 * Fields of forms, with their labels and what is wrong with what was typed.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { ElementWords } from './element-words.ts'

/** A field of one line. */
export interface Field {
  readonly id: string
  readonly label: string
  readonly autocomplete: string
  readonly hint?: string | undefined
  /** What is wrong with it. */
  readonly error?: string | undefined
  readonly value?: string
  readonly maxlength?: number
}

/** Draws it. Everything that is said about the field is said with it. */
export function textField(field: Field): TemplateResult {
  const { id, label, autocomplete, error, value = '', maxlength = 254 } = field
  return html`<div class="field" part="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      name=${id}
      part="input"
      type="text"
      autocomplete=${autocomplete}
      autocapitalize="none"
      spellcheck="false"
      maxlength=${maxlength}
      .defaultValue=${value}
      aria-invalid=${error === undefined ? nothing : 'true'}
      aria-describedby=${described(field)}
    />
    ${note(field)}
  </div>`
}

/** The same for a password, with a button that shows it. */
export function passwordField(words: ElementWords, field: Omit<Field, 'label'>): TemplateResult {
  const { id, autocomplete, error } = field
  const toggle = ({ currentTarget }: Event) => {
    const button = currentTarget as HTMLButtonElement
    const input = button.previousElementSibling as HTMLInputElement
    const isShown = input.type === 'text'
    input.type = isShown ? 'password' : 'text'
    button.dataset.shown = isShown ? 'no' : 'yes'
  }
  return html`<div class="field" part="field">
    <label for=${id}>${words.password}</label>
    <div class="entry">
      <input
        id=${id}
        name="password"
        part="input"
        type="password"
        autocomplete=${autocomplete}
        maxlength="1024"
        aria-invalid=${error === undefined ? nothing : 'true'}
        aria-describedby=${described(field)}
      />
      <button class="quiet show" part="button quiet" type="button" @click=${toggle}>
        <span>${words.show}</span><span>${words.hide}</span>
      </button>
    </div>
    ${note(field)}
  </div>`
}

type Noted = Pick<Field, 'id' | 'error' | 'hint'>

const described = ({ id, error, hint }: Noted) => ((error ?? hint) ? `${id}-note` : nothing)

const note = ({ id, error, hint }: Noted) => {
  const text = error ?? hint
  const kind = error === undefined ? 'hint' : 'hint wrong'
  return text === undefined ? nothing : html`<p id=${`${id}-note`} class=${kind}>${text}</p>`
}
