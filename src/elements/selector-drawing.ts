/**
 * Everything that draws the account selector, to be loaded when there is something to draw.
 *
 * @module
 */
export { selectorContent } from './selector-page.ts'
export { selectorStyles } from './selector-styles.ts'
