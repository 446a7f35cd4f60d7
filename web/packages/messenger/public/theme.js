// Before the first paint, so that neither the theme nor the language flashes.
;(function () {
  var kept = {}
  try {
    kept = JSON.parse(localStorage.getItem('hongyan.preferences') || '{}')
  } catch (e) {}
  var dark = kept.theme === 'dark' || (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  document.documentElement.lang = kept.language || (/^zh/i.test(navigator.language) ? 'zh-CN' : 'en')
})()
