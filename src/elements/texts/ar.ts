/**
 * Arabic.
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in Arabic. */
export const arabic: SelectorTexts = translated({
  language: 'ar',
  titles: {
    passkey: (caller) => `تسجيل الدخول إلى ${caller} بمفتاح مرور`,
    password: (caller) => `تسجيل الدخول إلى ${caller} بكلمة مرور محفوظة`,
    unlock: (caller) => `فتح القفل لتسجيل الدخول إلى ${caller}`,
    'sign-in': (caller) => `تسجيل الدخول إلى ${caller}`,
    'save-passkey': (caller) => `إنشاء مفتاح مرور لـ ${caller}`,
    'save-password': (caller) => `حفظ كلمة المرور لـ ${caller}`,
    save: (caller) => `حفظ بيانات تسجيل الدخول لـ ${caller}`,
  },
  leads: {
    'save-passkey': 'حفظ مفتاح المرور في',
    'save-password': 'حفظ كلمة المرور في',
    save: 'حفظ في',
  },
  account: (name) => `لـ ${name}`,
  headings: { locked: 'مقفل', 'other-device': 'في مكان آخر', manage: 'إدارة' },
  kinds: { passkey: 'مفتاح مرور', password: 'كلمة مرور', signIn: 'بيانات تسجيل الدخول' },
  nameless: 'بلا اسم مستخدم',
  locked: 'مقفل',
  nothingFound: 'لم يُعثر على شيء',
  otherDevice: 'استخدام جهاز آخر',
  continue: 'متابعة',
  unlock: 'فتح القفل',
  moreOptions: 'خيارات أخرى',
  back: 'رجوع',
  cancel: 'إلغاء',
  close: 'إغلاق',
  oneTap: 'أكّد بالطريقة التي تفتح بها قفل هذا الجهاز: البصمة أو الوجه أو رقم التعريف الشخصي.',
  emptyNotice: 'لم يُعثر هناك على ما يمكن تسجيل الدخول به.',
})
