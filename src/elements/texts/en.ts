/**
 * English.
 *
 * @module
 */
import type { SelectorTitle } from '../../client/selector/page.ts'
import { SELECTOR_WORDS, choiceText, headingText, titleText } from '../../client/selector/words.ts'
import type { SelectorTexts } from '../selector-texts.ts'

const LEADS: Partial<Readonly<Record<SelectorTitle, string>>> = {
  'save-passkey': 'Save a passkey to',
  'save-password': 'Save the password to',
  save: 'Save it to',
}

/** What the account selector says in English. */
export const english: SelectorTexts = {
  language: 'en',
  title: titleText,
  lead: (title) => LEADS[title] ?? '',
  heading: headingText,
  choice: choiceText,
  continue: 'Continue',
  unlock: 'Unlock',
  moreOptions: SELECTOR_WORDS.moreOptions,
  back: SELECTOR_WORDS.back,
  cancel: SELECTOR_WORDS.cancel,
  close: 'Close',
  oneTap: 'Confirm it the way you unlock this device: fingerprint, face or PIN.',
  emptyNotice: SELECTOR_WORDS.emptyNotice,
}
