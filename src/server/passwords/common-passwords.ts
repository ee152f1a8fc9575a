/**
 * Common passwords: a kept list of about 49,000, loaded with the first password that is set.
 *
 * The list is of short ones; where 15 characters are asked for, what people make of them counts, too: one
 * of them twice, two of them in a row, one drawn out with a single character (security.md R105).
 *
 * @module
 */

let list: Promise<ReadonlySet<string>> | undefined

/** Whether a password, normalised and in lower case, is common or made of common ones. */
export async function isCommon(folded: string): Promise<boolean> {
  list ??= loadList()
  const common = await list.catch((error: unknown) => {
    list = undefined
    throw error
  })
  const plain = folded.replaceAll(/[\s\p{P}\p{S}]+/gu, '')
  return [folded, plain].some((text) => text !== '' && isMadeOf(common, text))
}

async function loadList(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'].map((word) => word.toLowerCase()))
}

function isMadeOf(common: ReadonlySet<string>, text: string): boolean {
  if (common.has(text) || hasShortPeriod(text) || isRun(text)) return true
  for (let at = 1; at < text.length; at++) {
    const [head, tail] = [text.slice(0, at), text.slice(at)]
    if (common.has(head) && (common.has(tail) || isSimple(tail))) return true
    if (common.has(tail) && isSimple(head)) return true
  }
  return false
}

/** What people draw a word out with: one character again and again, or a row of the keyboard's. */
function isSimple(text: string): boolean {
  return text.length <= 2 || hasShortPeriod(text) || isRun(text)
}

/** Whether up to four characters, or a half, come again until the end: `abcabcabcabcabc`. */
function hasShortPeriod(text: string): boolean {
  const half = text.length / 2
  const periods = [1, 2, 3, 4, ...(Number.isInteger(half) ? [half] : [])]
  return periods.some(
    (period) => period <= half && text.startsWith(text.slice(period)) && text.length > period,
  )
}

/** Whether each character follows the one before it: `123456789`, `zyxwvut`. */
function isRun(text: string): boolean {
  if (text.length < 3) return false
  const steps = new Set<number>()
  for (let at = 1; at < text.length; at++) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1)
    // After 9 comes 0, as on the keyboard.
    steps.add(step === -9 ? 1 : step === 9 ? -1 : step)
  }
  return steps.size === 1 && (steps.has(1) || steps.has(-1))
}
