/**
 * Group commit: write units that arrive in one turn of the event loop share one transaction.
 *
 * A durable commit costs an fsync; thirty-two sign-ins that share one cost little more than one. Each unit
 * runs in its own savepoint, so one that fails takes nothing of the others with it, and nobody is answered
 * before the commit is on disk.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { StoreError } from './errors.ts'
import { LOCK_WAIT } from './sqlite-database.ts'
import { isBusy, isCertainlyNotCommitted, unavailable } from './sqlite-errors.ts'

/** Units in one transaction: bounds how long the event loop and other processes wait for it. */
const BATCH = 128

/** Units waiting for a lock: beyond this they are refused at once (R149). */
const QUEUE = 10_000

interface Unit {
  /** Runs it inside the transaction; remembers its result. */
  readonly run: () => void
  readonly resolve: () => void
  readonly reject: (error: StoreError) => void
}

/** The only door to the database's writes. */
export class WriteQueue {
  readonly #waiting: Unit[] = []
  readonly #idle: (() => void)[] = []
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  readonly #rollback: StatementSync
  readonly #save: StatementSync
  readonly #release: StatementSync
  readonly #undo: StatementSync
  #lockedSince: number | undefined
  #failed: StoreError | undefined
  #closed: StoreError | undefined

  constructor(database: DatabaseSync) {
    this.#begin = database.prepare('begin immediate')
    this.#commit = database.prepare('commit')
    this.#rollback = database.prepare('rollback')
    this.#save = database.prepare('savepoint unit')
    this.#release = database.prepare('release unit')
    this.#undo = database.prepare('rollback to unit')
  }

  /** Why no more writes are taken, once a commit's outcome was lost (R151) or the queue was closed. */
  get stopped(): StoreError | undefined {
    return this.#failed ?? this.#closed
  }

  /**
   * Runs `work` in a transaction; answers its result after the commit. What it throws undoes it alone.
   *
   * @throws {@link StoreError}
   */
  submit<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.stopped !== undefined) return reject(this.stopped)
      if (this.#waiting.length >= QUEUE) return reject(unavailable('too many writes are waiting'))
      let result: T
      this.#waiting.push({
        run: () => {
          result = work()
        },
        resolve: () => resolve(result),
        reject,
      })
      // After the poll phase: whatever else arrived in this turn has been submitted by then.
      if (this.#waiting.length === 1) setImmediate(() => this.#flush())
      return undefined
    })
  }

  /**
   * Undoes what `work` wrote, inside a unit, when it answers a conflict. For acts that find their conflict
   * only after their first row.
   */
  attempt<Conflict>(work: () => Conflict | undefined): Conflict | undefined {
    this.#save.run()
    let kept = false
    try {
      const conflict = work()
      kept = conflict === undefined
      return conflict
    } finally {
      if (!kept) this.#undo.run()
      this.#release.run()
    }
  }

  /** Refuses new units and waits for those that were taken. */
  async close(): Promise<void> {
    this.#closed ??= new StoreError('store_unavailable', 'the store was closed')
    if (this.#waiting.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #flush(): void {
    try {
      if (this.#failed !== undefined) throw this.#failed
      this.#begin.run()
    } catch (error) {
      this.#wait(error)
      return
    }
    this.#lockedSince = undefined
    this.#commitBatch(this.#waiting.splice(0, BATCH))
    this.#next()
  }

  #next(): void {
    if (this.#waiting.length > 0) {
      setImmediate(() => this.#flush())
      return
    }
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Another process holds the write lock: asks again until {@link LOCK_WAIT} has passed. */
  #wait(error: unknown): void {
    const now = performance.now()
    this.#lockedSince ??= now
    if (isBusy(error) && now - this.#lockedSince < LOCK_WAIT) {
      setTimeout(() => this.#flush(), 1 + Math.random() * 9)
      return
    }
    this.#lockedSince = undefined
    for (const unit of this.#waiting.splice(0)) unit.reject(unavailable(error))
    this.#next()
  }

  #commitBatch(batch: readonly Unit[]): void {
    const done: Unit[] = []
    try {
      for (const unit of batch) {
        this.#save.run()
        if (this.#runUnit(unit)) done.push(unit)
        this.#release.run()
      }
    } catch (error) {
      // SQLite gave up the whole transaction, as it may when the disk is full.
      this.#giveUp()
      for (const unit of batch) unit.reject(unavailable(error))
      return
    }
    try {
      this.#commit.run()
    } catch (error) {
      this.#giveUp()
      const failure = this.#explain(error)
      for (const unit of done) unit.reject(failure)
      return
    }
    for (const unit of done) unit.resolve()
  }

  #runUnit(unit: Unit): boolean {
    try {
      unit.run()
      return true
    } catch (error) {
      this.#undo.run()
      unit.reject(unavailable(error))
      return false
    }
  }

  #giveUp(): void {
    try {
      this.#rollback.run()
    } catch {
      // Nothing to roll back: SQLite has already done it.
    }
  }

  /** R151: after an I/O error at a commit nobody knows what is on disk; the next commit could not either. */
  #explain(error: unknown): StoreError {
    if (isCertainlyNotCommitted(error)) return unavailable(error)
    this.#failed = new StoreError('store_unavailable', 'writes stopped after a failed commit', {
      cause: error,
    })
    return new StoreError('commit_outcome_unknown', 'the commit failed half way', { cause: error })
  }
}
