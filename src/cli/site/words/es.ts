/**
 * Spanish.
 *
 * @module
 */
import type { SiteWords } from '../site-words.ts'

/** What the pages say in Spanish. */
export const spanish: SiteWords = {
  language: 'es',
  languages: 'Idioma',
  skip: 'Ir al contenido',
  email: 'Correo electrónico',
  needsScript:
    'Las llaves de acceso se piden con un script. Permite JavaScript en esta página y vuelve a cargarla.',
  sorry: 'No ha funcionado. Inténtalo de nuevo.',
  signIn: {
    title: (site) => `Iniciar sesión en ${site}`,
    lead: 'Nos alegra verte de nuevo.',
    newHere: '¿Es tu primera vez aquí?',
  },
  signUp: {
    title: (site) => `Únete a ${site}`,
    already: '¿Ya tienes una cuenta?',
    withPassword: 'Usar mejor una contraseña',
    newPassword: 'Contraseña nueva',
    passwordHint: (minimum) =>
      `Al menos ${minimum} caracteres. Lo mejor son unas palabras que solo tú juntarías.`,
    tooShort: 'Esa contraseña es demasiado corta.',
    blocked: 'Esa contraseña es demasiado fácil de adivinar: es común o contiene un nombre.',
    prove: 'Enviamos un enlace a esta dirección. Con él empieza tu cuenta.',
    sent: (address) => `Hay un enlace en camino a ${address}. Ábrelo en este navegador.`,
    proved: 'Un paso más y tu cuenta estará lista.',
  },
  account: {
    title: 'Tu cuenta',
    profile: 'Perfil',
    profileLead: 'Cómo te llamas aquí.',
    displayName: 'Tu nombre',
    saved: 'Guardado.',
    passwordLead: 'Una contraseña es un acceso más junto a tus llaves. Puedes prescindir de ella.',
    setPassword: 'Poner una contraseña',
    changePassword: 'Cambiar la contraseña',
    removePassword: 'Quitar la contraseña',
    passwordSet: 'Tu contraseña está puesta.',
    passwordRemoved: 'Tu contraseña se ha quitado.',
    emailLead:
      'Te escribimos ahí cuando cambian los accesos a tu cuenta, o cuando se han perdido todos.',
    emailNone: 'Todavía no hay ninguna dirección.',
    newAddress: 'Dirección nueva',
    removeAddress: 'Quitar la dirección',
    addressRemoved: 'La dirección se ha quitado.',
    delete: 'Eliminar la cuenta',
    deleteLead:
      'Todo desaparece al instante: llaves de acceso, sesiones, códigos de recuperación. No se puede deshacer.',
    deleteMine: 'Eliminar mi cuenta',
    deleteSure: (username) => `¿Eliminar la cuenta ${username}?`,
    deleteForGood: 'Eliminar para siempre',
  },
  links: {
    confirmTitle: 'Confirma tu dirección',
    confirmLead: 'Un clic y esta dirección será de tu cuenta.',
    confirm: 'Confirmar la dirección',
    confirmed: (address) => `${address} es ahora de tu cuenta.`,
    undoTitle: 'Deshacer el cambio',
    undoLead: 'Vuelve tu dirección anterior y la sesión se cierra en todas partes.',
    undo: 'Deshacerlo',
    undone: 'Tu dirección anterior ha vuelto. Inicia sesión y revisa tus llaves de acceso.',
    none: 'Abre el enlace de nuestro correo: trae hasta aquí con todo lo necesario.',
    ask: 'Quien lleva este sitio puede darte un enlace para volver a entrar.',
    dead: 'Este enlace ya se usó, es demasiado antiguo o se pidió en otro navegador.',
  },
  paste: {
    link: 'Enlace del correo',
    lead: 'Si el enlace no te ha llevado más allá, cópialo del correo y pégalo aquí.',
  },
  elsewhere: {
    title: 'Cuentas en otros sitios',
    lead: 'Inicia sesión aquí con una cuenta que tengas en otro sitio.',
    connect: (site) => `Vincular ${site}`,
    connectAbout: (who, site) => `A partir de ahora, ${who} de ${site} abre tu cuenta aquí.`,
    connected: (site) => `${site} está vinculado.`,
    disconnect: (site) => `Desvincular ${site}`,
    disconnected: (site) => `${site} está desvinculado.`,
    taken: 'Esa ya abre otra cuenta aquí.',
    gone: 'Un sitio que aquí ya no se ofrece',
  },
  operator: {
    name: 'Operación',
    title: 'Cómo está este servicio',
    lead: 'Examinado desde fuera y desde dentro.',
    proof:
      'Lo que se encuentra puede ayudar a un atacante, así que solo se muestra con una llave de acceso usada en el momento.',
    noPasskey: 'Tu cuenta aún no tiene llave de acceso. Crea una y vuelve.',
    inOrder: 'Todo lo examinado está en orden.',
    counts: ({ problems, warnings, checks }) =>
      `Problemas: ${problems}. Advertencias: ${warnings}. Comprobaciones: ${checks}.`,
    again: 'Examinar de nuevo',
    why: 'Por qué importa',
    change: 'Qué hay que cambiar',
    inEnglish: 'Lo encontrado está en inglés.',
    problem: { title: 'Problemas', lead: 'Esto no funciona o no es seguro.' },
    warning: { title: 'Advertencias', lead: 'Esto funciona, pero no debería quedarse así.' },
    unknown: { title: 'Sin examinar', lead: 'Otra cosa lo impidió.' },
    ok: { title: 'En orden', lead: 'Aquí no hay nada que hacer.' },
  },
  notFound: {
    title: 'Esa página no existe',
    lead: 'Puede que la dirección esté mal escrita o que la página ya no esté.',
    home: 'Ir al inicio',
  },
  refused: {
    crossSite: 'Eso venía de otro sitio, así que no se ha hecho nada.',
    tooLarge: 'Lo que se ha enviado es demasiado grande.',
    elsewhere: (origin) => `Este sitio está en ${origin}.`,
  },
  foot: { terms: 'Condiciones', privacy: 'Privacidad', support: 'Ayuda' },
}
