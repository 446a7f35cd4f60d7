import type { Storage, Table, Write } from '@hongyan/sdk-core'
import { deleteDB, openDB, type IDBPDatabase, type IDBPObjectStore } from 'idb'

interface Row {
  key: string
  value: unknown
}

const TABLES: Table[] = ['conversations', 'messages', 'outbox', 'people', 'meta']
/** Of the tables; below it are versions that nobody has any more. */
const VERSION = 10
const AFTER_ALL = '\uffff'

/** What is kept of one user in this browser. */
export class Database implements Storage {
  private opened?: Promise<IDBPDatabase>
  private wiped = false

  constructor(readonly name: string) {}

  async load<T>(table: Table, prefix = ''): Promise<T[]> {
    if (this.wiped) return []
    const rows = (await this.begin([table], 'readonly')).objectStore(table)
    const found: Row[] = await rows.getAll(prefix ? IDBKeyRange.bound(prefix, prefix + AFTER_ALL) : undefined)
    return found.map((row) => row.value as T)
  }

  async write(writes: Write[]): Promise<void> {
    if (this.wiped || !writes.length) return
    const transaction = await this.begin([...new Set(writes.map(({ table }) => table))], 'readwrite')
    const all: Promise<unknown>[] = [transaction.done]
    try {
      for (const write of writes) all.push(put(transaction.objectStore(write.table), write))
      // Of a page that goes the browser finishes only what was committed.
      transaction.commit()
    } catch (failure) {
      transaction.abort()
      await Promise.allSettled(all)
      throw failure
    }
    await Promise.all(all)
  }

  /** For good: what comes late is not written any more. */
  async wipe(): Promise<void> {
    this.wiped = true
    const opened = await this.opened?.catch(() => undefined)
    opened?.close()
    await deleteDB(this.name)
  }

  private async begin<M extends IDBTransactionMode>(tables: string[], mode: M) {
    const opened = this.open()
    try {
      return (await opened).transaction(tables, mode)
    } catch (failure) {
      // Browsers close databases of pages that were away for long.
      if ((failure as DOMException)?.name !== 'InvalidStateError') throw failure
      if (this.opened === opened) this.opened = undefined
      return (await this.open()).transaction(tables, mode)
    }
  }

  private open(): Promise<IDBPDatabase> {
    if (this.opened) return this.opened
    const forget = (): void => {
      if (this.opened === opening) this.opened = undefined
    }
    const opening = openDB(this.name, VERSION, {
      upgrade: (database) => {
        for (const table of TABLES) if (!database.objectStoreNames.contains(table)) database.createObjectStore(table, { keyPath: 'key' })
      },
      // Another tab signs out, or has a newer version.
      blocking: (_now, _wanted, { target }) => {
        forget()
        ;(target as IDBDatabase).close()
      },
      terminated: forget,
    })
    opening.catch(forget)
    this.opened = opening
    return opening
  }
}

/** Requests of one transaction run in the order in which they are made. */
function put(rows: Pick<IDBPObjectStore<unknown, string[], string, 'readwrite'>, 'put' | 'delete'>, write: Write): Promise<unknown> {
  if ('value' in write) return rows.put({ key: write.key, value: write.value } satisfies Row)
  if ('remove' in write) return rows.delete(write.key)
  return write.from < write.below ? rows.delete(IDBKeyRange.bound(write.from, write.below, false, true)) : Promise.resolve()
}
