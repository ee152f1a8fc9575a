/**
 * Arrow keys in a list of rows. Tab and Enter are the browser's, and so is Escape.
 *
 * @module
 */

/** What is known of a key press. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/**
 * Which row a key leads to, out of `count`; `undefined` when it leads nowhere. `current` is -1 while
 * none has the focus. After the last row comes the first.
 */
export function rowAfterKey(
  { key, altKey, ctrlKey, metaKey, shiftKey }: KeyPress,
  { current, count }: { readonly current: number; readonly count: number },
): number | undefined {
  if (count === 0 || altKey || ctrlKey || metaKey || shiftKey) return undefined
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count
    case 'ArrowUp':
      return current <= 0 ? count - 1 : current - 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
