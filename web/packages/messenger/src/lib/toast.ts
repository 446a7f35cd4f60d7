import { ProblemError } from '@hongyan/sdk-core'
import { reactive } from 'vue'
import { t } from '../text'

export interface Toast {
  id: number
  text: string
  kind: 'plain' | 'fault'
}

export const toasts = reactive<Toast[]>([])
let count = 0

export function toast(text: string, kind: Toast['kind'] = 'plain'): void {
  const id = ++count
  toasts.push({ id, text, kind })
  setTimeout(() => toasts.splice(toasts.findIndex((one) => one.id === id), 1), kind === 'fault' ? 6000 : 2600)
}

/** What went wrong, in words for people. */
export function explain(failure: unknown): string {
  if (failure instanceof ProblemError) {
    if (failure.status === 0) return t('problem.unreachable')
    const first = failure.problem?.violations?.[0]?.message
    return first ?? failure.problem?.detail ?? t('problem.unknown')
  }
  return t('problem.unknown')
}

/** Does something for the user, and says so when it fails. True when it went well. */
export async function attempt(action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action()
    return true
  } catch (failure) {
    toast(explain(failure), 'fault')
    return false
  }
}
