/**
 * Buttons, the same in every element.
 *
 * @module
 */
import { css, type CSSResult } from 'lit'

/** Their style sheet. */
export const buttons: CSSResult = css`
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

  .quiet {
    flex: 1 1 auto;
    border-color: var(--_line);
  }

  .quiet:hover {
    background: var(--_tint);
  }

  @media (prefers-contrast: more) {
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
