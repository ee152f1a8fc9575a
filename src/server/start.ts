/**
 * Starting: the database opened, the clock lifted, the parts put together.
 *
 * @module
 */
import { appWarnings } from './check-apps.ts'
import { stackOf } from './audit.ts'
import { ChallengeClock, systemClock } from './clock.ts'
import type { Settings } from './config.ts'
import { Errands } from './errands.ts'
import { IssuerKeys } from './federation/issuer-keys.ts'
import { wallClock } from './open-journal.ts'
import type { OpenJournal } from './open-journal.ts'
import { openPostbox } from './mail/postbox.ts'
import { openNotices } from './notices.ts'
import { AddressLimits } from './limits/address-limits.ts'
import { PasswordHasher } from './passwords/password-hasher.ts'
import { deriveKeyring } from './secrets.ts'
import type { Keyring } from './secrets.ts'
import type { Services } from './services.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'
import type { Spans } from './telemetry/opentelemetry.ts'
import type { Telemetry } from './telemetry/telemetry.ts'
import { Courier } from './webhooks/courier.ts'
import type { DeliveryOutcome } from './webhooks/delivery.ts'

/**
 * Opens the database and makes the parts of a relying party.
 *
 * @throws {@link StoreError} when the database cannot be opened.
 */
export async function startServices(settings: Settings, journal: OpenJournal): Promise<Services> {
  const { log, telemetry, tell } = journal
  const keys = deriveKeyring(settings.secrets, settings.decoySecret)
  // With its query builder it is the larger half of the server, and nobody waits for it who only imports.
  const store = await openStore(settings.database, {
    clock: settings.clock === systemClock ? 'database' : 'caller',
    openWays: {
      passwords: settings.passwords.on,
      issuers: [...settings.issuers.values()].map(({ issuer }) => issuer),
    },
  })
  const challengeClock = new ChallengeClock(settings.clock)
  await raiseToFloors(challengeClock, store, keys)
  const { optionsPerMinute: options, finishesPerMinute: finish } = settings.limits
  const addressLimits = new AddressLimits({ options, finish }, () => settings.clock.monotonic())
  const passwords = new PasswordHasher(settings.passwords, keys)
  for (const packageName of appWarnings(settings)) {
    const reason = `debug_certificate ${packageName}`
    log({ level: 'warn', event: 'server.started', outcome: 'accepted', reason })
  }
  log({ level: 'info', event: 'server.started', outcome: 'accepted' })
  const now = wallClock(settings)
  const errands = openErrands(settings, store, log)
  const courier = openCourier(settings, { store, now, log, telemetry })
  telemetry?.queues.read('passwords', () => passwords.queued)
  telemetry?.queues.read('errands', errands.queued)
  return {
    settings,
    keys,
    store,
    challengeClock,
    addressLimits,
    passwords,
    issuerKeys: openIssuers(settings, log),
    now,
    log,
    telemetry,
    spans: telemetry && settings.telemetry === 'on' ? await openSpans(telemetry) : undefined,
    tell,
    ...errands.services,
    async settle() {
      await courier?.stop()
      await errands.services.settle()
      await journal.drainHook()
    },
  }
}

function openCourier(
  { webhooks }: Settings,
  { store, now, log, telemetry }: Pick<Services, 'store' | 'now' | 'log' | 'telemetry'>,
): Courier | undefined {
  if (webhooks.length === 0) return undefined
  const count = telemetry && ((outcome: DeliveryOutcome) => telemetry.delivery(outcome))
  return new Courier({ store, webhooks, now, log, ...(count && { count }) })
}

async function openSpans(telemetry: Telemetry): Promise<Spans> {
  const { connectOpenTelemetry } = await import('./telemetry/opentelemetry.ts')
  return connectOpenTelemetry(telemetry)
}

/** Nothing is fetched before a token needs it. */
function openIssuers({ issuers, clock }: Settings, log: Services['log']): Services['issuerKeys'] {
  const monotonic = () => clock.monotonic()
  const keys = [...issuers].map(([name, issuer]): [string, IssuerKeys] => {
    const onFailure = (error: unknown) => {
      const [reason, stack] = [`not_fetched ${name}`, stackOf(error)]
      log({ level: 'warn', event: 'issuer.keys', outcome: 'failed', reason, stack })
    }
    return [name, new IssuerKeys({ issuer, monotonic, onFailure })]
  })
  return new Map(keys)
}

/** What goes on beside the answers. */
function openErrands(settings: Settings, store: Store, log: Services['log']) {
  const { mail, hooks, accounts, rpName } = settings
  const postbox = mail && openPostbox(mail, rpName, log)
  const keyedByEmail = accounts === 'email'
  const notices = openNotices({ store, postbox, hook: hooks.notice, keyedByEmail, log })
  const errands = new Errands((error) => {
    log({ level: 'error', event: 'errand', outcome: 'failed', stack: stackOf(error) })
  })
  return {
    queued: () => errands.size,
    services: {
      notify: notices.notify,
      postbox,
      later: (errand: () => Promise<void>) => errands.add(errand),
      async settle() {
        await errands.drain()
        await notices.drain()
        await postbox?.close()
      },
    },
  }
}

/** R25, R26: no process issues challenges that a sweep has already declared dead. */
async function raiseToFloors(clock: ChallengeClock, store: Store, keys: Keyring): Promise<void> {
  for (const id of keys.versions.keys()) clock.raise(await store.challengeFloor(id))
}
