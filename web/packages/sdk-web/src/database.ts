import type { Storage, Table, Write } from '@hongyan/sdk-core'
import Dexie, { type Table as DexieTable } from 'dexie'

interface Row {
  key: string
  value: unknown
}

const TABLES: Table[] = ['conversations', 'messages', 'outbox', 'people', 'meta']

/** What is kept of one user in this browser. */
export class Database implements Storage {
  private readonly db: Dexie

  constructor(readonly name: string) {
    this.db = new Dexie(name)
    this.db.version(1).stores(Object.fromEntries(TABLES.map((table) => [table, 'key'])))
  }

  async load<T>(table: Table, prefix = ''): Promise<T[]> {
    const rows = this.table(table)
    const found = prefix ? rows.where('key').startsWith(prefix) : rows.toCollection()
    return (await found.toArray()).map((row) => row.value as T)
  }

  async write(writes: Write[]): Promise<void> {
    const names = [...new Set(writes.map((write) => write.table))]
    await this.db.transaction('rw', names, async () => {
      for (const write of writes) {
        const rows = this.table(write.table)
        if ('value' in write) await rows.put({ key: write.key, value: write.value })
        else if ('remove' in write) await rows.delete(write.key)
        else await rows.where('key').between(write.from, write.below).delete()
      }
    })
  }

  async wipe(): Promise<void> {
    await this.db.delete()
  }

  private table(name: Table): DexieTable<Row, string> {
    return this.db.table(name)
  }
}
