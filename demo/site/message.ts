/**
 * What the page says: one place on the page, which screen readers announce when it changes.
 *
 * @module
 */
import { element } from './element.ts'

/** A sentence for a person, and how it is meant. */
export interface Message {
  readonly tone: 'quiet' | 'good' | 'bad'
  readonly text: string
}

/** Says something; what was said before goes away. */
export function say({ tone, text }: Message): void {
  const sentence = document.createElement('p')
  sentence.className = 'message'
  sentence.dataset.tone = tone
  sentence.textContent = text
  element('message', HTMLElement).replaceChildren(sentence)
  sentence.scrollIntoView({ block: 'nearest' })
}

/** Takes back what was said. */
export function sayNothing(): void {
  element('message', HTMLElement).replaceChildren()
}
