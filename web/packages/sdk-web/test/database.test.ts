import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { Database } from '../src/database'

describe('the database', () => {
  it('keeps rows by key, finds them by prefix, and forgets them', async () => {
    const database = new Database('test-1')
    await database.write([
      { table: 'messages', key: 'a/1', value: 1 },
      { table: 'messages', key: 'a/2', value: 2 },
      { table: 'messages', key: 'b/1', value: 3 },
    ])
    expect(await database.load('messages', 'a/')).toEqual([1, 2])
    await database.write([{ table: 'messages', from: 'a/', below: 'a/2' }])
    expect(await database.load('messages')).toEqual([2, 3])
    await database.write([{ table: 'messages', key: 'b/1', remove: true }])
    expect(await database.load('messages')).toEqual([2])
    await database.wipe()
  })

  it('writes all of a list or nothing', async () => {
    const database = new Database('test-2')
    const broken = { table: 'meta' as const, key: 'x', value: () => 'functions cannot be stored' }
    await expect(database.write([{ table: 'outbox', key: '1', value: 1 }, broken])).rejects.toThrow()
    expect(await database.load('outbox')).toEqual([])
  })
})
