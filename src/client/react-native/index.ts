/**
 * `latchkey/client/react-native`: Credential Manager on the native one of a phone. Bring a native module that
 * is a `CredentialManagerBridge`; React Native itself is not needed here.
 *
 * @example
 * ```ts
 * import { CredentialManager } from 'latchkey/client'
 * import { reactNativePlatform } from 'latchkey/client/react-native'
 *
 * const bridge = NativeModules.LatchkeyCredentials
 * const manager = CredentialManager.create({ platform: reactNativePlatform({ bridge }) })
 * ```
 *
 * @module latchkey/client/react-native
 */
export type {
  BridgeAnswer,
  BridgeAnswerText,
  CredentialManagerBridge,
  PreparedValue,
} from './bridge.ts'
export { reactNativePlatform, type ReactNativePlatformSettings } from './platform.ts'
