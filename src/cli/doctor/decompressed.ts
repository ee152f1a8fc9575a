/**
 * Unpacking what a stranger compressed: no further than is wanted of it.
 *
 * @module
 */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'

const UNPACK = {
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
} as const

/** Unpacks a body by its `Content-Encoding`. `endless`: it grows beyond what is wanted. Never rejects. */
export async function decompressed(
  body: Buffer,
  { encoding = '', longest }: { readonly encoding: string | undefined; readonly longest: number },
): Promise<Buffer | 'endless' | 'undecodable'> {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity' || body.length === 0) return body
  if (!Object.hasOwn(UNPACK, name)) return 'undecodable'
  try {
    return await UNPACK[name as keyof typeof UNPACK](body, { maxOutputLength: longest })
  } catch (error) {
    return error instanceof RangeError ? 'endless' : 'undecodable'
  }
}
