/**
 * The disk under a database of SQLite: whether what people do today finds room there.
 *
 * @module
 */
import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ok, problem, warning } from './finding.ts'
import type { Finding } from './finding.ts'

const MIB = 1_048_576

/** Bytes that sign-ins of days need: each of them writes about 5 KiB. */
const LITTLE = 256 * MIB
/** Bytes that the log of SQLite alone may grow to between two checkpoints. */
const NOTHING = 16 * MIB

/** Looks at the disk that a file is on. */
export function checkDisk(file: string): readonly Finding[] {
  try {
    const { bavail, bsize } = statfsSync(dirname(file))
    return [
      spaceFinding({ folder: dirname(file), free: bavail * bsize, used: statSync(file).size }),
    ]
  } catch {
    // Some network disks do not tell.
    return []
  }
}

/** Judges what is free, beside a database of so many bytes. A copy of it and its next migration need as much again. */
export function spaceFinding({
  folder,
  free,
  used,
}: {
  readonly folder: string
  readonly free: number
  readonly used: number
}): Finding {
  const what = `${inWords(free)} free in ${folder}, for a database of ${inWords(used)}`
  const fix = `df -h ${folder}; make room or a larger disk, and latchkey audit prune --keep-days 400 for events that nobody needs`
  if (free < NOTHING) {
    const why = 'every sign-in writes: on a full disk nobody gets in'
    return problem('disk_space', what, { why, fix })
  }
  if (free < Math.max(LITTLE, used)) {
    const why = 'on a full disk nobody signs in, and copies and migrations need as much as there is'
    return warning('disk_space', what, { why, fix })
  }
  return ok('disk_space', what)
}

function inWords(bytes: number): string {
  if (bytes < 1000 * MIB) return `${Math.ceil(bytes / MIB)} MiB`
  return `${(bytes / MIB / 1024).toFixed(1)} GiB`
}
