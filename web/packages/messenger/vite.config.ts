import { readdirSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.HONGYAN_URL ?? 'http://localhost:8080'

const proxy = {
  '^/(api|\\.well-known)/': { target: server, headers: { origin: server } },
  '/ws': { target: server, ws: true, headers: { origin: server } },
}

/** The list of what an installed messenger keeps, so that it opens without a network. */
function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = ['/', ...readdirSync('public').map((name) => `/${name}`), ...Object.keys(bundle).map((name) => `/${name}`)]
      const kept = files.filter((name) => !/\.(html|map)$|\/sw\.js$|icon-512/.test(name)).sort()
      const version = JSON.stringify(kept)
      this.emitFile({ type: 'asset', fileName: 'kept.json', source: version })
    },
  }
}

export default defineConfig({
  plugins: [vue(), offline()],
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0, manifest: true },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_JIT_COMPILATION__: 'true', __INTLIFY_DROP_MESSAGE_COMPILER__: 'false' },
  server: { port: 5190, proxy },
  // As the gateway answers: with its policy.
  preview: {
    port: 5191,
    proxy,
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    },
  },
})
