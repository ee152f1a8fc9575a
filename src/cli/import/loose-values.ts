/**
 * Values as other servers store them: bytes in four spellings, times in three, flags in two.
 *
 * @module
 */

/** Bytes written as base64url, base64, a list of numbers, or what `JSON.stringify` makes of a byte array. */
export function looseBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value
  if (typeof value === 'string') return bytesOfText(value)
  if (Array.isArray(value)) return bytesOfList(value)
  if (typeof value !== 'object' || value === null) return undefined
  if ('data' in value && Array.isArray(value.data)) return bytesOfList(value.data)
  const keys = Object.keys(value)
  if (!keys.every((key, index) => key === String(index))) return undefined
  return bytesOfList(Object.values(value))
}

function bytesOfText(text: string): Uint8Array | undefined {
  // Other bytes would come of hexadecimal digits, and no rule would notice.
  if (isHexadecimal(text)) return undefined
  // PostgreSQL writes base64 in lines.
  const plain = text
    .replaceAll(/\s+/g, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/={1,2}$/, '')
  const bytes = Buffer.from(plain, 'base64url')
  // Node reads past what is no base64; writing it again tells.
  return bytes.toString('base64url') === plain ? bytes : undefined
}

/** Base64url of 32 random characters is never digits and the first six letters alone, of one case. */
function isHexadecimal(text: string): boolean {
  return /^(?:[\da-f]{2}){16,}$/.test(text) && /\d/.test(text) && /[a-f]/.test(text)
}

function bytesOfList(list: readonly unknown[]): Uint8Array | undefined {
  const isByte = (one: unknown) => Number.isInteger(one) && Number(one) >= 0 && Number(one) <= 255
  return list.every(isByte) ? Uint8Array.from(list as number[]) : undefined
}

/** Milliseconds since the epoch, of a date, an ISO text, or a number of seconds or milliseconds. */
export function looseTime(value: unknown): number | undefined {
  const time =
    typeof value === 'number' && value < 1e11
      ? value * 1000
      : value instanceof Date || typeof value === 'string' || typeof value === 'number'
        ? new Date(value).getTime()
        : Number.NaN
  return Number.isSafeInteger(Math.floor(time)) && time >= 0 ? Math.floor(time) : undefined
}

/** A flag: `true`, 1, or their texts. */
export function looseFlag(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true' || value === 't'
}

/** A text that is not empty; ids may be numbers. */
export function looseText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Words in a list, or between commas. */
export function looseWords(value: unknown): readonly string[] {
  const words: readonly unknown[] =
    typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  return words.filter((word) => typeof word === 'string').map((word) => word.trim())
}
