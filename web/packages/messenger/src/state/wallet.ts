import { Wallet, type WalletView } from '@hongyan/sdk-core'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useAccount } from './account'
import { useMessenger } from './messenger'
import { preferences } from './preferences'

const OF_MONEY = /^(red-packet|transfer)-/

/** The user's own wallet. */
export const useWallet = defineStore('wallet', () => {
  const account = useAccount()
  const messenger = useMessenger()
  const view = shallowRef<WalletView>()
  let wallet: Wallet | undefined

  /** The desk at which money is moved; one for each client, so that no attempt is forgotten. */
  function desk(): Wallet {
    const client = messenger.client()
    return (wallet ??= new Wallet(client.platform, client.api))
  }

  /** Reads the balance anew; without a network the last one stays. */
  async function load(): Promise<void> {
    const { client } = account
    const now = await desk().read().catch(() => undefined)
    if (!now || account.client !== client) return
    view.value = now
    preferences.points = now.mode === 'points'
  }

  watch(
    () => account.client,
    () => {
      wallet = undefined
      view.value = undefined
    },
    { flush: 'sync' },
  )
  watch(
    () => messenger.notice,
    (notice) => {
      if (view.value && OF_MONEY.test(String(notice?.body.event))) void load()
    },
  )

  return { view, desk, load }
})
