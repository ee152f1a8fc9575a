/**
 * How the account selector looks. Sizes are in `em` of the reader's own font size, whatever the page made
 * of it.
 *
 * @module
 */
import { css, type CSSResult } from 'lit'
import { buttons } from './button-styles.ts'
import { sheet } from './selector-sheet.ts'
import { theme } from './selector-theme.ts'

const content = css`
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }

  h2 {
    flex: 1;
    min-width: 0;
    font-size: 1.25em;
    font-weight: 650;
    line-height: 1.28;
    letter-spacing: -0.008em;
    text-wrap: balance;
  }

  h3 {
    padding: 1.25em 0 0.5em;
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 600;
  }

  h3:first-child {
    padding-top: 0.25em;
  }

  .lead {
    padding-bottom: 0.625em;
    color: var(--_muted);
  }

  .hint {
    padding: 0.875em 0 0.25em;
    color: var(--_muted);
    font-size: 0.9375em;
    text-wrap: pretty;
  }

  ul {
    display: grid;
    gap: 0.5em;
    list-style: none;
  }

  .choice,
  .card {
    box-sizing: border-box;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.875em;
    align-items: center;
    width: 100%;
    min-height: 4.25em;
    padding: 0.625em 0.875em;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.6);
    text-align: start;
  }

  .card {
    background: var(--_tint);
  }

  .words {
    display: grid;
    gap: 0.0625em;
  }

  .label {
    font-weight: 600;
  }

  .detail {
    color: var(--_muted);
    font-size: 0.875em;
    text-wrap: pretty;
  }

  .picture {
    display: grid;
    place-items: center;
    width: 2.5em;
    height: 2.5em;
    border-radius: calc(var(--_radius) * 0.5);
    background: var(--_tint);
    color: var(--_accent);
  }

  .card .picture {
    background: var(--_surface);
  }

  svg {
    width: 1.5em;
    height: 1.5em;
  }
`

/** Rows to press, and what stands around the buttons. */
const rows = css`
  /* Inside the row's own box, which the scrolling would cut off otherwise. */
  .choice:focus-visible {
    outline-offset: -2px;
  }

  .choice[part~='preselected'] {
    background: var(--_tint);
  }

  .choice[part~='preselected'] .picture {
    background: var(--_surface);
  }

  .choice:hover {
    border-color: var(--_accent);
    background: var(--_tint);
  }

  .choice:hover .picture {
    background: var(--_surface);
  }

  .primary + .ways {
    padding-top: 0.625em;
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    justify-content: space-between;
  }

  .icon-button {
    flex: none;
    display: grid;
    place-items: center;
    width: 2.75em;
    height: 2.75em;
    margin-block: -0.5625em;
    margin-inline-start: -0.75em;
    padding: 0;
  }

  .icon-button:hover {
    background: var(--_tint);
  }

  .icon-button:dir(rtl) svg {
    transform: scaleX(-1);
  }

  @media (prefers-contrast: more) {
    .choice,
    .card {
      border-color: currentColor;
    }
  }
`

/** The account selector's style sheets. */
export const selectorStyles: readonly CSSResult[] = [theme, sheet, content, buttons, rows]
