/** One such action at a time over all tabs; without locks, over this one. */
export function exclusive<T>(name: string, action: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return action()
  return navigator.locks.request(`hongyan.${name}`, action) as Promise<T>
}
