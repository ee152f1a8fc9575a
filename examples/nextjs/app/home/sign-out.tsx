'use client'

const signOut = () => fetch('/auth/session', { method: 'DELETE' }).then(() => location.replace('/'))

export const SignOut = () => <button onClick={() => void signOut()}>Sign out</button>
