import { Client } from '@hongyan/sdk-core'
import { BrowserPlatform } from '@hongyan/sdk-web'

export function browserClient(user: string): Client {
  return new Client(new BrowserPlatform(user), user, { mode: 'cookie' })
}
