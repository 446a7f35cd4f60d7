import { onScopeDispose, reactive, ref, watch } from 'vue'
import { useMessenger } from '../state/messenger'
import { explain } from './toast'

/** Does it whenever the connection is back: that of the socket, or the browser's own, which a socket may outlive. */
export function onReturn(action: () => void): void {
  const messenger = useMessenger()
  watch(
    () => messenger.state === 'online',
    (online) => void (online && action()),
  )
  addEventListener('online', action)
  onScopeDispose(() => removeEventListener('online', action))
}

/** Reads what a page shows of the server, keeps why that failed, and reads again by itself once the connection is back. */
export function useReading(read: () => Promise<unknown>) {
  const fault = ref('')
  let latest = 0
  let returns = 0

  async function load(): Promise<void> {
    const turn = ++latest
    const before = returns
    fault.value = ''
    try {
      await read()
    } catch (failure) {
      if (turn !== latest) return
      // What was asked on a network that was not there says nothing about the one that is.
      if (returns !== before) return load()
      fault.value = explain(failure)
    }
  }

  onReturn(() => {
    returns++
    if (fault.value) void load()
  })
  return reactive({ fault, load })
}
