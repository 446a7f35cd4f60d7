import type { RedPacketDetails, Transfer } from '@hongyan/sdk-core'
import { defineStore } from 'pinia'
import { reactive, watch } from 'vue'
import { useAccount } from './account'

/** Red packets and transfers as they are shown: read when a card is on the screen, followed while it is. */
export const useMoney = defineStore('money', () => {
  const account = useAccount()
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

  return { packet, transfer, isMissing }
})
