'use client'
import 'latchkey/elements/define'
import { createElement } from 'react'

export default () => [
  createElement('latchkey-sign-in', { key: 'in', next: '/home' }),
  createElement('latchkey-create-passkey', { key: 'up', form: 'sign-up', next: '/home' }),
]
