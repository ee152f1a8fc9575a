/**
 * Colours: how they are written, how well one is read on another, and what to take instead.
 *
 * @see {@link https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio} WCAG 2.2, contrast ratio
 * @module
 */

/** `#rrggbb`, in lower case. */
export type Color = `#${string}`

/** What text needs at least (WCAG 2.2, 1.4.3). */
export const READABLE = 4.5

/** Reads `#rgb` or `#rrggbb`; `undefined` for anything else. */
export function parseColor(text: unknown): Color | undefined {
  if (typeof text !== 'string') return undefined
  const written = text.trim().toLowerCase()
  if (/^#[\da-f]{6}$/.test(written)) return written as Color
  if (!/^#[\da-f]{3}$/.test(written)) return undefined
  return `#${[...written.slice(1)].map((digit) => digit + digit).join('')}`
}

/** How well one is read on the other: 1 not at all, 21 black on white. */
export function contrast(one: Color, other: Color): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** So much of `other` put into a colour: 0 none, 1 nothing else. */
export function mix(color: Color, other: Color, share: number): Color {
  const parts = channels(color).map((part, index) =>
    Math.round(part + (channels(other)[index]! - part) * share),
  )
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** The nearest colour towards `end` that is read on every one of these grounds. */
export function readableOn(
  color: Color,
  grounds: readonly Color[],
  { end, ratio = READABLE }: { readonly end: Color; readonly ratio?: number },
): Color {
  for (let step = 0; step <= 100; step++) {
    const tried = mix(color, end, step / 100)
    if (grounds.every((ground) => contrast(tried, ground) >= ratio)) return tried
  }
  return end
}

/** Black or white, whichever is read on it: one of the two always is. White where both are. */
export function inkOn(color: Color): Color {
  return contrast('#ffffff', color) >= READABLE ? '#ffffff' : '#000000'
}

function channels(color: Color): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
}

function luminance(color: Color): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((part) => {
    const value = part / 255
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
