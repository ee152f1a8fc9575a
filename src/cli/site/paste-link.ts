/**
 * Mailed links where there is no script: their token is in the fragment, which no server sees, so that it does
 * not get into a log. Whoever has no script pastes the link.
 *
 * @module
 */
import { markup } from './markup.ts'
import type { Markup } from './markup.ts'
import type { PageContext } from './page-context.ts'

/** The field for it. */
export function pasteField({ words }: PageContext): Markup {
  return markup`<label>${words.paste.link} <input name="link" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="2048" aria-describedby="paste-hint"></label>
<p class="hint" id="paste-hint">${words.paste.lead}</p>`
}

/** The token in what was pasted: a whole link, or the token alone. Empty for nothing. */
export function tokenIn(pasted: string | null): string {
  const text = (pasted ?? '').trim()
  return /[#&?]token=([^&\s]*)/.exec(text)?.[1] ?? text
}
