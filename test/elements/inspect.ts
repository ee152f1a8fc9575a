/**
 * What has to hold of whatever the account selector draws, checked in the page.
 *
 * @module
 */

/**
 * Nothing sticks out, every control has a name and room for a finger, all text has the contrast of WCAG
 * 2.2 AA, and so has the outline of what has the focus. Gives what is wrong.
 */
export function inspectSelector(): readonly string[] {
  const findings: string[] = []
  const root = shop.element().shadowRoot!
  const dialog = root.querySelector('dialog')!
  const box = dialog.getBoundingClientRect()
  if (box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight) {
    findings.push('the dialog sticks out of the window')
  }
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  for (const one of dialog.querySelectorAll<HTMLElement>('*')) {
    const { left, right } = one.getBoundingClientRect()
    const name = one.textContent.trim().slice(0, 40)
    if (left < box.left - 1 || right > box.right + 1) findings.push(`sticks out: ${name}`)
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    const isPicture = one.classList.contains('picture')
    if (!own && !isPicture) continue
    const ratio = contrast(luminance([getComputedStyle(one).color]), luminance(backgrounds(one)))
    if (ratio < (isPicture ? 3 : 4.5)) findings.push(`contrast ${ratio.toFixed(2)}: ${name}`)
  }
  for (const button of dialog.querySelectorAll<HTMLElement>('button')) {
    const { width, height } = button.getBoundingClientRect()
    const name = button.ariaLabel ?? button.textContent.trim()
    if (name === '') findings.push('a control without words')
    if (width < 44 || height < 44) findings.push(`small target, ${width} × ${height}: ${name}`)
  }
  const probe = dialog.appendChild(document.createElement('i'))
  probe.style.color = 'var(--_focus)'
  const focus = luminance([getComputedStyle(probe).color])
  probe.remove()
  if (contrast(focus, luminance(backgrounds(dialog))) < 3) findings.push('a focus hard to see')
  for (const reference of dialog.querySelectorAll('[aria-labelledby], [aria-describedby]')) {
    const ids = ['aria-labelledby', 'aria-describedby'].flatMap((name) =>
      (reference.getAttribute(name) ?? '').split(' ').filter(Boolean),
    )
    for (const id of ids) if (root.getElementById(id) === null) findings.push(`no #${id}`)
  }
  if (root.querySelectorAll('[style]').length > 0) findings.push('an inline style')
  return findings

  function backgrounds(one: Element): readonly string[] {
    const { backgroundColor } = getComputedStyle(one)
    if (one === dialog) return ['Canvas', backgroundColor]
    return [...backgrounds(one.parentElement!), backgroundColor]
  }

  /** Relative luminance of colours painted over one another (WCAG 2). */
  function luminance(colours: readonly string[]): number {
    canvas.clearRect(0, 0, 1, 1)
    for (const colour of colours) {
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
    }
    const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const value = part / 255
      return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }

  function contrast(one: number, other: number): number {
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
  }
}
