/**
 * The same measurements for OpenTelemetry, and a span for each operation: given to whatever the host
 * application has registered there. Without a registered SDK nothing comes of it.
 *
 * Loaded only when it is configured.
 *
 * @module
 */
import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import { LatchkeyError } from '../../errors.ts'
import type { Counter } from './registry.ts'
import type { Telemetry } from './telemetry.ts'

/** Runs an operation inside a span of its own. */
export type Spans = <Result>(operation: string, work: () => Promise<Result>) => Promise<Result>

/** Hands the measurements on; answers what opens spans. */
export function connectOpenTelemetry(telemetry: Telemetry): Spans {
  const meter = metrics.getMeter('latchkey')
  for (const counter of [telemetry.operations, telemetry.funnel, telemetry.deliveries]) {
    const observed = meter.createObservableCounter(dotted(counter.name), {
      description: counter.help,
    })
    observed.addCallback((result) => {
      for (const { values, count } of counter.series()) {
        result.observe(count, attributesOf(counter, values))
      }
    })
  }
  const queues = meter.createObservableGauge('latchkey.queue.size', {
    description: telemetry.queues.help,
  })
  queues.addCallback((result) => {
    for (const { value, number } of telemetry.queues.numbers()) {
      result.observe(number, { queue: value })
    }
  })
  const durations = meter.createHistogram('latchkey.operation.duration', {
    description: telemetry.durations.help,
    unit: 's',
    advice: { explicitBucketBoundaries: [...telemetry.durations.bounds] },
  })
  telemetry.onDuration = (seconds, operation, outcome) =>
    durations.record(seconds, { operation, outcome })

  const tracer = trace.getTracer('latchkey')
  return (operation, work) =>
    tracer.startActiveSpan(`latchkey ${operation}`, async (span) => {
      try {
        return await work()
      } catch (error) {
        // The code alone: a message may hold anything.
        const code = error instanceof LatchkeyError ? error.code : 'internal_error'
        span.setAttribute('latchkey.code', code)
        const broken = ['internal_error', 'unavailable', 'store_unavailable'].includes(code)
        if (broken) span.setStatus({ code: SpanStatusCode.ERROR })
        throw error
      } finally {
        span.end()
      }
    })
}

function dotted(name: string): string {
  return name.replace(/_total$/, '').replaceAll('_', '.')
}

function attributesOf({ labels }: Counter, values: readonly string[]): Record<string, string> {
  const pairs = labels.map((label, index) => [label, values[index] ?? ''] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}
