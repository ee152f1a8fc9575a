/**
 * Findings as a person reads them.
 *
 * @module
 */
import { fitLine } from '../keys.ts'
import type { Finding, Severity } from './finding.ts'

const SIGNS: Readonly<Record<Severity, string>> = {
  ok: 'ok      ',
  warning: 'warning ',
  problem: 'PROBLEM ',
  unknown: '?       ',
}

const COLORS: Readonly<Record<Severity, string>> = {
  ok: '\u001B[32m',
  warning: '\u001B[33m',
  problem: '\u001B[31m',
  unknown: '\u001B[90m',
}

/** Columns of one sentence. */
const LONGEST = 500

/** Lines of a report: what is wrong first needs no scrolling, so it comes last. */
export function reportLines(
  findings: readonly Finding[],
  { colored }: { readonly colored: boolean },
): readonly string[] {
  const order: readonly Severity[] = ['ok', 'unknown', 'warning', 'problem']
  const sorted = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  return [...sorted.flatMap((finding) => lines(finding, colored)), summary(findings)]
}

function lines({ severity, check, what, why, fix }: Finding, colored: boolean): readonly string[] {
  // Half of it is what a stranger answered.
  const first = `${paint(SIGNS[severity], severity, colored)}${fitLine(what, LONGEST)}`
  if (why === undefined || fix === undefined) return [first]
  return [first, `          why: ${why}`, `          fix: ${fitLine(fix, LONGEST)}   [${check}]`]
}

function summary(findings: readonly Finding[]): string {
  const severities = findings.map(({ severity }) => severity)
  const count = (severity: Severity) =>
    counted(severities.filter((one) => one === severity).length, severity)
  return `${counted(findings.length, 'check')}: ${count('problem')}, ${count('warning')}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function paint(text: string, severity: Severity, colored: boolean): string {
  return colored ? `${COLORS[severity]}${text}\u001B[0m` : text
}
