const RESUME_WITHIN_MS = 500
let context: AudioContext | undefined

/** Two soft notes. Silent until the user has touched the page, as browsers want it. */
export async function chime(): Promise<void> {
  context ??= new AudioContext()
  // Not waited for where the page was never touched: it would sound then, long after its reason.
  if (context.state !== 'running') await Promise.race([context.resume().catch(() => {}), pause(RESUME_WITHIN_MS)])
  if (context.state !== 'running') return
  for (const [frequency, after] of [[784, 0], [1047, 0.11]] as const) {
    const start = context.currentTime + after
    const tone = new OscillatorNode(context, { type: 'sine', frequency })
    const volume = new GainNode(context, { gain: 0 })
    volume.gain.linearRampToValueAtTime(0.07, start + 0.015)
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.32)
    tone.connect(volume).connect(context.destination)
    tone.start(start)
    tone.stop(start + 0.35)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
