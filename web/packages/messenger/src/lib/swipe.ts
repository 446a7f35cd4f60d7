import { onMounted, onUnmounted, type Ref } from 'vue'

const FROM_EDGE = 32
const FAR_ENOUGH = 72

/** A swipe from the left edge goes back, where there is one pane. */
export function useSwipeBack(element: Ref<HTMLElement | undefined>, back: () => void): void {
  let start: Touch | undefined

  const begin = (event: TouchEvent): void => {
    const touch = event.touches[0]
    start = matchMedia('(max-width: 760px)').matches && touch && touch.clientX < FROM_EDGE ? touch : undefined
  }
  const end = (event: TouchEvent): void => {
    const touch = event.changedTouches[0]
    if (start && touch && touch.clientX - start.clientX > FAR_ENOUGH && Math.abs(touch.clientY - start.clientY) < FAR_ENOUGH) back()
    start = undefined
  }
  onMounted(() => {
    element.value?.addEventListener('touchstart', begin, { passive: true })
    element.value?.addEventListener('touchend', end, { passive: true })
  })
  onUnmounted(() => {
    element.value?.removeEventListener('touchstart', begin)
    element.value?.removeEventListener('touchend', end)
  })
}
