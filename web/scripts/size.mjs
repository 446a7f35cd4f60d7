// What a browser loads for a route, gzipped, against what it may be. After `npm run build`.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../packages/messenger/dist/', import.meta.url))
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'))

/** The files of some entries, with all that they import at once. */
function filesOf(entries, files = new Set()) {
  for (const name of entries) {
    const entry = manifest[name]
    if (files.has(entry.file)) continue
    files.add(entry.file)
    for (const style of entry.css ?? []) files.add(style)
    filesOf(entry.imports ?? [], files)
  }
  return files
}

const size = (entries) => [...filesOf(entries)].reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0) / 1024
const view = (name) => `src/views/${name}.vue`
const common = ['index.html', 'src/text/start/zh-CN.ts']
const budgets = [
  ['log-in', [...common, view('LoginView')], 90],
  ['chat', [...common, 'src/text/messenger/zh-CN.ts', 'src/state/client.ts', view('AppShell'), view('ChatView')], 200],
]

let failed = false
for (const [name, entries, most] of budgets) {
  const now = size(entries)
  failed ||= now > most
  console.log(`${now > most ? 'TOO LARGE' : 'ok'} ${name}: ${now.toFixed(1)} KB gzipped, at most ${most}`)
}
process.exit(failed ? 1 : 0)
