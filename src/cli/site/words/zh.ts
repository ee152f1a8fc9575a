/**
 * Chinese, simplified.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in simplified Chinese. */
export const chinese: SiteWords = {
  language: 'zh-Hans',
  languages: '语言',
  skip: '跳到正文',
  email: '电子邮箱',
  needsScript: '通行密钥需要脚本。请允许此页面使用 JavaScript，然后重新加载。',
  sorry: '没有成功。请再试一次。',
  signIn: {
    title: (site) => `登录${site}`,
    lead: '欢迎回来。',
    newHere: '第一次来？',
  },
  signUp: {
    title: (site) => `加入${site}`,
    already: '已有账号？',
    withPassword: '改用密码',
    newPassword: '新密码',
    passwordHint: (minimum) => `至少 ${minimum} 个字符。最好是几个只有您会放在一起的词。`,
    tooShort: '这个密码太短。',
    blocked: '这个密码太容易被猜到：它很常见，或包含名字。',
    prove: '我们会向此邮箱发送一个链接，由此开始创建您的账号。',
    sent: (address) => `链接已发往 ${address}。请在此浏览器中打开。`,
    proved: '再走一步，您的账号就好了。',
  },
  account: {
    title: '您的账号',
    profile: '个人资料',
    profileLead: '您在这里的称呼。',
    displayName: '您的姓名',
    saved: '已保存。',
    passwordLead: '密码是通行密钥之外的另一种登录方式，也可以不设。',
    setPassword: '设置密码',
    changePassword: '更改密码',
    removePassword: '移除密码',
    passwordSet: '密码已设置。',
    passwordRemoved: '密码已移除。',
    emailLead: '当账号的登录方式发生变化，或全部丢失时，我们会写信到这里。',
    emailNone: '还没有邮箱。',
    newAddress: '新邮箱',
    removeAddress: '移除邮箱',
    addressRemoved: '邮箱已移除。',
    delete: '删除账号',
    deleteLead: '通行密钥、会话和恢复代码会立即全部删除，无法撤销。',
    deleteMine: '删除我的账号',
    deleteSure: (username) => `删除账号 ${username}？`,
    deleteForGood: '永久删除',
  },
  links: {
    confirmTitle: '确认您的邮箱',
    confirmLead: '点一下，此邮箱就属于您的账号。',
    confirm: '确认邮箱',
    confirmed: (address) => `${address} 现在属于您的账号。`,
    undoTitle: '撤销更改',
    undoLead: '恢复您以前的邮箱，并在所有地方退出登录。',
    undo: '撤销',
    undone: '您以前的邮箱已恢复。请登录并检查您的通行密钥。',
    none: '请打开我们邮件中的链接，它会带着所需的一切来到这里。',
    ask: '此网站的运营者可以给您一个重新登录的链接。',
    dead: '此链接已被使用、已过期，或是在另一个浏览器中请求的。',
  },
  notFound: {
    title: '没有这个页面',
    lead: '地址可能有误，或页面已不存在。',
    home: '回到首页',
  },
  foot: { terms: '条款', privacy: '隐私', support: '帮助' },
}
