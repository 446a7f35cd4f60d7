import { Client, type HttpAnswer } from '@hongyan/sdk-core'
import { createPinia, disposePinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'
import { createRenderer } from 'vue'
import { Bank } from '../../sdk-core/test/bank'
import { Device, ME } from '../../sdk-core/test/world'
import { useAccount } from '../src/state/account'

/** Somebody who is signed in at a scripted server, with stores of his own until he leaves. */
export async function signIn(): Promise<{ bank: Bank; leave(): Promise<void> }> {
  vi.stubGlobal('document', { hidden: true })
  const pinia = createPinia()
  setActivePinia(pinia)
  const bank = new Bank()
  const client = new Client(new Device(bank), ME, { mode: 'cookie' })
  useAccount().client = client
  await client.start()
  await vi.advanceTimersByTimeAsync(10)
  const leave = async (): Promise<void> => {
    disposePinia(pinia)
    await client.stop()
    useAccount().client = undefined
  }
  return { bank, leave }
}

/** Answers paths in a way of its own; all others as before. */
export function answers(bank: Bank, paths: Record<string, () => HttpAnswer>): void {
  const plain = bank.request.bind(bank)
  bank.request = async (request) => paths[new URL(request.path, 'http://server').pathname]?.() ?? plain(request)
}

const node = (): object => ({})
const { createApp } = createRenderer<object, object>({
  patchProp() {}, insert() {}, remove() {}, setText() {}, setElementText() {},
  createElement: node, createText: node, createComment: node, parentNode: () => null, nextSibling: () => null,
})

/** Runs what belongs into a component as long as that is there. */
export function mounted<T>(setup: () => T): { made: T; leave(): void } {
  let made: T | undefined
  const app = createApp({
    setup() {
      made = setup()
      return () => null
    },
  })
  app.mount({})
  return { made: made as T, leave: () => app.unmount() }
}
