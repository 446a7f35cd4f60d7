import { afterEach, beforeEach, expect, vi } from 'vitest'
import { Client, type ConnectionState } from '../src'
import { Device, ME, Server, TALK, type SendFrame, type ServerSocket } from './world'

/** One device and its server, made anew for each test of the file that imports them. */
export let server: Server
export let device: Device
export let client: Client
export let states: ConnectionState[]

beforeEach(() => {
  vi.useFakeTimers()
  server = new Server()
  device = new Device(server)
  client = make()
})

afterEach(async () => {
  await client.stop()
  vi.useRealTimers()
})

function make(): Client {
  states = []
  const made = new Client(device, ME, { mode: 'cookie' })
  made.events.on('state', (state) => states.push(state))
  return made
}

export async function online(): Promise<void> {
  await client.start()
  await vi.advanceTimersByTimeAsync(10)
  expect(client.state).toBe('online')
}

/** The page goes and comes again; what was stored stays. */
export async function reload(): Promise<void> {
  await client.stop()
  client = make()
}

export const texts = (): unknown[] => client.conversations.get(TALK)!.shown.map(({ body }) => body.text)
export const sends = (): SendFrame[] => server.frames.filter(({ op }) => op === 'send') as unknown as SendFrame[]
export const resumes = (): Record<string, unknown>[] => server.frames.filter(({ op }) => op === 'resume')
export const socket = (): ServerSocket => server.sockets.at(-1)!
