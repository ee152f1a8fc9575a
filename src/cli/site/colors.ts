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
  return `#${written.slice(1).replaceAll(/./g, '$&$&')}`
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
  return hex(parts)
}

const hex = (parts: readonly number[]): Color =>
  `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`

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

/** What is read on it: white, else a shade of its own so dark as it has to be. One of the two always is. */
export function inkOn(color: Color): Color {
  if (contrast('#ffffff', color) >= READABLE) return '#ffffff'
  return readableOn(mix(color, '#000000', 0.86), [color], { end: '#000000' })
}

/** The same hue and saturation, only so light that it is read on these grounds. */
export function lightened(color: Color, grounds: readonly Color[], ratio: number): Color {
  for (let light = lightness(color); light < 0.97; light += 0.01) {
    const tried = withLightness(color, light)
    if (grounds.every((ground) => contrast(tried, ground) >= ratio)) return tried
  }
  return '#ffffff'
}

function lightness(color: Color): number {
  const parts = channels(color)
  return (Math.max(...parts) + Math.min(...parts)) / 510
}

/** HSL, with another L: every channel keeps its place between the darkest and the lightest. */
function withLightness(color: Color, light: number): Color {
  const parts = channels(color)
  const [low, high] = [Math.min(...parts), Math.max(...parts)]
  const before = lightness(color)
  const full = 1 - Math.abs(2 * before - 1)
  const saturation = full === 0 ? 0 : (high - low) / 255 / full
  const half = (saturation * (1 - Math.abs(2 * light - 1))) / 2
  const moved = parts.map((part) => {
    const place = high === low ? 0.5 : (part - low) / (high - low)
    return Math.round(255 * (light - half + 2 * half * place))
  })
  return hex(moved)
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
