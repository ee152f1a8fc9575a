/**
 * Japanese.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in Japanese. */
export const japanese: SiteWords = {
  language: 'ja',
  languages: '言語',
  skip: '本文へ移動',
  email: 'メールアドレス',
  needsScript:
    'パスキーにはスクリプトが必要です。このページの JavaScript を許可して、もう一度読み込んでください。',
  sorry: 'うまくいきませんでした。もう一度お試しください。',
  signIn: {
    title: (site) => `${site} にログイン`,
    lead: 'おかえりなさい。',
    newHere: 'はじめてですか？',
  },
  signUp: {
    title: (site) => `${site} に登録`,
    already: 'すでにアカウントをお持ちですか？',
    withPassword: '代わりにパスワードを使う',
    newPassword: '新しいパスワード',
    passwordHint: (minimum) =>
      `${minimum} 文字以上。あなただけが思いつく言葉をいくつか並べるのがおすすめです。`,
    tooShort: 'そのパスワードは短すぎます。',
    blocked: 'そのパスワードは推測されやすいものです。よく使われているか、名前を含んでいます。',
    prove: 'このアドレスにリンクを送ります。そこからアカウントを作れます。',
    sent: (address) => `${address} にリンクを送りました。このブラウザで開いてください。`,
    proved: 'あと一歩でアカウントができます。',
  },
  account: {
    title: 'アカウント',
    profile: 'プロフィール',
    profileLead: 'ここで表示される名前です。',
    displayName: 'お名前',
    saved: '保存しました。',
    passwordLead: 'パスワードはパスキーとは別の入り口です。なくてもかまいません。',
    setPassword: 'パスワードを設定',
    changePassword: 'パスワードを変更',
    removePassword: 'パスワードを削除',
    passwordSet: 'パスワードを設定しました。',
    passwordRemoved: 'パスワードを削除しました。',
    emailLead:
      'アカウントへの入り口が変わったとき、またはすべて失ったときに、ここへお知らせします。',
    emailNone: 'アドレスはまだありません。',
    newAddress: '新しいアドレス',
    removeAddress: 'アドレスを削除',
    addressRemoved: 'アドレスを削除しました。',
    delete: 'アカウントの削除',
    deleteLead:
      'パスキー、セッション、復旧コードのすべてがすぐに消えます。元に戻すことはできません。',
    deleteMine: 'アカウントを削除',
    deleteSure: (username) => `アカウント ${username} を削除しますか？`,
    deleteForGood: '完全に削除',
  },
  links: {
    confirmTitle: 'アドレスの確認',
    confirmLead: 'ボタンを押すと、このアドレスがアカウントに登録されます。',
    confirm: 'アドレスを確認',
    confirmed: (address) => `${address} をアカウントに登録しました。`,
    undoTitle: '変更の取り消し',
    undoLead: '以前のアドレスに戻り、すべての場所でログアウトします。',
    undo: '取り消す',
    undone: '以前のアドレスに戻りました。ログインして、パスキーを確認してください。',
    none: 'お送りしたメールのリンクを開いてください。必要なものはそこに含まれています。',
    ask: 'このサイトの運営者が、戻るためのリンクをお渡しできます。',
    dead: 'このリンクは使用済みか、古すぎるか、別のブラウザで請求されたものです。',
  },
  paste: {
    link: 'メールのリンク',
    lead: 'リンクを開いても先に進まない場合は、メールからコピーしてここに貼り付けてください。',
  },
  elsewhere: {
    title: '他のサイトのアカウント',
    lead: '他のサイトにお持ちのアカウントで、ここにログインできます。',
    connect: (site) => `${site} と連携`,
    connectAbout: (who, site) =>
      `今後は ${site} の ${who} で、ここのアカウントにログインできます。`,
    connected: (site) => `${site} と連携しました。`,
    disconnect: (site) => `${site} との連携を解除`,
    disconnected: (site) => `${site} との連携を解除しました。`,
    taken: 'そのアカウントは、ここの別のアカウントに連携済みです。',
    gone: '現在は利用できないサイト',
  },
  operator: {
    name: '運営',
    title: 'このサービスの状態',
    lead: '外側と内側から調べました。',
    proof: '結果は攻撃の手がかりになり得るため、パスキーで確認した直後にだけ表示します。',
    noPasskey: 'アカウントにまだパスキーがありません。作成してから、もう一度開いてください。',
    inOrder: '調べたものはすべて正常です。',
    counts: ({ problems, warnings, checks }) =>
      `問題: ${problems}、警告: ${warnings}、検査: ${checks}`,
    again: 'もう一度調べる',
    why: '重要な理由',
    change: '変更すること',
    inEnglish: '結果は英語で表示されます。',
    problem: { title: '問題', lead: '動作しないか、安全ではありません。' },
    warning: { title: '警告', lead: '動作しますが、このままにしないでください。' },
    unknown: { title: '未検査', lead: '他の問題のため調べられませんでした。' },
    ok: { title: '正常', lead: '必要な作業はありません。' },
  },
  notFound: {
    title: 'ページが見つかりません',
    lead: 'アドレスが間違っているか、ページがなくなった可能性があります。',
    home: '最初のページへ',
  },
  refused: {
    crossSite: '他のサイトから送られたため、何も行いませんでした。',
    tooLarge: '送信された内容が大きすぎます。',
    elsewhere: (origin) => `このサイトのアドレスは ${origin} です。`,
  },
  foot: { terms: '利用規約', privacy: 'プライバシー', support: 'ヘルプ' },
}
