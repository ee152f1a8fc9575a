/**
 * Portuguese (of Brazil).
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in Portuguese (of Brazil). */
export const portuguese: SelectorTexts = translated({
  language: 'pt',
  titles: {
    passkey: (caller) => `Entrar em ${caller} com uma chave de acesso`,
    password: (caller) => `Entrar em ${caller} com uma senha salva`,
    unlock: (caller) => `Desbloquear para entrar em ${caller}`,
    'sign-in': (caller) => `Entrar em ${caller}`,
    'save-passkey': (caller) => `Criar uma chave de acesso para ${caller}`,
    'save-password': (caller) => `Salvar a senha de ${caller}`,
    save: (caller) => `Salvar os dados de acesso de ${caller}`,
  },
  leads: {
    'save-passkey': 'Salvar a chave de acesso em',
    'save-password': 'Salvar a senha em',
    save: 'Salvar em',
  },
  account: (name) => `Para ${name}`,
  headings: { locked: 'Bloqueado', 'other-device': 'Em outro lugar', manage: 'Gerenciar' },
  kinds: { passkey: 'Chave de acesso', password: 'Senha', signIn: 'Dados de acesso' },
  nameless: 'Sem nome de usuário',
  locked: 'Bloqueado',
  nothingFound: 'Nada encontrado',
  otherDevice: 'Usar outro dispositivo',
  continue: 'Continuar',
  unlock: 'Desbloquear',
  moreOptions: 'Mais opções',
  back: 'Voltar',
  cancel: 'Cancelar',
  close: 'Fechar',
  oneTap: 'Confirme do mesmo jeito que desbloqueia este dispositivo: digital, rosto ou PIN.',
  emptyNotice: 'Nada foi encontrado ali para entrar.',
})
