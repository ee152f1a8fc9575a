/**
 * The brand's colours, by day and by night, as the style sheet that every page loads.
 *
 * Only the accent has to be said. What stands on it and beside it is computed, so that whatever is chosen
 * can be read.
 *
 * @module
 */
import { contrast, inkOn, lightened, mix, parseColor, READABLE, readableOn } from './colors.ts'
import type { Color } from './colors.ts'

/** Colours, each as `#rgb` or `#rrggbb`. */
export interface BrandColors {
  /** Buttons, links and the panel. Default: a deep green. */
  readonly accent?: string
  /** The same by night. Default: the accent, lightened until it is read. */
  readonly accentDark?: string
  /** What the pages stand on. Default: almost white. */
  readonly ground?: string
  /** The same by night. Default: almost black. */
  readonly groundDark?: string
}

/** One half of a day. */
export interface Palette {
  readonly ground: Color
  readonly surface: Color
  readonly tint: Color
  readonly ink: Color
  readonly muted: Color
  readonly line: Color
  readonly accent: Color
  readonly accentInk: Color
  /** The painted panel beside a form, and what is written on it. */
  readonly panel: Color
  readonly panelInk: Color
}

/** Both halves. */
export interface Brand {
  readonly day: Palette
  readonly night: Palette
}

const NAMES: ReadonlySet<string> = new Set(['accent', 'accentDark', 'ground', 'groundDark'])

const ACCENT = '#1f5f49'
const DAY = { surface: '#ffffff', ground: '#f5f7f5', ink: '#17211c', muted: '#55625b' } as const
const NIGHT = { surface: '#1a211d', ground: '#101512', ink: '#eaf0ec', muted: '#a9b6ae' } as const

/**
 * Checks the colours and computes the rest.
 *
 * @throws TypeError with a sentence that names the member and a colour that would do.
 */
export function checkBrand(colors: BrandColors = {}): Brand {
  for (const [name, value] of Object.entries(colors)) {
    if (!NAMES.has(name)) throw new TypeError(`site.colors.${name} is not known`)
    if (parseColor(value) === undefined) {
      throw new TypeError(
        `site.colors.${name} has to be a colour such as ${ACCENT}, not ${JSON.stringify(value)}`,
      )
    }
  }
  const accent = parseColor(colors.accent) ?? ACCENT
  return {
    day: palette({ ...DAY, ground: parseColor(colors.ground) ?? DAY.ground }, (grounds) =>
      demandReadable('accent', { color: accent, grounds, end: '#000000' }),
    ),
    night: palette(
      { ...NIGHT, ground: parseColor(colors.groundDark) ?? NIGHT.ground },
      (grounds) => {
        const said = parseColor(colors.accentDark)
        return said === undefined
          ? lightened(accent, grounds, 7)
          : demandReadable('accentDark', { color: said, grounds, end: '#ffffff' })
      },
    ),
  }

  function palette(
    { surface, ground, ink, muted }: Record<'surface' | 'ground' | 'ink' | 'muted', Color>,
    accentOn: (grounds: readonly Color[]) => Color,
  ): Palette {
    const isNight = ink === NIGHT.ink
    demandGround(isNight ? 'groundDark' : 'ground', { ground, muted })
    const tint = mix(surface, ink, isNight ? 0.07 : 0.06)
    const color = accentOn([surface, tint, ground])
    // By night a bright panel would be a lamp in the face.
    const panel = isNight ? mix(accent, '#0b0f0d', 0.55) : color
    return {
      ground,
      surface,
      tint,
      ink,
      muted: readableOn(muted, [surface, tint, ground], { end: ink }),
      line: mix(surface, ink, isNight ? 0.16 : 0.15),
      accent: color,
      accentInk: inkOn(color),
      panel,
      panelInk: inkOn(panel),
    }
  }
}

function demandReadable(
  name: string,
  { color, grounds, end }: { color: Color; grounds: readonly Color[]; end: Color },
): Color {
  const worst = grounds.reduce((a, b) => (contrast(color, a) < contrast(color, b) ? a : b))
  const ratio = contrast(color, worst)
  if (ratio >= READABLE) return color
  throw new TypeError(
    `site.colors.${name} ${color} cannot be read on ${worst}: its contrast is ${ratio.toFixed(1)} and has ` +
      `to be ${READABLE} or more; ${readableOn(color, grounds, { end })} would do`,
  )
}

function demandGround(
  name: string,
  { ground, muted }: { readonly ground: Color; readonly muted: Color },
): void {
  const ratio = contrast(muted, ground)
  if (ratio >= READABLE) return
  throw new TypeError(
    `site.colors.${name} ${ground} is no ground for text: ${muted} has a contrast of ` +
      `${ratio.toFixed(1)} on it and needs ${READABLE}; take a ${name === 'ground' ? 'lighter' : 'darker'} one`,
  )
}

/** The style sheet: custom properties, of the pages and of the elements on them. */
export function brandStyles({ day, night }: Brand): string {
  return [
    `:root { color-scheme: light dark; ${properties(day)} }`,
    `@media (prefers-color-scheme: dark) { :root { ${properties(night)} } }`,
    '',
  ].join('\n')
}

function properties(palette: Palette): string {
  const { ground, surface, tint, ink, muted, line, accent, accentInk, panel, panelInk } = palette
  const values = {
    '--ground': ground,
    '--panel': panel,
    '--panel-ink': panelInk,
    '--latchkey-surface': surface,
    '--latchkey-tint': tint,
    '--latchkey-ink': ink,
    '--latchkey-muted': muted,
    '--latchkey-line': line,
    '--latchkey-accent': accent,
    '--latchkey-accent-ink': accentInk,
  }
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${value};`)
    .join(' ')
}
