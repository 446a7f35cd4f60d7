export { Database } from './database'
export { send } from './http'
export { BrowserPlatform, exclusive } from './platform'
export { SharedSocket } from './shared-socket'
