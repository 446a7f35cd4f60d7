import type { RedPacketDetails, Transfer, WalletView } from '@hongyan/sdk-core'
import { defineStore } from 'pinia'
import { reactive, watch } from 'vue'
import { useAccount } from './account'
import { useMessenger } from './messenger'
import { preferences } from './preferences'

/** Red packets and transfers as they are shown: read when a card is on the screen, followed while it is. */
export const useMoney = defineStore('money', () => {
  const account = useAccount()
  const messenger = useMessenger()
  const changes = reactive(new Map<string, number>())
  const bump = (id: string): void => void changes.set(id, (changes.get(id) ?? 0) + 1)

  watch(
    () => account.client,
    (client) => {
      changes.clear()
      client?.events.on('packet', bump)
      client?.events.on('transfer', bump)
    },
    { immediate: true, flush: 'sync' },
  )

  /** Of each amount that is shown, also to who never opens the wallet, it must be known what it is an amount of. */
  function learn({ mode, currency }: Pick<WalletView, 'mode' | 'currency'>): void {
    preferences.points = mode === 'points'
    preferences.currency = currency
  }

  let asked: unknown
  watch(
    () => messenger.state,
    async (state) => {
      const { client } = account
      if (state !== 'online' || !client || asked === client) return
      asked = client
      const wallet = await client.api.get('/api/wallet').catch(() => undefined)
      if (wallet && account.client === client) learn(wallet)
      else if (asked === client) asked = undefined
    },
    { immediate: true },
  )

  function packet(id: string): RedPacketDetails | undefined {
    void changes.get(id)
    return account.client?.packets.get(id)
  }

  function transfer(id: string): Transfer | undefined {
    void changes.get(id)
    return account.client?.transfers.get(id)
  }

  function isMissing(id: string): boolean {
    void changes.get(id)
    return !!account.client && (account.client.packets.isMissing(id) || account.client.transfers.isMissing(id))
  }

  return { packet, transfer, isMissing, learn }
})
