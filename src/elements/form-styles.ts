/**
 * How the elements that stand on the page look: fields, messages, dialogs.
 *
 * @module
 */
import { css, type CSSResult } from 'lit'
import { buttons } from './button-styles.ts'
import { rows } from './row-styles.ts'
import { day, dayAndNight } from './selector-theme.ts'

const ground = css`
  :host {
    all: initial;
    display: block;
    color-scheme: inherit;
    ${day}
    color: var(--_ink);
    font: medium/1.5
      var(
        --latchkey-font,
        ui-sans-serif,
        system-ui,
        -apple-system,
        'Segoe UI',
        Roboto,
        'Noto Sans',
        sans-serif
      );
    overflow-wrap: anywhere;
  }

  :host([hidden]) {
    display: none;
  }

  @supports (color: light-dark(#000, #fff)) {
    :host {
      ${dayAndNight}
    }
  }

  .ground,
  form,
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1em;
  }

  .ground {
    box-sizing: border-box;
    padding: 1.5em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    text-align: start;
  }

  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }

  h2 {
    font-size: 1.25em;
    font-weight: 650;
    line-height: 1.28;
    text-wrap: balance;
  }

  h2:focus,
  .message:focus {
    outline: none;
  }

  h3 {
    font-size: 1em;
    font-weight: 600;
  }

  ul {
    list-style: none;
  }

  .benefits {
    display: grid;
    gap: 0.5em;
  }

  .benefits li {
    display: flex;
    gap: 0.75em;
    text-wrap: pretty;
  }

  .benefits li::before {
    content: '';
    flex: none;
    width: 0.375em;
    height: 0.75em;
    margin-inline: 0.25em;
    border: solid var(--_accent);
    border-width: 0 0.15em 0.15em 0;
    transform: translateY(0.15em) rotate(45deg);
  }

  .muted,
  .facts,
  .hint {
    color: var(--_muted);
    text-wrap: pretty;
  }

  .facts,
  .hint {
    font-size: 0.875em;
  }

  svg {
    flex: none;
    width: 1.375em;
    height: 1.375em;
  }

  a {
    color: var(--_accent);
    text-underline-offset: 0.2em;
  }

  a:focus-visible {
    border-radius: 2px;
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }

  .link {
    display: inline-grid;
    align-items: center;
    justify-self: center;
    min-height: 2.75em;
    font-weight: 600;
  }
`

// Comments inside would be downloaded. The button that shows a password says what pressing it does. A message with
// nothing to say is out of the way and yet there: a screen reader only tells what changes in what it knows. And
// what is under way says so, and is to be read.
const fields = css`
  .field {
    display: grid;
    gap: 0.375em;
  }

  label {
    font-weight: 600;
  }

  .entry {
    display: flex;
    gap: 0.5em;
  }

  input {
    appearance: none;
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
    min-height: 2.875em;
    margin: 0;
    padding: 0.5em 0.75em;
    border: 1px solid var(--_muted);
    border-radius: calc(var(--_radius) * 0.45);
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }

  input:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 1px;
  }

  input[aria-invalid='true'] {
    border-color: var(--_danger);
  }

  .wrong {
    color: var(--_danger);
    font-weight: 600;
  }

  .entry > .quiet {
    flex: none;
  }

  .show:not([data-shown='yes']) > :last-child,
  .show[data-shown='yes'] > :first-child {
    display: none;
  }

  .message:not([data-tone]) {
    position: absolute;
  }

  .message[data-tone] {
    padding: 0.75em 1em;
    border-inline-start: 0.25em solid var(--_accent);
    border-radius: calc(var(--_radius) * 0.3);
    background: var(--_tint);
    text-wrap: pretty;
  }

  .message[data-tone='bad'] {
    border-color: var(--_danger);
  }

  .or {
    display: flex;
    gap: 0.75em;
    align-items: center;
    color: var(--_muted);
    font-size: 0.875em;
  }

  .or::before,
  .or::after {
    content: '';
    flex: 1;
    border-top: 1px solid var(--_line);
  }

  .primary,
  .quiet,
  .danger {
    display: inline-flex;
    gap: 0.5em;
    align-items: center;
    justify-content: center;
    text-align: center;
  }

  .danger {
    min-height: 2.875em;
    padding: 0.5em 1.125em;
    border-color: var(--_danger);
    color: var(--_danger);
    font-weight: 600;
  }

  .danger:hover {
    background: var(--_tint);
  }

  button[aria-disabled='true'] {
    cursor: progress;
  }

  button[aria-disabled='true']:not([data-running]) {
    opacity: 0.72;
  }
`

const dialogs = css`
  dialog {
    box-sizing: border-box;
    width: calc(100% - 2em);
    max-width: 27em;
    max-height: 88vh;
    padding: 1.5em;
    border: 0;
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    color: var(--_ink);
    overflow-y: auto;
  }

  dialog::backdrop {
    background: var(--_backdrop);
  }

  dialog .actions > * {
    flex: 1 1 auto;
  }

  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: appear 0.2s ease-out;
    }

    button {
      transition: background-color 0.12s ease;
    }
  }

  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(0.75em);
    }
  }

  @media (prefers-contrast: more) {
    .ground,
    .row {
      border-color: currentColor;
    }
  }
`

/** The style sheets of the elements that stand on the page. */
export const formStyles: readonly CSSResult[] = [buttons, ground, fields, rows, dialogs]
