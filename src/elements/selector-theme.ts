/**
 * The elements' colours, by day and by night, and what of the page reaches them.
 *
 * The page's own custom properties, all named `--latchkey-…`, go before the colours here. Day or night is
 * the page's `color-scheme`.
 *
 * @module
 */
import { css, type CSSResult } from 'lit'

/** By day, and for browsers that know no other time. */
export const day: CSSResult = css`
  --_surface: var(--latchkey-surface, #ffffff);
  --_ink: var(--latchkey-ink, #17211c);
  --_muted: var(--latchkey-muted, #55625b);
  --_line: var(--latchkey-line, #d9e0db);
  --_tint: var(--latchkey-tint, #eff3f0);
  --_accent: var(--latchkey-accent, #1f5f49);
  --_accent-ink: var(--latchkey-accent-ink, #ffffff);
  --_danger: var(--latchkey-danger, #a02626);
  --_accent-hover: color-mix(in oklab, var(--_accent), var(--_ink) 18%);
  --_focus: var(--latchkey-focus, var(--_accent));
  --_shade: rgb(14 22 18 / 14%);
  --_backdrop: var(--latchkey-backdrop, rgb(14 22 18 / 52%));
  --_radius: var(--latchkey-radius, 20px);
  --_shadow: 0 1px 2px rgb(14 22 18 / 12%), 0 20px 56px rgb(14 22 18 / 26%);
`

/** By day and by night. */
export const dayAndNight: CSSResult = css`
  --_surface: var(--latchkey-surface, light-dark(#ffffff, #1a211d));
  --_ink: var(--latchkey-ink, light-dark(#17211c, #eaf0ec));
  --_muted: var(--latchkey-muted, light-dark(#55625b, #a9b6ae));
  --_line: var(--latchkey-line, light-dark(#d9e0db, #48554d));
  --_tint: var(--latchkey-tint, light-dark(#eff3f0, #252e29));
  --_accent: var(--latchkey-accent, light-dark(#1f5f49, #a4d9bc));
  --_accent-ink: var(--latchkey-accent-ink, light-dark(#ffffff, #0c2419));
  --_danger: var(--latchkey-danger, light-dark(#a02626, #ffb4ab));
  --_shade: light-dark(rgb(14 22 18 / 14%), rgb(0 0 0 / 42%));
  --_backdrop: var(--latchkey-backdrop, light-dark(rgb(14 22 18 / 52%), rgb(0 0 0 / 62%)));
`

/** Colours and corners, as properties that the other style sheets use. */
export const theme: CSSResult = css`
  :host {
    all: initial;
    display: contents;
    color-scheme: inherit;
  }

  dialog {
    ${day}
  }

  @supports (color: light-dark(#000, #fff)) {
    dialog {
      ${dayAndNight}
    }
  }
`
