import { defineAsyncComponent, type Component } from 'vue'
import { t } from '../text'
import { toast } from './toast'

/** A part that is loaded when it is shown. Says so when that fails, and may be shown once more then. */
export function later(load: () => Promise<Component>, failed: () => void): Component {
  return defineAsyncComponent({
    loader: load,
    errorComponent: { render: () => null },
    onError(_error, _retry, fail) {
      toast(t('problem.unreachable'), 'fault')
      failed()
      fail()
    },
  })
}
