/**
 * Hindi.
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in Hindi. */
export const hindi: SelectorTexts = translated({
  language: 'hi',
  titles: {
    passkey: (caller) => `पासकी से ${caller} में साइन इन करें`,
    password: (caller) => `सेव किए गए पासवर्ड से ${caller} में साइन इन करें`,
    unlock: (caller) => `${caller} में साइन इन करने के लिए अनलॉक करें`,
    'sign-in': (caller) => `${caller} में साइन इन करें`,
    'save-passkey': (caller) => `${caller} के लिए पासकी बनाएँ`,
    'save-password': (caller) => `${caller} का पासवर्ड सेव करें`,
    save: (caller) => `${caller} की साइन-इन जानकारी सेव करें`,
  },
  leads: {
    'save-passkey': 'पासकी यहाँ सेव करें',
    'save-password': 'पासवर्ड यहाँ सेव करें',
    save: 'यहाँ सेव करें',
  },
  account: (name) => `${name} के लिए`,
  headings: { locked: 'लॉक है', 'other-device': 'दूसरी जगह', manage: 'मैनेज करें' },
  kinds: { passkey: 'पासकी', password: 'पासवर्ड', signIn: 'साइन-इन जानकारी' },
  nameless: 'उपयोगकर्ता नाम नहीं है',
  locked: 'लॉक है',
  nothingFound: 'कुछ नहीं मिला',
  otherDevice: 'दूसरे डिवाइस का इस्तेमाल करें',
  continue: 'जारी रखें',
  unlock: 'अनलॉक करें',
  moreOptions: 'ज़्यादा विकल्प',
  back: 'वापस जाएँ',
  cancel: 'रद्द करें',
  close: 'बंद करें',
  oneTap: 'वैसे ही पुष्टि करें जैसे आप यह डिवाइस अनलॉक करते हैं: फ़िंगरप्रिंट, चेहरा या पिन।',
  emptyNotice: 'वहाँ साइन इन करने के लिए कुछ नहीं मिला।',
})
