/**
 * From the table of texts to a mail: the words filled in, once plain and once as HTML.
 *
 * @module
 */
import type { MailMessage, MailText } from './message.ts'

/** What the words in braces stand for. */
export type MailValues = Readonly<Record<string, string>>

/** What every mail of one server has in common. */
export interface Letterhead {
  readonly from: string
  /** BCP 47 tag of the texts. */
  readonly language: string
}

/** Writes a mail. Names of people may hold anything: in HTML they are text, in a subject one line. */
export function composeMail(
  { from, language }: Letterhead,
  { subject, body }: MailText,
  { to, values }: { readonly to: string; readonly values: MailValues },
): MailMessage {
  const title = fill(subject, values).replaceAll(/\s+/g, ' ')
  const html = body.map((paragraph) => toHtml(paragraph, values)).join('\n')
  return {
    from,
    to,
    subject: title,
    text: `${body.map((paragraph) => fill(paragraph, values)).join('\n\n')}\n`,
    html:
      `<!doctype html>\n<html lang="${escapeHtml(language)}"><head><meta charset="utf-8">` +
      `<title>${escapeHtml(title)}</title></head>\n<body>\n${html}\n</body></html>\n`,
  }
}

function toHtml(paragraph: string, values: MailValues): string {
  const { link } = values
  if (paragraph === '{link}' && link !== undefined) {
    // Shown as it is, so that its reader can see where it leads.
    return `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`
  }
  return `<p>${escapeHtml(fill(paragraph, values))}</p>`
}

/** A word that nothing stands for stays as it is: a mistake in a translation should be seen. */
function fill(text: string, values: MailValues): string {
  return text.replaceAll(/\{(\w+)\}/g, (word, name: string) =>
    Object.hasOwn(values, name) ? values[name]! : word,
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
}
