/**
 * What somebody does who has no mouse: everything is reached with Tab, and seen when it is.
 *
 * @module
 */
import type { Page } from 'playwright-core'

/** Presses of Tab after which something is not to be reached. */
const ENOUGH = 60

/** Somebody at the keyboard. */
export interface Typist {
  /** Goes on with Tab to what has this name. */
  readonly to: (name: string | RegExp) => Promise<void>
  /** The same, and presses Enter there. */
  readonly press: (name: string | RegExp) => Promise<void>
  /** The same, and types in the place of what is there. */
  readonly type: (name: string | RegExp, text: string) => Promise<void>
}

/** Sits down at a page. */
export function typist(page: Page): Typist {
  const to: Typist['to'] = async (name) => {
    const met: string[] = []
    for (let turn = 0; turn < ENOUGH; turn++) {
      await page.keyboard.press('Tab')
      const { text, isSeen } = await page.evaluate(focused)
      if (!isSeen) throw new Error(`nobody sees that ${JSON.stringify(text)} has the focus`)
      if (typeof name === 'string' ? text === name : name.test(text)) return
      met.push(text)
    }
    throw new Error(`Tab never came to ${name}, only to ${met.join(', ')}`)
  }
  return {
    to,
    press: async (name) => {
      await to(name)
      await page.keyboard.press('Enter')
    },
    type: async (name, text) => {
      await to(name)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(text)
    },
  }
}

/** In the page: what has the focus is called so, and looks like it. */
function focused(): { readonly text: string; readonly isSeen: boolean } {
  let one = document.activeElement
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
  // The browser's own controls come between the end of the page and its begin.
  if (one === null || one === document.body) return { text: '', isSeen: true }
  const label = (one as Partial<HTMLInputElement>).labels?.[0]
  const text = one.ariaLabel ?? label?.textContent ?? one.textContent
  const { outlineStyle, outlineWidth } = getComputedStyle(one)
  const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  return { text: text.replaceAll(/\s+/g, ' ').trim(), isSeen }
}
