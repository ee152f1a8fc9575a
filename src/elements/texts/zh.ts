/**
 * Chinese (simplified).
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in Chinese (simplified). */
export const chinese: SelectorTexts = translated({
  language: 'zh-Hans',
  titles: {
    passkey: (caller) => `使用通行密钥登录 ${caller}`,
    password: (caller) => `使用已保存的密码登录 ${caller}`,
    unlock: (caller) => `解锁以登录 ${caller}`,
    'sign-in': (caller) => `登录 ${caller}`,
    'save-passkey': (caller) => `为 ${caller} 创建通行密钥`,
    'save-password': (caller) => `保存 ${caller} 的密码`,
    save: (caller) => `保存 ${caller} 的登录信息`,
  },
  leads: {
    'save-passkey': '通行密钥保存位置',
    'save-password': '密码保存位置',
    save: '保存位置',
  },
  account: (name) => `${name} 的登录方式`,
  headings: { locked: '已锁定', 'other-device': '其他位置', manage: '管理' },
  kinds: { passkey: '通行密钥', password: '密码', signIn: '登录信息' },
  nameless: '无用户名',
  locked: '已锁定',
  nothingFound: '未找到',
  otherDevice: '使用其他设备',
  continue: '继续',
  unlock: '解锁',
  moreOptions: '更多选项',
  back: '返回',
  cancel: '取消',
  close: '关闭',
  oneTap: '请像解锁此设备一样确认：指纹、面容或 PIN 码。',
  emptyNotice: '没有在那里找到可用于登录的内容。',
})
