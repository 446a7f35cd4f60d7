import { ProblemError, type Purpose } from '@hongyan/sdk-core'
import { computed, onMounted, onUnmounted, reactive, ref, shallowRef } from 'vue'
import { useWallet } from '../state/wallet'
import { t } from '../text'
import { amountText } from './amount'
import { ask } from './ask'
import { fullTime } from './format'
import type { Fault } from './packet-form'
import { explain, toast } from './toast'

interface Sending<B, T> {
  purpose: Purpose
  /** What the form says, if nothing is wrong with it. */
  body(): B | undefined
  call(body: B, payPassword?: string): Promise<T>
  /** Puts into the form what was sent before and has had no answer. */
  fill(earlier: B): void
  done(answer: T): void
}

/**
 * One sending of money, from the button to the answer. Asks for the pay password where there is one, and says what went
 * wrong. As long as nobody knows whether it worked, the very same can be sent again, and nothing else.
 */
export function usePayment<B, T>({ purpose, body, call, fill, done }: Sending<B, T>) {
  const wallet = useWallet()
  const earlier = shallowRef<B>()
  const busy = ref(false)
  const fault = ref('')
  const asking = ref(false)
  const locked = ref(false)
  let gone = false
  const what = computed(() => earlier.value ?? body())
  const unsure = computed(() => earlier.value !== undefined)
  /** What is sent now, or was sent before, is not to be changed under it. */
  const fixed = computed(() => busy.value || unsure.value)

  async function look(): Promise<void> {
    earlier.value = await wallet.client().unanswered<B>(purpose)
    if (earlier.value !== undefined) fill(earlier.value)
  }

  async function send(payPassword?: string): Promise<void> {
    const sent = what.value
    if (busy.value || sent === undefined) return
    busy.value = true
    fault.value = ''
    try {
      const answer = await call(sent, payPassword)
      earlier.value = undefined
      asking.value = false
      void wallet.load()
      done(answer)
    } catch (failure) {
      await look().catch(() => {})
      judge(failure)
    } finally {
      busy.value = false
    }
  }

  function judge(failure: unknown): void {
    const code = failure instanceof ProblemError ? failure.code : ''
    const ofPassword = passwordFault(failure)
    locked.value = code === 'pay-password-locked'
    asking.value = code.startsWith('pay-password')
    if (ofPassword !== undefined) fault.value = ofPassword
    else if (code === 'cannot-keep') fault.value = t('money.cannotKeep')
    else fault.value = unsure.value ? t('money.unsure') : explain(failure)
    // Nobody looks at the form any more.
    if (gone && fault.value) toast(fault.value, 'fault')
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

  async function abandon(): Promise<void> {
    if (!(await ask(t('money.unsureTitle'), t('money.abandonAsk'), t('money.abandon')))) return
    await wallet.client().abandon(purpose)
    earlier.value = undefined
    fault.value = ''
  }

  onMounted(() => {
    void wallet.load()
    void look().catch(() => {})
  })
  onUnmounted(() => (gone = true))
  return reactive({ what, busy, fault, asking, locked, unsure, fixed, begin, send, back, abandon })
}

/** What a refusal says about the pay password; undefined when it is about something else. */
export function passwordFault(failure: unknown): string | undefined {
  if (!(failure instanceof ProblemError)) return undefined
  const { attemptsLeft, until } = (failure.problem ?? {}) as { attemptsLeft?: number; until?: string }
  if (failure.code === 'pay-password-needed') return ''
  if (failure.code === 'pay-password-wrong') return t('money.passwordWrong', { left: attemptsLeft ?? 0 })
  return failure.code === 'pay-password-locked' && until ? t('money.passwordLocked', { time: fullTime(until) }) : undefined
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
