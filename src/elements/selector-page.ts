/**
 * What stands inside the account selector's dialog: a page of rows, one thing to confirm, or a notice.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { SelectorView } from '../client/selector/account-selector.ts'
import type { SelectorChoice, SelectorPage, SelectorSection } from '../client/selector/page.ts'
import { BACK_ICON, choiceIcon } from './selector-icons.ts'
import type { SelectorTexts } from './selector-texts.ts'

/** What stands between the parts of a detail. */
const SEPARATOR = ' · '

/** What is drawn, and in which words. */
export interface Drawn {
  readonly view: SelectorView
  /** Undefined for a notice. */
  readonly page: SelectorPage | undefined
  readonly texts: SelectorTexts
}

/** What the person can do. */
export interface Deeds {
  readonly pick: (choice: SelectorChoice) => void
  readonly dismiss: () => void
  readonly showAllOptions: () => void
  readonly goBack: () => void
}

/** Draws it. What is to have the focus has the attribute `autofocus`. */
export function selectorContent(drawn: Drawn, deeds: Deeds): TemplateResult {
  const { page, texts } = drawn
  if (page === undefined) return notice(drawn, deeds)
  const only = onlyChoice(page)
  return html`
    <header part="header">
      ${
        page.hasBack
          ? html`<button
              class="icon-button"
              part="back"
              type="button"
              aria-label=${texts.back}
              @click=${deeds.goBack}
            >
              ${BACK_ICON}
            </button>`
          : nothing
      }
      <h2 id="title" part="title">${texts.title(page.title, callerName(drawn.view))}</h2>
    </header>
    <div class="body" part="body">
      ${lead(texts.lead(page.title))}
      ${
        only === undefined
          ? page.sections.map((section, index) => rows({ section, index, page, texts }, deeds))
          : card(only, drawn)
      }
    </div>
    <footer part="actions">
      ${only === undefined ? nothing : confirm(only, drawn, deeds)}
      <div class="ways">
        ${
          page.hasMoreOptions
            ? html`<button
                class="quiet"
                part="more-options"
                type="button"
                @click=${deeds.showAllOptions}
              >
                ${texts.moreOptions}
              </button>`
            : nothing
        }
        <button class="quiet" part="cancel" type="button" @click=${deeds.dismiss}>
          ${texts.cancel}
        </button>
      </div>
    </footer>
  `
}

/** An origin by its host, as people know it. Without encryption it is shown whole. */
function callerName({ caller }: SelectorView): string {
  return caller.replace(/^https:\/\//, '')
}

/** The one thing on the page that is already chosen and only wants a yes. */
function onlyChoice({ sections, preselected }: SelectorPage): SelectorChoice | undefined {
  const [choice, ...others] = sections.flatMap(({ choices }) => choices)
  return choice === preselected && others.length === 0 ? choice : undefined
}

const lead = (text: string) =>
  text === '' ? nothing : html`<p class="lead" part="lead">${text}</p>`

/** The inside of a row. Names are other people's: each has its own direction. */
function words(choice: SelectorChoice, texts: SelectorTexts): TemplateResult {
  const { label, detail } = texts.choice(choice)
  return html`
    <span class="picture" part="icon">${choiceIcon(choice)}</span>
    <span class="words">
      <span class="label" part="label"><bdi>${label}</bdi></span>
      ${detail === '' ? nothing : html`<span class="detail" part="detail">${apart(detail)}</span>`}
    </span>
  `
}

/** A detail's parts in the order of the language around them, each in its own direction. */
function apart(detail: string): readonly unknown[] {
  const parts = detail.split(SEPARATOR)
  return parts.map((part, index) => html`${index > 0 ? SEPARATOR : nothing}<bdi>${part}</bdi>`)
}

interface Rows {
  readonly section: SelectorSection
  readonly index: number
  readonly page: SelectorPage
  readonly texts: SelectorTexts
}

function rows({ section, index, page, texts }: Rows, { pick }: Deeds): TemplateResult {
  const { heading, choices } = section
  const focused = page.preselected ?? page.sections[0]?.choices[0]
  const id = `section-${index}`
  return html`
    ${
      heading === undefined
        ? nothing
        : html`<h3 id=${id} part="heading"><bdi>${texts.heading(heading)}</bdi></h3>`
    }
    <ul role="list" aria-labelledby=${heading === undefined ? 'title' : id}>
      ${choices.map(
        (choice) =>
          html`<li>
            <button
              class="choice"
              part=${choice === page.preselected ? 'choice preselected' : 'choice'}
              type="button"
              ?autofocus=${choice === focused}
              @click=${() => pick(choice)}
            >
              ${words(choice, texts)}
            </button>
          </li>`,
      )}
    </ul>
  `
}

function card(choice: SelectorChoice, { view, texts }: Drawn): TemplateResult {
  return html`
    <div id="only" class="card" part="card">${words(choice, texts)}</div>
    ${
      view.kind === 'one-tap'
        ? html`<p id="one-tap" class="hint" part="hint">${texts.oneTap}</p>`
        : nothing
    }
  `
}

function confirm(choice: SelectorChoice, { view, texts }: Drawn, { pick }: Deeds): TemplateResult {
  return html`<button
    class="primary"
    part="continue"
    type="button"
    autofocus
    aria-describedby=${view.kind === 'one-tap' ? 'only one-tap' : 'only'}
    @click=${() => pick(choice)}
  >
    ${choice.kind === 'unlock' ? texts.unlock : texts.continue}
  </button>`
}

function notice({ view, texts }: Drawn, { dismiss }: Deeds): TemplateResult {
  return html`
    <header part="header">
      <h2 id="title" part="title">${texts.title('sign-in', callerName(view))}</h2>
    </header>
    <div class="body" part="body">
      <p id="notice" part="notice">${texts.emptyNotice}</p>
    </div>
    <footer part="actions">
      <button
        class="primary"
        part="close"
        type="button"
        autofocus
        aria-describedby="notice"
        @click=${dismiss}
      >
        ${texts.close}
      </button>
    </footer>
  `
}
