// Types of the REST calls, from the documents that the services publish.
import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const target = `${root}/web/packages/sdk-core/src/generated`
mkdirSync(target, { recursive: true })
for (const service of ['user', 'message', 'group', 'redpacket']) {
  const source = `${root}/contracts/src/main/resources/openapi/${service}-service.json`
  const made = `${target}/${service}.ts`
  const isFresh = statSync(made, { throwIfNoEntry: false })?.mtimeMs > statSync(source).mtimeMs
  if (!isFresh) {
    const tool = `${root}/web/node_modules/openapi-typescript/bin/cli.js`
    execFileSync(process.execPath, [tool, source, '-o', made], { stdio: ['ignore', 'ignore', 'inherit'] })
  }
}
