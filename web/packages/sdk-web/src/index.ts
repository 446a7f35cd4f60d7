export { Database } from './database'
export { BrowserPlatform, exclusive, send } from './platform'
export { SharedSocket } from './shared-socket'
