/** Events by name. A listener that throws does not keep the others from hearing. */
export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<(event: never) => void>>()

  on<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): () => void {
    const all = this.listeners.get(name) ?? new Set()
    this.listeners.set(name, all)
    all.add(listener as (event: never) => void)
    return () => all.delete(listener as (event: never) => void)
  }

  emit<K extends keyof Events>(name: K, event: Events[K]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) {
      try {
        ;(listener as (event: Events[K]) => void)(event)
      } catch (failure) {
        this.onFailure(failure)
      }
    }
  }

  constructor(private readonly onFailure: (failure: unknown) => void = () => {}) {}
}
