/**
 * How the account selector looks: a sheet at the bottom of a phone, a dialog in the middle of a desktop.
 *
 * The page's own custom properties, all named `--latchkey-…`, go before the colours here. Day or night is
 * the page's `color-scheme`. Sizes are in `em` of the reader's own font size, whatever the page made of it.
 *
 * @module
 */
import { css, type CSSResult } from 'lit'

const theme = css`
  :host {
    all: initial;
    display: contents;
    color-scheme: inherit;
  }

  dialog {
    --_surface: var(--latchkey-surface, #ffffff);
    --_ink: var(--latchkey-ink, #17211c);
    --_muted: var(--latchkey-muted, #55625b);
    --_line: var(--latchkey-line, #d9e0db);
    --_tint: var(--latchkey-tint, #eff3f0);
    --_accent: var(--latchkey-accent, #1f5f49);
    --_accent-hover: var(--latchkey-accent-hover, #174a39);
    --_accent-ink: var(--latchkey-accent-ink, #ffffff);
    --_focus: var(--latchkey-focus, #1f5f49);
    --_backdrop: var(--latchkey-backdrop, rgb(14 22 18 / 52%));
    --_radius: var(--latchkey-radius, 20px);
    --_shadow: 0 1px 2px rgb(14 22 18 / 12%), 0 20px 56px rgb(14 22 18 / 26%);
  }

  @supports (color: light-dark(#000, #fff)) {
    dialog {
      --_surface: var(--latchkey-surface, light-dark(#ffffff, #1a211d));
      --_ink: var(--latchkey-ink, light-dark(#17211c, #eaf0ec));
      --_muted: var(--latchkey-muted, light-dark(#55625b, #a9b6ae));
      --_line: var(--latchkey-line, light-dark(#d9e0db, #343e38));
      --_tint: var(--latchkey-tint, light-dark(#eff3f0, #252e29));
      --_accent: var(--latchkey-accent, light-dark(#1f5f49, #a4d9bc));
      --_accent-hover: var(--latchkey-accent-hover, light-dark(#174a39, #bfe9d1));
      --_accent-ink: var(--latchkey-accent-ink, light-dark(#ffffff, #0c2419));
      --_focus: var(--latchkey-focus, light-dark(#1f5f49, #bfe9d1));
      --_backdrop: var(--latchkey-backdrop, light-dark(rgb(14 22 18 / 52%), rgb(0 0 0 / 62%)));
    }
  }
`

const sheet = css`
  dialog {
    box-sizing: border-box;
    position: fixed;
    inset: auto 0 0;
    flex-direction: column;
    width: 100%;
    max-width: 32em;
    max-height: min(88vh, 44em);
    max-height: min(88dvh, 44em);
    margin: 0 auto;
    padding: 0;
    border: 0;
    border-radius: var(--_radius) var(--_radius) 0 0;
    background: var(--_surface);
    box-shadow: var(--_shadow);
    color: var(--_ink);
    font: 1em/1.45
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
    overflow: hidden;
    overflow-wrap: anywhere;
  }

  dialog[open] {
    display: flex;
  }

  dialog::backdrop {
    background: var(--_backdrop);
  }

  /* The browser's own outline: when nothing else can have the focus, the dialog has it. */
  dialog:focus {
    outline: none;
  }

  header {
    display: flex;
    gap: 0.5em;
    align-items: start;
    padding: 1.5em 1.5em 0.875em;
  }

  .body {
    flex: 1 1 auto;
    min-height: 4.5em;
    padding: 0.25em 1.5em;
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  footer {
    padding: 1em 1.5em calc(1.25em + env(safe-area-inset-bottom, 0px));
  }

  @media (min-width: 40rem) and (min-height: 30rem) {
    dialog {
      inset: 0;
      width: calc(100% - 4em);
      max-width: 27em;
      height: fit-content;
      max-height: min(80vh, 44em);
      margin: auto;
      border-radius: var(--_radius);
    }

    header {
      padding-top: 1.625em;
    }

    footer {
      padding-bottom: 1.5em;
    }
  }

  /* A window as low as a phone on its side, or enlarged four times: all of it scrolls together. */
  @media (max-height: 22rem) {
    dialog {
      overflow-y: auto;
    }

    .body {
      flex: none;
      overflow: visible;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: rise 0.26s cubic-bezier(0.2, 0.8, 0.2, 1);
    }

    dialog[open]::backdrop {
      animation: fade 0.2s ease-out;
    }

    button {
      transition:
        background-color 0.12s ease,
        border-color 0.12s ease;
    }
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(2em);
    }
  }

  @keyframes fade {
    from {
      opacity: 0;
    }
  }
`

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
    width: 1.375em;
    height: 1.375em;
  }
`

const buttons = css`
  button {
    appearance: none;
    box-sizing: border-box;
    margin: 0;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) * 0.55);
    background: transparent;
    color: inherit;
    font: inherit;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }

  button:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
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

  .primary,
  .quiet {
    min-height: 2.875em;
    padding: 0.5em 1.125em;
    font-weight: 600;
  }

  .primary {
    width: 100%;
    min-height: 3.125em;
    background: var(--_accent);
    color: var(--_accent-ink);
  }

  .primary:hover {
    background: var(--_accent-hover);
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

  .quiet {
    flex: 1 1 auto;
    border-color: var(--_line);
  }

  .quiet:hover {
    background: var(--_tint);
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
    .card,
    .quiet {
      border-color: currentColor;
    }
  }

  @media (forced-colors: active) {
    dialog {
      border: 1px solid CanvasText;
    }

    .primary {
      border-color: ButtonBorder;
    }
  }
`

/** The account selector's style sheets. */
export const selectorStyles: readonly CSSResult[] = [theme, sheet, content, buttons]
