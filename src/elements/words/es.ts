/**
 * Spanish.
 *
 * @module
 */
import type { ElementWords } from '../element-words.ts'

/** What the elements say in Spanish. */
export const spanish: ElementWords = {
  language: 'es',
  failures: {
    unreachable: 'No se puede contactar con el servidor. ¿Tiene conexión este dispositivo?',
    too_slow: 'El servidor tarda demasiado en responder. Inténtalo de nuevo.',
    no_answer: 'El servidor ha dado una respuesta que no se entiende. Inténtalo más tarde.',
    later: 'El servidor no puede hacerlo ahora mismo. Inténtalo de nuevo en un momento.',
    rate_limited: 'Demasiados intentos. Espera unos minutos e inténtalo de nuevo.',
    taken_back: 'Cancelado. No se ha cambiado nada.',
    not_used: 'No se ha usado ninguna llave de acceso. Inténtalo de nuevo cuando quieras.',
    no_passkey: 'Aquí no hay ninguna llave de acceso para este sitio. Prueba con otro dispositivo.',
    interrupted: 'El navegador estaba ocupado con otra pregunta. Inténtalo de nuevo.',
    unsupported: 'Este navegador no puede usar llaves de acceso.',
    blocked:
      'Las llaves de acceso están bloqueadas en esta parte de la página. Ábrela en una ventana propia.',
    browser: 'El navegador no ha podido hacerlo. Vuelve a cargar la página e inténtalo de nuevo.',
    not_created: 'No se ha creado ninguna llave de acceso. Inténtalo de nuevo cuando quieras.',
    already_here: 'Ya tienes una llave de acceso aquí. No hace falta otra.',
    no_place:
      'En este dispositivo no se puede guardar una llave de acceso. Activa el bloqueo de pantalla o usa un teléfono.',
    credential_unknown: 'Esta llave de acceso ya no se conoce aquí. Usa otra.',
    authentication_failed: 'Esa llave de acceso no abre esta cuenta. Usa otra.',
    wrong_password: 'El nombre de usuario o la contraseña no son correctos.',
    wrong_code:
      'No ha funcionado. Puede que el código o el enlace sea incorrecto, esté usado o sea demasiado antiguo.',
    stale: 'Ha tardado demasiado. Inténtalo de nuevo.',
    username_taken: 'Ese nombre de usuario ya está ocupado. Elige otro.',
    invalid_request: 'Eso no se puede usar aquí. Comprueba lo que has escrito.',
    registration_failed: 'Esa llave de acceso no se ha aceptado. Inténtalo de nuevo.',
    credential_exists: 'Esta llave de acceso ya está en uso. Crea otra.',
    passkey_limit:
      'Esta cuenta ya tiene todas las llaves de acceso que puede tener. Elimina una primero.',
    last_sign_in_method: 'Es tu única forma de iniciar sesión. Crea primero otra llave de acceso.',
    session_required: 'Ya no tienes la sesión iniciada. Vuelve a iniciarla.',
    sign_in_again:
      'Para eso hay que iniciar sesión de nuevo. Cierra la sesión y vuelve a iniciarla.',
    not_found: 'Eso ya no existe.',
    account_not_linked: 'Aquí no hay ninguna cuenta asociada. Inicia sesión de otra forma.',
    other_site:
      'El otro sitio no ha confirmado quién eres. Inténtalo de nuevo o inicia sesión de otra forma.',
  },
  cancel: 'Cancelar',
  waiting: 'Te toca a ti…',
  loading: 'Cargando…',
  tryAgain: 'Intentar de nuevo',
  username: 'Nombre de usuario',
  password: 'Contraseña',
  show: 'Mostrar',
  hide: 'Ocultar',
  or: 'o',
  continue: 'Continuar',
  missing: 'Rellena este campo.',
  signIn: {
    title: 'Iniciar sesión',
    passkey: 'Iniciar sesión con una llave de acceso',
    hint: 'Déjalo vacío para elegir entre tus llaves de acceso.',
    otherDevice: 'Usar otro dispositivo',
    federated: (name) => `Continuar con ${name}`,
    lost: 'No puedo iniciar sesión',
    done: 'Has iniciado sesión.',
  },
  create: {
    headline: 'Inicia sesión más rápido la próxima vez',
    lead: 'Inicia sesión igual que desbloqueas este dispositivo: con la huella, la cara o el PIN.',
    benefits: [
      'Sin contraseñas que escribir ni recordar',
      'Funciona en tus otros dispositivos con tu gestor de contraseñas',
      'Nadie puede sacártela con engaños',
    ],
    create: 'Crear una llave de acceso',
    notNow: 'Ahora no',
    done: 'Tu llave de acceso está guardada. Úsala la próxima vez que inicies sesión.',
    account: 'Crear una cuenta',
    displayName: 'Tu nombre (opcional)',
  },
  passkeys: {
    title: 'Llaves de acceso',
    lead: 'Cada una abre esta cuenta. Guarda otra en un lugar distinto, para no quedarte fuera si pierdes una.',
    empty:
      'Esta cuenta aún no tiene llaves de acceso. Crea una para iniciar sesión más rápido la próxima vez.',
    synced: 'Sincronizada',
    deviceOnly: 'Solo en un dispositivo',
    created: (date) => `Creada: ${date}`,
    used: (date, device) => `Último uso: ${date}${device === null ? '' : `, ${device}`}`,
    unused: 'Sin usar todavía',
    provider: (name) => `Guardada en ${name}`,
    rename: 'Renombrar',
    renameOne: (name) => `Renombrar ${name}`,
    renamed: (name) => `Esa llave de acceso se llama ahora «${name}».`,
    name: 'Nombre',
    save: 'Guardar',
    delete: 'Eliminar',
    deleteOne: (name) => `Eliminar ${name}`,
    deleteTitle: '¿Eliminar esta llave de acceso?',
    deleteAbout: (name) =>
      `«${name}» dejará de servir para iniciar sesión aquí. La copia de tu gestor de contraseñas puede quedarse hasta que él lo sepa o la elimines allí.`,
    deleted: (name) => `«${name}» se ha eliminado.`,
  },
  proof: {
    title: 'Confirma que eres tú',
    lead: 'Esto cambia quién puede entrar en tu cuenta.',
    passkey: 'Usar tu llave de acceso',
  },
  sessions: {
    title: 'Dónde tienes la sesión iniciada',
    lead: 'Cierra la sesión en lo que no reconozcas o ya no uses.',
    current: 'Este dispositivo',
    unknown: 'Dispositivo desconocido',
    since: (date) => `Inicio de sesión: ${date}`,
    active: (date) => `Última actividad: ${date}`,
    signOut: 'Cerrar sesión',
    signOutOne: (device) => `Cerrar sesión en ${device}`,
    signOutOthers: 'Cerrar sesión en los demás dispositivos',
    ended: (device) => `Sesión cerrada: ${device}.`,
    othersEnded: 'Se ha cerrado la sesión en los demás dispositivos.',
    only: 'No tienes la sesión iniciada en ningún otro lugar.',
  },
  recovery: {
    title: 'Recupera tu cuenta',
    lead: 'Enviamos un enlace a la dirección de correo de tu cuenta.',
    send: 'Enviar un enlace',
    sent: 'Si existe esa cuenta, hay un enlace en camino. Ábrelo en este navegador.',
    code: 'Código de recuperación',
    codeLead:
      'Si tu cuenta no tiene llave de acceso, basta con uno de sus códigos de recuperación.',
    linkLead: 'Un paso más y estarás de vuelta en tu cuenta.',
    codeNeeded:
      'Si tu cuenta tiene una llave de acceso, escribe también uno de tus códigos de recuperación.',
    back: 'Estás de vuelta. Crea ahora una llave de acceso: esta entrada se cierra en 15 minutos.',
    codes: 'Códigos de recuperación',
    codesLead:
      'Un código de recuperación te devuelve el acceso si pierdes todas tus llaves de acceso. Cada uno sirve una vez.',
    left: (count) => `Códigos restantes: ${count}`,
    makeCodes: 'Crear códigos nuevos',
    makeWarning: 'Los anteriores dejarán de servir.',
    once: 'Guárdalos en un lugar seguro. Solo se muestran esta vez.',
    copy: 'Copiar',
    copied: 'Copiado.',
  },
}
