import { Person } from './people.mjs'

/** Three friends with money, who share a group. */
export async function wallets() {
  const tag = Date.now().toString(36)
  const [me, ming, hong] = await Promise.all([Person.register('雁儿', `yan-${tag}`), Person.register('明明', `ming-${tag}`), Person.register('红红', `hong-${tag}`)])
  await ming.befriend(me)
  await hong.befriend(me)
  const direct = await ming.directWith(me)
  await ming.send(direct, '新年好')
  const { id: group } = await hong.group('年夜饭', [me, ming])
  for (const one of [me, ming, hong]) await one.topUp(100_000)
  return { me, ming, hong, direct, group }
}

export const balance = async (who) => (await who.call('GET', '/api/wallet')).balance
