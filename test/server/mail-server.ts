/** A real SMTP server on this machine, for one test file: it takes mails and keeps them. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as it came over the wire. */
export interface ReceivedMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The token of the link in it, if there is one. */
  readonly token: string | undefined
}

export interface MailServer {
  readonly url: string
  readonly mails: ReceivedMail[]
  /** What it does with the next mails: `take` (at first), `later` (a 4yz answer), or `never` (5yz). */
  mood: 'take' | 'later' | 'never'
  /** The newest mail to this address, as soon as there are so many to it. */
  mailTo(address: string, count?: number): Promise<ReceivedMail>
  /** The newest mail with a link to this address, as soon as there are so many of them. */
  linkTo(address: string, count?: number): Promise<ReceivedMail & { readonly token: string }>
  /** How many mails this address has got. */
  countTo(address: string): number
  /** How many of them have a link. */
  countLinksTo(address: string): number
  close(): Promise<void>
}

export async function openMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const state: { mood: MailServer['mood'] } = { mood: 'take' }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mood } = state
        if (mood !== 'take') {
          const responseCode = mood === 'later' ? 451 : 550
          done(Object.assign(new Error('not now'), { responseCode }))
          return
        }
        const to = session.envelope.rcptTo.map(({ address }) => address).join(',')
        mails.push(readMail(to, Buffer.concat(chunks).toString('latin1')))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const countTo = (address: string) => mails.filter(({ to }) => to === address).length
  const linksTo = (address: string) =>
    mails.filter(({ to, token }) => to === address && token !== undefined)

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    get mood() {
      return state.mood
    },
    set mood(mood) {
      state.mood = mood
    },
    countTo,
    countLinksTo: (address) => linksTo(address).length,
    async linkTo(address, count = 1) {
      await until(() => linksTo(address).length >= count, `${count} links to ${address}`)
      const mail = linksTo(address).at(-1)!
      return { ...mail, token: mail.token! }
    },
    async mailTo(address, count = 1) {
      await until(() => countTo(address) >= count, `${count} mails to ${address}`)
      return mails.findLast(({ to }) => to === address)!
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Waits until something is so. */
export async function until(condition: () => boolean, what = 'it'): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function readMail(to: string, raw: string): ReceivedMail {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? '\0'
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  const partOf = (type: string) => decodePart(parts.find((part) => part.includes(type)) ?? '')
  const text = partOf('text/plain')
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(head)?.[1] ?? ''
  return {
    to,
    subject: subject.replaceAll(/\r\n[ \t]/g, ' '),
    text,
    html: partOf('text/html'),
    token: /#token=([\w-]+)/.exec(text)?.[1],
  }
}

function decodePart(part: string): string {
  const at = part.indexOf('\r\n\r\n')
  const body = part.slice(at + 4)
  if (/quoted-printable/i.test(part.slice(0, at))) {
    const bytes = body
      .replaceAll('=\r\n', '')
      .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    return unix(Buffer.from(bytes, 'latin1').toString('utf8'))
  }
  if (/base64/i.test(part.slice(0, at))) return unix(Buffer.from(body, 'base64').toString('utf8'))
  return unix(Buffer.from(body, 'latin1').toString('utf8'))
}

const unix = (text: string) => text.replaceAll('\r\n', '\n')
