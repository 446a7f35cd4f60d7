import { ProblemError } from '@hongyan/sdk-core'
import { computed, reactive, ref } from 'vue'
import { useWallet } from '../state/wallet'
import { t } from '../text'
import { amountText } from './amount'
import { fullTime } from './format'
import type { Fault } from './packet-form'
import { explain } from './toast'

/** One sending of money, from the button to the answer: asks for the pay password where there is one, and says what went wrong. */
export function usePayment<T>(pay: (payPassword?: string) => Promise<T>, done: (answer: T) => void) {
  const wallet = useWallet()
  const busy = ref(false)
  const fault = ref('')
  const asking = ref(false)
  const locked = ref(false)
  /** Nobody knows whether it worked: the same must be sent again, and nothing else can be. */
  const unsure = ref(false)

  async function send(payPassword?: string): Promise<void> {
    if (busy.value) return
    busy.value = true
    fault.value = ''
    try {
      const answer = await pay(payPassword)
      asking.value = unsure.value = false
      void wallet.load()
      done(answer)
    } catch (failure) {
      judge(failure)
    } finally {
      busy.value = false
    }
  }

  function judge(failure: unknown): void {
    const { status, code, problem } = failure instanceof ProblemError ? failure : new ProblemError(0, 'unknown')
    const more = (problem ?? {}) as { attemptsLeft?: number; until?: string }
    locked.value = code === 'pay-password-locked'
    asking.value = code.startsWith('pay-password')
    if (status === 0 || status >= 500 || status === 408) unsure.value = true
    else if (!asking.value) unsure.value = false
    if (code === 'pay-password-wrong') fault.value = t('money.passwordWrong', { n: more.attemptsLeft ?? 0 })
    else if (locked.value) fault.value = t('money.passwordLocked', { time: more.until ? fullTime(more.until) : '' })
    else if (code !== 'pay-password-needed') fault.value = unsure.value ? t('money.unsure') : explain(failure)
  }

  function begin(): void {
    fault.value = ''
    if (wallet.view?.payPassword) asking.value = true
    else void send()
  }

  function back(): void {
    asking.value = locked.value = false
    fault.value = ''
  }

  return { busy, fault, asking, locked, unsure, begin, send, back }
}

export function explainFault(fault: Fault | undefined): string {
  if (!fault) return ''
  const amounts = Object.entries(fault.amounts ?? {}).map(([name, fen]) => [name, amountText(fen)])
  return t(fault.key, { ...Object.fromEntries(amounts), ...fault.counts })
}

/** Faults show once somebody has been in the field, or has tried to send. */
export function useTouched<F extends string>() {
  const touched = reactive(new Set<string>())
  const tried = ref(false)
  return {
    tried,
    touch: (field: F) => void touched.add(field),
    shows: computed(() => (field: F) => tried.value || touched.has(field)),
  }
}
