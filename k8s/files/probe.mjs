// Two new people become friends; one sends, the other receives it on his socket and finds it in the history.
// node probe.mjs http://address [origin]
import { randomBytes, randomUUID } from 'node:crypto'

const base = process.argv[2]
const people = randomBytes(6).toString('hex')

async function call(method, path, token, body) {
  const answer = await fetch(base + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body)
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text ? JSON.parse(text) : {}
}

async function register(name) {
  const account = { username: `probe_${name}_${people}`, password: randomBytes(18).toString('base64url'), displayName: 'Probe' }
  await call('POST', '/api/auth/register', null, account)
  const signedIn = await call('POST', '/api/auth/login', null, { login: account.username, password: account.password })
  return { id: signedIn.user.id, token: signedIn.accessToken }
}

function open(person) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/ws`, ['hongyan.v1', `bearer.${person.token}`])
    const frames = []
    const waiting = new Set()
    socket.addEventListener('error', () => reject(new Error('the socket was refused')))
    socket.addEventListener('message', ({ data }) => {
      frames.push(JSON.parse(data))
      waiting.forEach(look => look())
    })
    const frame = matches => new Promise(found => {
      const look = () => {
        const index = frames.findIndex(matches)
        if (index >= 0) {
          waiting.delete(look)
          found(frames.splice(index, 1)[0])
        }
      }
      waiting.add(look)
      look()
    })
    const send = value => socket.send(JSON.stringify(value))
    socket.addEventListener('open', async () => {
      await frame(f => f.op === 'welcome')
      send({ op: 'resume' })
      await frame(f => f.op === 'resumed')
      resolve({ send, frame, close: () => socket.close() })
    })
  })
}

async function probe() {
  const [sender, receiver] = [await register('a'), await register('b')]
  const request = await call('POST', '/api/friend-requests', sender.token, { to: receiver.id })
  await call('POST', `/api/friend-requests/${request.id}/accept`, receiver.token)
  const conversation = await call('PUT', `/api/conversations/direct/${receiver.id}`, sender.token)
  const [from, to] = await Promise.all([open(sender), open(receiver)])

  const id = randomUUID()
  const begun = performance.now()
  from.send({ op: 'send', id, conversation: conversation.id, type: 'text', body: { text: '鸿雁' } })
  await from.frame(f => f.op === 'sent' && f.id === id)
  await to.frame(f => f.op === 'messages' && f.messages.some(m => m.id === id))
  const took = Math.round(performance.now() - begun)
  const { items } = await call('GET', `/api/conversations/${conversation.id}/messages`, receiver.token)
  if (!items.some(m => m.id === id && m.body.text === '鸿雁')) throw new Error('the history does not hold the message')
  from.close()
  to.close()
  console.log(`sent, received and kept in ${took} ms`)
}

const late = setTimeout(() => {
  console.error('nothing arrived within 60 s')
  process.exit(1)
}, 60_000)
probe().then(() => clearTimeout(late)).catch(failure => {
  console.error(failure.message)
  process.exit(1)
})
