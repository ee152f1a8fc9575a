/**
 * What is wrong with one field: beside it, tied to it for screen readers, and with the focus on it.
 *
 * @module
 */
import { element } from './element.ts'

/** Says what is wrong with the field and takes the person there. */
export function showFieldError(input: HTMLInputElement, sentence: string): void {
  element(`${input.id}-error`, HTMLElement).textContent = sentence
  input.ariaInvalid = 'true'
  input.focus()
  input.select()
}

/** Takes it back. */
export function clearFieldError(input: HTMLInputElement): void {
  element(`${input.id}-error`, HTMLElement).textContent = ''
  input.ariaInvalid = null
}
