const PATIENCE_MS = 15_000
/** Of what a device gave before; who asks again soon has hardly moved. */
const STILL_GOOD_MS = 30_000

export interface Fix {
  latitude: number
  longitude: number
  /** In metres. */
  accuracy: number
}

/** Why there is none: not over TLS, not allowed, not known to the device, or not in time. */
export type NoFix = 'insecure' | 'refused' | 'unknown' | 'late'

const REASONS: Record<number, NoFix> = { 1: 'refused', 2: 'unknown', 3: 'late' }

/** Where this device is. The browser asks its user first. */
export function whereIAm(): Promise<Fix | NoFix> {
  if (!isSecureContext || !('geolocation' in navigator)) return Promise.resolve('insecure')
  return new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude: metres(latitude), longitude: metres(longitude), accuracy: Math.max(1, Math.round(accuracy)) }),
      ({ code }) => resolve(REASONS[code] ?? 'unknown'),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: STILL_GOOD_MS },
    ),
  )
}

/** Five digits are a metre; more of them say nothing. */
function metres(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}
