/**
 * How lists of the elements on the page look: rows with a picture, facts and buttons.
 *
 * @module
 */
import { css, type CSSResult } from 'lit'

/** Their style sheet. Providers draw their pictures (`.mark`) for a light ground. */
export const rows: CSSResult = css`
  .head,
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75em 1em;
    align-items: center;
  }

  .head {
    justify-content: space-between;
  }

  .head .primary {
    width: auto;
    min-height: 2.875em;
    padding-inline: 1.125em;
  }

  .row {
    padding-block: 1em;
    border-top: 1px solid var(--_line);
  }

  .row:last-child {
    padding-bottom: 0;
  }

  .about {
    flex: 1 1 12em;
    min-width: 0;
  }

  .picture {
    display: grid;
    place-items: center;
    width: 2.75em;
    height: 2.75em;
    border-radius: calc(var(--_radius) * 0.5);
    background: var(--_tint);
    color: var(--_accent);
  }

  .mark {
    background: #f2f5f3;
  }

  .picture img {
    width: 1.625em;
    height: 1.625em;
  }

  .badge {
    display: inline-block;
    margin-block: 0.25em;
    padding: 0 0.625em;
    border: 1px solid var(--_line);
    border-radius: 1em;
    background: var(--_tint);
    color: var(--_ink);
    font-size: 0.8125em;
    font-weight: 600;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }

  .actions > * {
    flex: 0 1 auto;
    width: auto;
  }

  .codes {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 18em), 1fr));
    gap: 0.5em 1.5em;
    padding: 1em;
    border-radius: calc(var(--_radius) * 0.5);
    background: var(--_tint);
    font-size: 0.875em;
    font-family: ui-monospace, 'Cascadia Mono', 'Roboto Mono', monospace;
    direction: ltr;
  }
`
