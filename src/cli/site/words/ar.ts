/**
 * Arabic.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in Arabic. */
export const arabic: SiteWords = {
  language: 'ar',
  languages: 'اللغة',
  skip: 'الانتقال إلى المحتوى',
  email: 'البريد الإلكتروني',
  needsScript: 'تحتاج مفاتيح المرور إلى برنامج نصي. اسمح بجافاسكربت لهذه الصفحة ثم أعد تحميلها.',
  sorry: 'لم ينجح ذلك. حاول مرة أخرى.',
  signIn: {
    title: (site) => `تسجيل الدخول إلى ${site}`,
    lead: 'سعداء بعودتك.',
    newHere: 'جديد هنا؟',
  },
  signUp: {
    title: (site) => `الانضمام إلى ${site}`,
    already: 'لديك حساب بالفعل؟',
    withPassword: 'استخدام كلمة مرور بدلًا من ذلك',
    newPassword: 'كلمة مرور جديدة',
    passwordHint: (minimum) => `${minimum} حرفًا على الأقل. الأفضل بضع كلمات لا يجمعها غيرك.`,
    tooShort: 'كلمة المرور هذه قصيرة جدًا.',
    blocked: 'كلمة المرور هذه سهلة التخمين: فهي شائعة أو تحتوي على اسم.',
    prove: 'نرسل رابطًا إلى هذا العنوان، وبه يبدأ حسابك.',
    sent: (address) => `الرابط في طريقه إلى ${address}. افتحه في هذا المتصفح.`,
    proved: 'خطوة واحدة بعد، ويصبح حسابك جاهزًا.',
  },
  account: {
    title: 'حسابك',
    profile: 'الملف الشخصي',
    profileLead: 'اسمك هنا.',
    displayName: 'اسمك',
    saved: 'تم الحفظ.',
    passwordLead: 'كلمة المرور طريقة دخول إلى جانب مفاتيح المرور، ويمكنك الاستغناء عنها.',
    setPassword: 'تعيين كلمة مرور',
    changePassword: 'تغيير كلمة المرور',
    removePassword: 'إزالة كلمة المرور',
    passwordSet: 'تم تعيين كلمة المرور.',
    passwordRemoved: 'تمت إزالة كلمة المرور.',
    emailLead: 'نكتب إليك هناك عندما تتغير طرق الدخول إلى حسابك، أو تُفقد كلها.',
    emailNone: 'لا يوجد عنوان بعد.',
    newAddress: 'عنوان جديد',
    removeAddress: 'إزالة العنوان',
    addressRemoved: 'تمت إزالة العنوان.',
    delete: 'حذف الحساب',
    deleteLead: 'يختفي كل شيء فورًا: مفاتيح المرور والجلسات ورموز الاستعادة. لا يمكن التراجع.',
    deleteMine: 'حذف حسابي',
    deleteSure: (username) => `هل تريد حذف الحساب ${username}؟`,
    deleteForGood: 'حذف نهائي',
  },
  links: {
    confirmTitle: 'تأكيد عنوانك',
    confirmLead: 'ضغطة واحدة، ويصبح هذا العنوان تابعًا لحسابك.',
    confirm: 'تأكيد العنوان',
    confirmed: (address) => `أصبح ${address} تابعًا لحسابك الآن.`,
    undoTitle: 'التراجع عن التغيير',
    undoLead: 'يعود عنوانك السابق، ويُسجَّل الخروج من الحساب في كل مكان.',
    undo: 'التراجع',
    undone: 'عاد عنوانك السابق. سجّل الدخول وراجع مفاتيح المرور.',
    none: 'افتح الرابط في رسالتنا: فهو يقود إلى هنا ومعه كل ما يلزم.',
    ask: 'يمكن لمن يدير هذا الموقع أن يعطيك رابطًا للعودة.',
    dead: 'هذا الرابط مستخدم، أو قديم جدًا، أو طُلب في متصفح آخر.',
  },
  notFound: {
    title: 'لا توجد صفحة كهذه',
    lead: 'ربما كُتب العنوان خطأ، أو لم تعد الصفحة موجودة.',
    home: 'الذهاب إلى البداية',
  },
  foot: { terms: 'الشروط', privacy: 'الخصوصية', support: 'المساعدة' },
}
