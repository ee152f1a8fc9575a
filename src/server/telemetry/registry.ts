/**
 * Counters, histograms and gauges, and the text in which Prometheus reads them.
 *
 * Nothing here can grow without end: a metric has at most so many series, and what would be one more is
 * counted under `other`. Label values are words of this server, never anything that was sent.
 *
 * @see {@link https://prometheus.io/docs/instrumenting/exposition_formats/} Text-based format
 * @module
 */

/** Values of a metric's labels, in the order of their names. */
export type LabelValues = readonly string[]

/** Series of one metric beyond which everything is `other`. */
const MOST_SERIES = 500

/** What metrics have in common. */
interface Metric {
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  lines(): string[]
}

/** Something that is counted. */
export class Counter implements Metric {
  readonly name: string
  readonly help: string
  readonly kind = 'counter'
  readonly labels: readonly string[]
  readonly #series = new Map<string, { readonly values: LabelValues; count: number }>()

  constructor(name: string, help: string, labels: readonly string[]) {
    this.name = name
    this.help = help
    this.labels = labels
  }

  /** Counts one. */
  add(...values: LabelValues): void {
    seriesOf(this.#series, values, (kept) => ({ values: kept, count: 0 })).count += 1
  }

  /** Every series, with its count. */
  series(): readonly { readonly values: LabelValues; readonly count: number }[] {
    return [...this.#series.values()]
  }

  lines(): string[] {
    return this.series().map(
      ({ values, count }) => `${this.name}${labelText(this.labels, values)} ${count}`,
    )
  }
}

/** How long something takes, in seconds. */
export class Histogram implements Metric {
  readonly name: string
  readonly help: string
  readonly kind = 'histogram'
  readonly labels: readonly string[]
  readonly bounds: readonly number[]
  readonly #series = new Map<string, { values: LabelValues; counts: number[]; sum: number }>()

  constructor(
    name: string,
    help: string,
    { labels, bounds }: { readonly labels: readonly string[]; readonly bounds: readonly number[] },
  ) {
    this.name = name
    this.help = help
    this.labels = labels
    this.bounds = bounds
  }

  observe(seconds: number, ...values: LabelValues): void {
    const one = seriesOf(this.#series, values, (kept) => ({
      values: kept,
      counts: [...this.bounds.map(() => 0), 0],
      sum: 0,
    }))
    let bucket = 0
    while (bucket < this.bounds.length && seconds > this.bounds[bucket]!) bucket += 1
    one.counts[bucket]! += 1
    one.sum += seconds
  }

  lines(): string[] {
    const labels = [...this.labels, 'le']
    return [...this.#series.values()].flatMap(({ values, counts, sum }) => {
      let total = 0
      const buckets = counts.map((count, index) => {
        total += count
        const bound = index < this.bounds.length ? String(this.bounds[index]) : '+Inf'
        return `${this.name}_bucket${labelText(labels, [...values, bound])} ${total}`
      })
      const own = labelText(this.labels, values)
      return buckets.concat(`${this.name}_sum${own} ${sum}`, `${this.name}_count${own} ${total}`)
    })
  }
}

/** Something that is looked up when somebody asks. */
export class Gauge implements Metric {
  readonly name: string
  readonly help: string
  readonly kind: 'gauge' | 'counter'
  readonly label: string | undefined
  readonly #reads = new Map<string, () => number>()

  constructor(
    name: string,
    help: string,
    {
      label,
      kind = 'gauge',
    }: { readonly label?: string; readonly kind?: 'gauge' | 'counter' } = {},
  ) {
    this.name = name
    this.help = help
    this.label = label
    this.kind = kind
  }

  /** Says where the number is to be found. */
  read(value: string, number: () => number): void {
    this.#reads.set(value, number)
  }

  /** Every number there is now. */
  numbers(): readonly { readonly value: string; readonly number: number }[] {
    return [...this.#reads].map(([value, number]) => ({ value, number: number() }))
  }

  lines(): string[] {
    const labels = this.label === undefined ? [] : [this.label]
    return this.numbers().map(
      ({ value, number }) =>
        `${this.name}${labelText(labels, labels.length === 0 ? [] : [value])} ${number}`,
    )
  }
}

/** Media type of {@link expose}'s text. */
export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** All metrics as Prometheus reads them. */
export function expose(metrics: readonly Metric[]): string {
  const blocks = metrics.map((metric) => {
    const { name, help, kind } = metric
    return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...metric.lines()]
  })
  return `${blocks.flat().join('\n')}\n`
}

function seriesOf<Series>(
  all: Map<string, Series>,
  values: LabelValues,
  make: (values: LabelValues) => Series,
): Series {
  const key = values.join('\n')
  const known = all.get(key)
  if (known !== undefined) return known
  if (all.size >= MOST_SERIES && values.some((value) => value !== 'other')) {
    return seriesOf(
      all,
      values.map(() => 'other'),
      make,
    )
  }
  const series = make([...values])
  all.set(key, series)
  return series
}

function labelText(names: readonly string[], values: LabelValues): string {
  if (names.length === 0) return ''
  const pairs = names.map((name, index) => `${name}="${escape(values[index] ?? '')}"`)
  return `{${pairs.join(',')}}`
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
