/**
 * Buttons and rows to press, the same in every element.
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
