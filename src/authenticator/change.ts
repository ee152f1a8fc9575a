/**
 * Changes: how a test says what is to be wrong. A change is the wrong value, or a function from the
 * true value to the wrong one; for a member of an object, `undefined` leaves the member out.
 *
 * @module
 */
import type { CborValue } from '../bytes/cbor.ts'

/** What JSON can say. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }

/** The wrong value, or how to get it from the true one. */
export type Change<Truth, Wrong> = Wrong | ((truth: Truth) => Wrong)

/** A wrong JSON value; `undefined` leaves the member out. */
export type JsonChange<Truth = Json> = Change<Truth, Json | undefined>

/** A wrong CBOR value; `undefined` leaves the member out. */
export type CborChange<Truth = CborValue> = Change<Truth, CborValue | undefined>

/** Wrong bytes. */
export type BytesChange = Change<Uint8Array, Uint8Array>

/** Applies a change to a value. Without a change the truth stays. */
export function changed<Truth, Wrong>(
  truth: Truth,
  change: Change<Truth, Wrong> | undefined,
): Truth | Wrong {
  if (change === undefined) return truth
  return apply(change, truth) as Truth | Wrong
}

/** Changes of members, by name. */
export type MemberChanges<Wrong> = Readonly<Record<string, Change<never, Wrong | undefined>>>

/** Applies changes member by member. Members the truth does not have are added behind the others. */
export function changedMembers<Wrong>(
  truth: Readonly<Record<string, Wrong>>,
  changes: MemberChanges<Wrong> = {},
): Record<string, Wrong> {
  const members = { ...truth }
  for (const [name, change] of Object.entries(changes)) {
    const value = apply(change, members[name]) as Wrong | undefined
    if (value === undefined) delete members[name]
    else members[name] = value
  }
  return members
}

/** As {@link changedMembers}, and an object in the place of a change goes on inside an object. */
export function changedDeep(truth: Json, changes: unknown): Json | undefined {
  if (!isObject(changes) || !isObject(truth)) return apply(changes, truth) as Json | undefined
  const members: Record<string, unknown> = { ...truth }
  for (const [name, change] of Object.entries(changes)) {
    const value = changedDeep(members[name] as Json, change)
    if (value === undefined) delete members[name]
    else members[name] = value
  }
  return members as Json
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function apply(change: unknown, truth: unknown): unknown {
  return typeof change === 'function' ? (change as (truth: unknown) => unknown)(truth) : change
}
