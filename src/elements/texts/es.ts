/**
 * Spanish.
 *
 * @module
 */
import type { SelectorTexts } from '../selector-texts.ts'
import { translated } from './translated.ts'

/** What the account selector says in Spanish. */
export const spanish: SelectorTexts = translated({
  language: 'es',
  titles: {
    passkey: (caller) => `Iniciar sesión en ${caller} con una llave de acceso`,
    password: (caller) => `Iniciar sesión en ${caller} con una contraseña guardada`,
    unlock: (caller) => `Desbloquear para iniciar sesión en ${caller}`,
    'sign-in': (caller) => `Iniciar sesión en ${caller}`,
    'save-passkey': (caller) => `Crear una llave de acceso para ${caller}`,
    'save-password': (caller) => `Guardar la contraseña de ${caller}`,
    save: (caller) => `Guardar los datos de acceso de ${caller}`,
  },
  leads: {
    'save-passkey': 'Guardar la llave de acceso en',
    'save-password': 'Guardar la contraseña en',
    save: 'Guardar en',
  },
  account: (name) => `Para ${name}`,
  headings: { locked: 'Bloqueado', 'other-device': 'En otro lugar', manage: 'Gestionar' },
  kinds: { passkey: 'Llave de acceso', password: 'Contraseña', signIn: 'Datos de acceso' },
  nameless: 'Sin nombre de usuario',
  locked: 'Bloqueado',
  nothingFound: 'No se ha encontrado nada',
  otherDevice: 'Usar otro dispositivo',
  continue: 'Continuar',
  unlock: 'Desbloquear',
  moreOptions: 'Más opciones',
  back: 'Atrás',
  cancel: 'Cancelar',
  close: 'Cerrar',
  oneTap: 'Confírmalo igual que desbloqueas este dispositivo: con la huella, la cara o el PIN.',
  emptyNotice: 'Ahí no se ha encontrado nada con lo que iniciar sesión.',
})
