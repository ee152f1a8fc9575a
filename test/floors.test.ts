/**
 * The map of the house: who may import whom. Imports go down the floors, never up and never sideways,
 * but for the neighbours named here.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = join(import.meta.dirname, '..', 'src')

const FLOORS: Record<string, number> = {
  'errors.ts': 0,
  bytes: 0,
  protocol: 1,
  webauthn: 2,
  authenticator: 2,
  client: 2,
  vault: 3,
  server: 3,
  elements: 3,
  cli: 4,
}

/** Folders that need nothing but themselves and the floors below, told package by package. */
const PACKAGES: Record<string, readonly string[]> = {
  bytes: [],
  protocol: ['zod'],
  webauthn: [],
  authenticator: [],
  client: [],
  vault: ['hash-wasm'],
}

const IMPORT =
  /(?:^|\n)\s*(import|export)\s(?:(type)\s)?[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s*'([^']+)'/g

interface Import {
  readonly from: string
  readonly specifier: string
}

function sources(): readonly string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(SRC, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(IMPORT)].map((match) => ({
    from: file,
    specifier: match[3] ?? match[4] ?? match[5] ?? '',
  }))
}

const roomOf = (file: string): string => file.split('/')[0]!
const target = ({ from, specifier }: Import): string =>
  relative(SRC, join(SRC, dirname(from), specifier))
    .split(sep)
    .join('/')
const line = ({ from, specifier }: Import): string => `${from} -> ${specifier}`

const files = sources()
const imports = files.flatMap(importsOf)
const inside = imports.filter(({ specifier }) => specifier.startsWith('.'))
const outside = imports.filter(({ specifier }) => !specifier.startsWith('.'))

describe('the floors', () => {
  it('have a place for every folder', () => {
    expect(files.map(roomOf).filter((room) => !(room in FLOORS))).toEqual([])
  })

  it('are imported downwards only', () => {
    const wrong = inside.filter((one) => {
      const from = roomOf(one.from)
      const to = roomOf(target(one))
      return from !== to && to !== 'errors.ts' && FLOORS[to]! >= FLOORS[from]!
    })
    expect(wrong.map(line)).toEqual([])
  })

  it('name the very file, and never an index', () => {
    const wrong = inside.filter(
      (one) => !files.includes(target(one)) || /(^|\/)index\.ts$/.test(target(one)),
    )
    expect(wrong.map(line)).toEqual([])
  })

  it('keep the package without a root export', () => {
    expect(files).not.toContain('index.ts')
  })

  it.each(Object.entries(PACKAGES))('let %s use only %j from outside', (room, allowed) => {
    const wrong = outside.filter(
      (one) => roomOf(one.from) === room && !allowed.includes(one.specifier),
    )
    expect(wrong.map(line)).toEqual([])
  })

  it('keep every word of Node out of the client', () => {
    const wrong = files
      .filter((file) => roomOf(file) === 'client')
      .filter((file) =>
        /\bnode:|\bBuffer\b|\bprocess\./.test(readFileSync(join(SRC, file), 'utf8')),
      )
    expect(wrong).toEqual([])
  })

  it('keep every file under the wall of 400 lines', () => {
    const tall = files.filter(
      (file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 400,
    )
    // Tables of data are let off by their name.
    expect(tall.filter((file) => !file.endsWith('-table.ts'))).toEqual([])
  })
})
