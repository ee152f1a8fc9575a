export default {
  serverExternalPackages: ['latchkey'],
  turbopack: { root: new URL('../..', import.meta.url).pathname },
}
