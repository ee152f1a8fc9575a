/**
 * What is known of a failure whose error says nothing.
 *
 * @module
 */

/**
 * What a page could see of itself when a browser answered `NotAllowedError`, which may mean anything:
 * observations, no conclusions. A member is `undefined` where the browser does not tell.
 */
export interface Diagnosis {
  /** How the person was asked: a dialog, the autofill suggestions, a dialog only if something is there. */
  readonly mode: 'modal' | 'conditional' | 'immediate'
  /** Milliseconds from the call to the error. Hardly any: no person has been asked. */
  readonly elapsed: number
  readonly isVisible: boolean
  readonly isFocused: boolean
  /** Whether a click or a key press was just before, when the error came. */
  readonly isActivated: boolean | undefined
  /** Whether the page's permissions policy allows it. */
  readonly isPermitted: boolean | undefined
}
