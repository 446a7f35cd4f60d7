import WebSocket from 'ws'
import { base } from '../people.mjs'

const TICK_MS = 5

/** Some people who write to one in turn, each into his own conversation, at planned instants: an open loop. */
export class Traffic {
  sent = 0
  faults = []
  last = new Map()
  #planned = 0
  #timer

  static async of(pairs) {
    const traffic = new Traffic()
    traffic.lines = await Promise.all(pairs.map((pair) => traffic.#open(pair)))
    return traffic
  }

  #open({ person, conversation }) {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/ws`, ['hongyan.v1', `bearer.${person.token}`])
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', (code) => this.#timer && this.faults.push(`closed ${code}`))
      socket.on('message', (data) => {
        const frame = JSON.parse(data)
        if (frame.op === 'welcome') resolve({ socket, conversation })
        else if (frame.op === 'sent') this.sent++
        else if (frame.op !== 'pong') this.faults.push(String(data).slice(0, 200))
      })
    })
  }

  /** Begins with so many messages a second. */
  begin(rate) {
    const from = performance.now()
    this.#timer = setInterval(() => {
      while (this.#planned < ((performance.now() - from) * rate) / 1000) this.#write(this.#planned++)
    }, TICK_MS)
    this.from = from
  }

  #write(i) {
    const { socket, conversation } = this.lines[i % this.lines.length]
    const text = `第 ${i} 条 and some more words, as people write them`
    this.last.set(conversation, text)
    socket.send(JSON.stringify({ op: 'send', id: crypto.randomUUID(), conversation, type: 'text', body: { text } }))
  }

  /** Ends it, and answers how many a second were acknowledged. */
  end() {
    clearInterval(this.#timer)
    this.#timer = undefined
    return (this.sent * 1000) / (performance.now() - this.from)
  }

  close() {
    for (const { socket } of this.lines) socket.close()
  }
}
