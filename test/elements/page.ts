/**
 * What the test page loads: the element, and views for it out of the real model.
 *
 * @module
 */
import '../../src/elements/define.ts'
import { loadSelectorTexts } from '../../src/elements/selector-texts.ts'
import {
  TYPE_PUBLIC_KEY_CREDENTIAL,
  TYPE_PASSWORD_CREDENTIAL,
} from '../../src/client/credential.ts'
import type { SelectorView } from '../../src/client/selector/account-selector.ts'
import { createModel } from '../../src/client/selector/create-model.ts'
import type { SelectorChoice } from '../../src/client/selector/page.ts'
import { selectorModel, type SelectorPages } from '../../src/client/selector/selector-model.ts'
import type { Shape } from './shapes.ts'

const preferImmediatelyAvailableCredentials = false

function view(shape: Shape): SelectorView {
  const { caller = 'shop.example', answers = [], places, showAll = false } = shape
  const common = { isAutoSelectAllowed: false, preferImmediatelyAvailableCredentials }
  if (places !== undefined) {
    const { pages } = createModel({ type: TYPE_PUBLIC_KEY_CREDENTIAL, ...common }, places)
    return { purpose: 'create', kind: 'pages', pages, caller }
  }
  const hint = { typePriorityHint: 100, isAutoSelectAllowed: false }
  const { opening, pages } = selectorModel(
    {
      options: [
        { id: 'passkey', type: TYPE_PUBLIC_KEY_CREDENTIAL, ...hint },
        { id: 'password', type: TYPE_PASSWORD_CREDENTIAL, ...hint },
      ],
      preferImmediatelyAvailableCredentials,
      showAll,
    },
    answers,
  )
  const { kind } = opening
  const drawn = kind === 'one-tap' || kind === 'empty-notice' ? kind : 'pages'
  return { purpose: 'get', kind: drawn, pages, caller }
}

/** Whether it is the very object that stands on the view's pages. */
function isOf({ first, allOptions }: SelectorPages, choice: SelectorChoice): boolean {
  return [first, allOptions].some((page) =>
    page?.sections.some(({ choices }) => choices.includes(choice)),
  )
}

function describe(choice: SelectorChoice): string {
  switch (choice.kind) {
    case 'entry':
      return choice.entry.id
    case 'unlock':
      return `unlock ${choice.unlock.provider.label}`
    case 'action':
      return `action ${choice.action.id}`
    case 'remote':
      return 'remote'
    default:
      return `place ${choice.place.id}`
  }
}

const found = document.querySelector('latchkey-account-selector')!
const element = () => found

async function setWords(
  selector: HTMLElementTagNameMap['latchkey-account-selector'],
): Promise<void> {
  // #region words
  const english = await loadSelectorTexts('en')
  selector.texts = { ...english, cancel: 'Not now', oneTap: 'Touch the sensor to confirm.' }
  // #endregion
}

const page = {
  element,
  setWords: () => setWords(found),
  /** Ends what was opened last. */
  controller: new AbortController(),
  /** What was picked, or `cancelled`. */
  answer: Promise.resolve('nothing opened'),
  open(shape: Shape): void {
    page.controller = new AbortController()
    const shown = view(shape)
    page.answer = element()
      .select(shown, { signal: page.controller.signal })
      .then((choice) => {
        if (choice === undefined) return 'cancelled'
        return isOf(shown.pages, choice) ? describe(choice) : 'not of this view'
      })
      .catch((error: Error) => error.name)
  },
  violations: [] as string[],
}

document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
  page.violations.push(`${violatedDirective} ${sourceFile}`)
})

declare global {
  var shop: typeof page
}

Object.assign(globalThis, { shop: page })
