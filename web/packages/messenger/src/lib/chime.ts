let context: AudioContext | undefined

/** Two soft notes. Silent until the user has touched the page, as browsers want it. */
export function chime(): void {
  context ??= new AudioContext()
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
