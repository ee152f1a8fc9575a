/**
 * Portuguese.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in Portuguese. */
export const portuguese: SiteWords = {
  language: 'pt',
  languages: 'Idioma',
  skip: 'Ir para o conteúdo',
  email: 'Endereço de e-mail',
  needsScript:
    'As chaves de acesso são pedidas por um script. Permita JavaScript nesta página e carregue-a de novo.',
  sorry: 'Não funcionou. Tente de novo.',
  signIn: {
    title: (site) => `Entrar em ${site}`,
    lead: 'Que bom ver você de novo.',
    newHere: 'Primeira vez aqui?',
  },
  signUp: {
    title: (site) => `Criar conta em ${site}`,
    already: 'Já tem uma conta?',
    withPassword: 'Usar uma senha em vez disso',
    newPassword: 'Nova senha',
    passwordHint: (minimum) =>
      `Pelo menos ${minimum} caracteres. O melhor são algumas palavras que só você juntaria.`,
    tooShort: 'Essa senha é curta demais.',
    blocked: 'Essa senha é fácil demais de adivinhar: é comum ou contém um nome.',
    prove: 'Enviamos um link para este endereço. Com ele começa a sua conta.',
    sent: (address) => `Um link está a caminho de ${address}. Abra-o neste navegador.`,
    proved: 'Mais um passo e a sua conta está pronta.',
  },
  account: {
    title: 'A sua conta',
    profile: 'Perfil',
    profileLead: 'Como você se chama aqui.',
    displayName: 'O seu nome',
    saved: 'Salvo.',
    passwordLead: 'Uma senha é um acesso ao lado das suas chaves de acesso. Pode passar sem ela.',
    setPassword: 'Definir uma senha',
    changePassword: 'Mudar a senha',
    removePassword: 'Remover a senha',
    passwordSet: 'A sua senha está definida.',
    passwordRemoved: 'A sua senha foi removida.',
    emailLead:
      'Escrevemos para lá quando os acessos à sua conta mudam, ou quando todos se perderam.',
    emailNone: 'Ainda não há endereço.',
    newAddress: 'Novo endereço',
    removeAddress: 'Remover o endereço',
    addressRemoved: 'O endereço foi removido.',
    delete: 'Excluir a conta',
    deleteLead:
      'Tudo some na hora: chaves de acesso, sessões, códigos de recuperação. Não pode ser desfeito.',
    deleteMine: 'Excluir a minha conta',
    deleteSure: (username) => `Excluir a conta ${username}?`,
    deleteForGood: 'Excluir para sempre',
  },
  links: {
    confirmTitle: 'Confirme o seu endereço',
    confirmLead: 'Um clique, e este endereço pertence à sua conta.',
    confirm: 'Confirmar o endereço',
    confirmed: (address) => `${address} pertence agora à sua conta.`,
    undoTitle: 'Desfazer a mudança',
    undoLead: 'O seu endereço anterior volta, e a conta é desconectada em todo lugar.',
    undo: 'Desfazer',
    undone: 'O seu endereço anterior voltou. Entre e reveja as suas chaves de acesso.',
    none: 'Abra o link do nosso e-mail: ele traz até aqui com tudo o que é preciso.',
    ask: 'Quem cuida deste site pode dar um link para você voltar a entrar.',
    dead: 'Este link já foi usado, é antigo demais ou foi pedido em outro navegador.',
  },
  paste: {
    link: 'Link do e-mail',
    lead: 'Se o link não levou adiante, copie-o do e-mail e cole-o aqui.',
  },
  elsewhere: {
    title: 'Contas em outros sites',
    lead: 'Entre aqui com uma conta que você tem em outro site.',
    connect: (site) => `Conectar ${site}`,
    connectAbout: (who, site) => `De agora em diante, ${who} em ${site} abre a sua conta aqui.`,
    connected: (site) => `${site} está conectado.`,
    disconnect: (site) => `Desconectar ${site}`,
    disconnected: (site) => `${site} está desconectado.`,
    taken: 'Essa já abre outra conta aqui.',
    gone: 'Um site que não é mais oferecido aqui',
  },
  operator: {
    name: 'Operação',
    title: 'Como está este serviço',
    lead: 'Examinado por fora e por dentro.',
    proof:
      'O que se encontra pode ajudar um invasor; por isso só é mostrado com uma chave de acesso usada agora.',
    noPasskey: 'A sua conta ainda não tem chave de acesso. Crie uma e volte.',
    inOrder: 'Tudo o que foi examinado está em ordem.',
    counts: ({ problems, warnings, checks }) =>
      `Problemas: ${problems}. Avisos: ${warnings}. Verificações: ${checks}.`,
    again: 'Examinar de novo',
    why: 'Por que importa',
    change: 'O que mudar',
    inEnglish: 'O que foi encontrado está em inglês.',
    problem: { title: 'Problemas', lead: 'Não funcionam ou não são seguros.' },
    warning: { title: 'Avisos', lead: 'Funcionam, mas não deveriam ficar assim.' },
    unknown: { title: 'Não examinados', lead: 'Outra coisa impediu.' },
    ok: { title: 'Em ordem', lead: 'Nada a fazer aqui.' },
  },
  notFound: {
    title: 'Esta página não existe',
    lead: 'Talvez o endereço esteja errado, ou a página já não exista.',
    home: 'Ir para o início',
  },
  refused: {
    crossSite: 'Isso veio de outro site, por isso nada foi feito.',
    tooLarge: 'O que foi enviado é grande demais.',
    elsewhere: (origin) => `Este site está em ${origin}.`,
  },
  foot: { terms: 'Termos', privacy: 'Privacidade', support: 'Ajuda' },
}
