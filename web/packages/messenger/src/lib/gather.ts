/** Does something once for each key, for all that ask for it in one go: a frame may tell the same many times. */
export function gather<K>(act: (key: K) => void): (key: K) => void {
  const wanted = new Set<K>()
  return (key) => {
    if (!wanted.size) {
      queueMicrotask(() => {
        const all = [...wanted]
        wanted.clear()
        all.forEach(act)
      })
    }
    wanted.add(key)
  }
}
