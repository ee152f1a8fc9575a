/**
 * The type strings that androidx derives from a class's name.
 *
 * @module
 */

/** The type string of a class: `DataError` is `androidx.credentials.TYPE_DATA_ERROR`. */
export function androidxType(name: string): string {
  return `androidx.credentials.TYPE_${name.replace(/\B[A-Z]/g, '_$&').toUpperCase()}`
}
