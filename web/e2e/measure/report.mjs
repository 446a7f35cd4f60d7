// Where the measures are written: benchmarks/results/<day>-web.json, and the same as a table.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const day = new Date().toISOString().slice(0, 10)
const target = process.env.RESULTS ?? fileURLToPath(new URL(`../../../benchmarks/results/${day}-web`, import.meta.url))

/** Adds one measure to those of the day: `rows` as [what, found, asked]. */
export function report(name, title, rows, more = {}) {
  const all = existsSync(`${target}.json`) ? JSON.parse(readFileSync(`${target}.json`, 'utf8')) : {}
  all[name] = { title, cores: availableParallelism(), rows, ...more }
  writeFileSync(`${target}.json`, `${JSON.stringify(all, null, 2)}\n`)
  const sections = Object.values(all).map((one) => `## ${one.title}\n\n| | found | asked |\n| --- | ---: | ---: |\n${one.rows.map((row) => `| ${[0, 1, 2].map((i) => row[i] ?? '').join(' | ')} |`).join('\n')}\n`)
  writeFileSync(`${target}.md`, `# The messenger in a browser\n\n\`HONGYAN_URL=… npm run measure\` in \`web\`; how it measures is told in [benchmarks/README.md](../README.md#the-messenger).\n\n${sections.join('\n')}`)
  console.table(Object.fromEntries(rows.map(([what, found, asked]) => [what, { found, asked }])))
}

/** p50, p99 and the worst of some numbers, rounded. */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)])
  return { n: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}

/** Notes the long tasks of a page from now on; what is answered takes them, with their lengths in ms. */
export async function longTasks(page) {
  await page.evaluate(() => {
    globalThis.longTasks ??= []
    if (globalThis.taskObserver) return
    globalThis.taskObserver = new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    globalThis.taskObserver.observe({ type: 'longtask' })
  })
  return () => page.evaluate(() => globalThis.longTasks.splice(0))
}

export const said = (tasks) => (tasks.length ? `${tasks.length}, the longest ${Math.round(Math.max(...tasks))} ms` : '0')
