/**
 * Where the account selector stands: a sheet at the bottom of a phone, a dialog in the middle of a desktop.
 *
 * @module
 */
import { css, type CSSResult } from 'lit'

/** The dialog and its three parts: what stays above, what scrolls, what stays below. */
export const sheet: CSSResult = css`
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
    min-height: 0;
    padding: 0.25em 1.5em;
    /* A shade where there is more to see: it stays, and the ends of the content, painted over, move. */
    background:
      linear-gradient(var(--_surface), var(--_surface)) top / 100% 1.25em no-repeat local,
      linear-gradient(var(--_surface), var(--_surface)) bottom / 100% 1.25em no-repeat local,
      linear-gradient(var(--_shade), transparent) top / 100% 0.625em no-repeat scroll,
      linear-gradient(transparent, var(--_shade)) bottom / 100% 0.625em no-repeat scroll;
    overflow-y: auto;
    overscroll-behavior: contain;
    scroll-padding-block: 0.75em;
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
