/**
 * What the server measures of itself: how its calls end and how long they take, how far people get with
 * their passkeys, and what is waiting.
 *
 * Labels are words of this server only: operations, outcomes, codes, reasons. Never a secret, a name, an
 * address or an id (security.md R159, R162).
 *
 * @module
 */
import type { RouteName } from '../../protocol/route-table.ts'
import type { DeliveryOutcome } from '../webhooks/delivery.ts'
import { Counter, expose, Gauge, Histogram } from './registry.ts'

/** What a passkey is made for. */
export type PasskeyPurpose = 'sign-up' | 'added' | 'automatic' | 'restore'

/** How a call ended. */
export interface CallEnd {
  /** Absent when it was refused before it had a route. */
  readonly route: RouteName | undefined
  readonly outcome: 'accepted' | 'refused' | 'failed'
  /** Of a refusal: the wire code, and the finer reason. */
  readonly code?: string
  readonly reason?: string
  readonly seconds?: number | undefined
  /** Of a passkey that is offered or was made. */
  readonly purpose?: PasskeyPurpose | undefined
  /** Whether a passkey may now be made without a question. */
  readonly granted?: boolean
}

const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** The metrics of one server. */
export class Telemetry {
  readonly operations = new Counter('latchkey_operations_total', 'Calls, by how they ended.', [
    'operation',
    'outcome',
    'code',
  ])
  readonly durations = new Histogram(
    'latchkey_operation_duration_seconds',
    'How long calls took, from the request to the answer.',
    { labels: ['operation', 'outcome'], bounds: BOUNDS },
  )
  readonly funnel = new Counter(
    'latchkey_passkey_funnel_total',
    'How far people get: offered, granted, then used, created or failed, and why.',
    ['ceremony', 'step', 'purpose', 'reason'],
  )
  readonly deliveries = new Counter(
    'latchkey_webhook_deliveries_total',
    'Tries to tell a webhook of an event, by how they ended.',
    ['outcome'],
  )
  readonly queues = new Gauge('latchkey_queue_size', 'What is waiting or under way.', {
    label: 'queue',
  })
  readonly #process = processGauges()
  /** Hears of every duration, for whoever measures elsewhere as well. */
  onDuration: ((seconds: number, operation: string, outcome: string) => void) | undefined

  /** Counts a call that ended. */
  call(end: CallEnd): void {
    const { route, outcome, code = '', seconds } = end
    const operation = route ?? 'none'
    this.operations.add(operation, outcome, code)
    if (seconds !== undefined) {
      this.durations.observe(seconds, operation, outcome)
      this.onDuration?.(seconds, operation, outcome)
    }
    this.#countStep(end)
  }

  /** Counts a try to tell a webhook. */
  delivery(outcome: DeliveryOutcome): void {
    this.deliveries.add(outcome)
  }

  /** Everything, as Prometheus reads it. */
  expose(): string {
    const { operations, durations, funnel, deliveries, queues } = this
    return expose([operations, durations, funnel, deliveries, queues, ...this.#process])
  }

  #countStep({ route, outcome, reason = '', purpose, granted = false }: CallEnd): void {
    if (granted) this.funnel.add('creation', 'granted', 'automatic', '')
    const step = route === undefined ? undefined : STEPS[route]
    if (step === undefined) return
    const { ceremony, accepted } = step
    if (outcome === 'accepted') this.funnel.add(ceremony, accepted, purpose ?? '', '')
    // A question that was refused is none that somebody was asked.
    else if (accepted !== 'offered') this.funnel.add(ceremony, 'failed', '', reason)
  }
}

const STEPS: Partial<
  Readonly<
    Record<
      RouteName,
      {
        readonly ceremony: 'sign-in' | 'creation'
        readonly accepted: 'offered' | 'used' | 'created'
      }
    >
  >
> = {
  authenticationOptions: { ceremony: 'sign-in', accepted: 'offered' },
  finishAuthentication: { ceremony: 'sign-in', accepted: 'used' },
  registrationOptions: { ceremony: 'creation', accepted: 'offered' },
  finishRegistration: { ceremony: 'creation', accepted: 'created' },
}

function processGauges(): readonly Gauge[] {
  const memory = new Gauge('process_resident_memory_bytes', 'Memory of the process.')
  memory.read('', () => process.memoryUsage.rss())
  const cpu = new Gauge('process_cpu_seconds_total', 'Processor time of the process.', {
    kind: 'counter',
  })
  cpu.read('', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  const began = new Gauge('process_start_time_seconds', 'When the process began, in Unix time.')
  const startedAt = Date.now() / 1000 - process.uptime()
  began.read('', () => startedAt)
  return [memory, cpu, began]
}
