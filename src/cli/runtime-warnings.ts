/**
 * Warnings of the runtime that tell whoever typed a command nothing they could act on.
 *
 * @module
 */

/** Node 22 says on the first use of its SQLite that it is an experiment; every other warning is shown as ever. */
export function silenceSqliteWarning(): void {
  const shown = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning' && warning.message.startsWith('SQLite')) return
    for (const show of shown) show.call(process, warning)
  })
}
