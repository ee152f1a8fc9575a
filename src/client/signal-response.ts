/**
 * The answer to a signal.
 *
 * @see {@link https://developer.android.com/reference/androidx/credentials/SignalCredentialStateResponse}
 * @module
 */

/** The signal was passed on. It says nothing about whether anything changed. */
// Android's has no members either.
// oxlint-disable-next-line typescript/no-extraneous-class
export class SignalCredentialStateResponse {}
