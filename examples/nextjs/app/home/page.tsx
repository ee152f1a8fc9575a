import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { latchkey } from '../../latchkey'
import { SignOut } from './sign-out'

export default async () => {
  const request = { headers: await headers() }
  const signedIn = await latchkey().api.authenticate(request)
  if (signedIn === undefined) redirect('/')
  return (
    <>
      <h1>Hello, {signedIn.account.displayName}!</h1>
      <SignOut />
    </>
  )
}
