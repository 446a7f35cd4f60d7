import type { Api } from './api'
import { ProblemError } from './api'
import { Once } from './once'
import type { Platform, Write } from './platform'
import type { Friend, Profile } from './protocol'

/** What we must know of a person to show him. */
export type Person = Pick<Profile, 'id' | 'username' | 'displayName' | 'avatarUrl'> & { pinyin?: string; bio?: string | null }

/** Everybody whom this client has met. Who is unknown is asked for once, and shown when the answer is there. */
export class People {
  private readonly known = new Map<string, Person>()
  private readonly asked = new Set<string>()
  private readonly unknown = new Set<string>()
  friends = new Map<string, Friend>()
  private readonly reading = new Once()
  /** Whether it is known who the friends are, from the server or from what was kept. */
  friendsKnown = false

  constructor(
    private readonly platform: Platform,
    private readonly api: Api,
    private readonly changed: () => void,
  ) {}

  async restore(): Promise<void> {
    for (const person of await this.platform.storage.load<Person>('people')) {
      if (!this.known.has(person.id)) this.known.set(person.id, person)
    }
    this.changed()
  }

  /** The person, or undefined until the server has answered. */
  get(id: string): Person | undefined {
    const person = this.known.get(id)
    if (!person && !this.asked.has(id)) void this.ask(id)
    return person
  }

  /** Nobody of that id, as far as we may know. */
  isUnknown(id: string): boolean {
    return this.unknown.has(id)
  }

  /** What to call a person: the alias that one gave him, or the name that he gave himself. */
  name(id: string): string | undefined {
    return this.friends.get(id)?.alias || this.get(id)?.displayName
  }

  learn(people: Person[]): void {
    const writes: Write[] = []
    for (const person of people) {
      const before = this.known.get(person.id)
      const now = { ...before, ...person }
      if (JSON.stringify(before) === JSON.stringify(now)) continue
      this.known.set(person.id, now)
      writes.push({ table: 'people', key: person.id, value: now })
    }
    if (!writes.length) return
    this.keep(writes)
    this.changed()
  }

  async loadFriends(): Promise<void> {
    const friends = new Map<string, Friend>()
    let cursor: string | undefined
    do {
      const page = await this.api.get('/api/friends', { query: { limit: 200, cursor } })
      for (const friend of page.items) friends.set(friend.user.id, friend)
      cursor = page.next ?? undefined
    } while (cursor)
    this.friends = friends
    this.friendsKnown = true
    this.learn([...friends.values()].map((friend) => friend.user))
    this.keep([{ table: 'meta', key: 'friends', value: [...friends.values()] }])
    this.changed()
  }

  async restoreFriends(): Promise<void> {
    const [kept] = await this.platform.storage.load<Friend[]>('meta', 'friends')
    if (!kept || this.friendsKnown) return
    this.friends = new Map(kept.map((friend) => [friend.user.id, friend]))
    this.friendsKnown = true
  }

  /** Who cannot be kept is asked for again next time. */
  private keep(writes: Write[]): void {
    void this.platform.storage.write(writes).catch(() => {})
  }

  /** Reads a person anew. */
  load(id: string): Promise<void> {
    return this.reading.run(id, async () => this.learn([await this.api.get('/api/users/{id}', { path: { id } })]))
  }

  private async ask(id: string): Promise<void> {
    this.asked.add(id)
    try {
      await this.load(id)
    } catch (failure) {
      if (failure instanceof ProblemError && failure.status === 404) {
        this.unknown.add(id)
        this.changed()
      } else {
        // Asked again when somebody wants to show him later.
        this.platform.setTimer(() => this.asked.delete(id), 10_000)
      }
    }
  }
}
