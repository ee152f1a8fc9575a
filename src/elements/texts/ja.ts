/**
 * Japanese.
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in Japanese. */
export const japanese: SelectorTexts = translated({
  language: 'ja',
  titles: {
    passkey: (caller) => `パスキーで ${caller} にログイン`,
    password: (caller) => `保存済みのパスワードで ${caller} にログイン`,
    unlock: (caller) => `ロックを解除して ${caller} にログイン`,
    'sign-in': (caller) => `${caller} にログイン`,
    'save-passkey': (caller) => `${caller} のパスキーを作成`,
    'save-password': (caller) => `${caller} のパスワードを保存`,
    save: (caller) => `${caller} のログイン情報を保存`,
  },
  leads: {
    'save-passkey': 'パスキーの保存先',
    'save-password': 'パスワードの保存先',
    save: '保存先',
  },
  account: (name) => `${name} 用`,
  headings: { locked: 'ロック中', 'other-device': '別の場所', manage: '管理' },
  kinds: { passkey: 'パスキー', password: 'パスワード', signIn: 'ログイン情報' },
  nameless: 'ユーザー名なし',
  locked: 'ロック中',
  nothingFound: '見つかりませんでした',
  otherDevice: '別のデバイスを使う',
  continue: '続ける',
  unlock: 'ロックを解除',
  moreOptions: 'その他のオプション',
  back: '戻る',
  cancel: 'キャンセル',
  close: '閉じる',
  oneTap: 'このデバイスのロック解除と同じ方法（指紋、顔、PIN）で確認してください。',
  emptyNotice: 'ログインに使えるものが見つかりませんでした。',
})
