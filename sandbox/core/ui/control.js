import { call } from './api.js'
import { h, swap, timeOf } from './dom.js'
import { addWords, currentLanguage, setLanguage, t } from './words.js'
import { shopTab } from './tab-shop.js'
import { ordersTab } from './tab-orders.js'
import { faultsTab } from './tab-faults.js'
import { pushesTab, requestsTab } from './tab-logs.js'
import { appsTab } from './tab-apps.js'

const TABS = {
  shop: shopTab,
  orders: ordersTab,
  faults: faultsTab,
  pushes: pushesTab,
  requests: requestsTab,
  apps: appsTab,
}
const POLL_MS = 2000

const panel = document.getElementById('panel')
const store = { state: null, shopId: null, refresh, act, toast }
let current = TABS[location.hash.slice(1)] ? location.hash.slice(1) : 'shop'
let shown = ''
let toastTimer

/** Tells the person what has happened. */
function toast(text, bad = false) {
  clearTimeout(toastTimer)
  document.getElementById('toast').replaceChildren(h('div', { class: bad ? 'bad' : '' }, text))
  toastTimer = setTimeout(() => document.getElementById('toast').replaceChildren(), 4000)
}

/** Does something through the control API, then shows the new state. */
async function act(work, message) {
  try {
    const answer = await work()
    if (message) toast(typeof message === 'function' ? message(answer) : message)
  } catch (error) {
    toast(error.message, true)
  }
  await refresh()
}

function drawTabs() {
  const faults = store.state?.faults.length ?? 0
  swap(
    document.getElementById('tabs'),
    ...Object.keys(TABS).map((name) =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${name}`,
          'data-key': `tab-${name}`,
          'aria-controls': 'panel',
          'aria-selected': String(name === current),
          tabindex: name === current ? 0 : -1,
          onclick: () => open(name),
          onkeydown: moveFocus,
        },
        t(`tab_${name}`),
        name === 'faults' && faults > 0 ? h('span', { class: 'pill warn' }, String(faults)) : null,
      ),
    ),
  )
  panel.setAttribute('aria-labelledby', `tab-${current}`)
  document.getElementById(`tab-${current}`).scrollIntoView({ block: 'nearest', inline: 'center' })
}

function moveFocus(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const names = Object.keys(TABS)
  open(names[(names.indexOf(current) + step + names.length) % names.length])
  document.getElementById(`tab-${current}`).focus()
}

function open(name) {
  current = name
  shown = ''
  history.replaceState(null, '', `#${name}`)
  panel.replaceChildren()
  void refresh()
}

function drawHead() {
  const { state } = store
  document.documentElement.lang = currentLanguage()
  document.title = `Sandbox ${state.title}`
  document.getElementById('title').textContent = `Sandbox ${state.title}`
  const skew = state.clock.skewSeconds ? ` · ${t('skewed', { n: state.clock.skewSeconds })}` : ''
  document.getElementById('clock').textContent = `${timeOf(state.clock.now)} WIB${skew}`
  const button = document.getElementById('language')
  button.textContent = currentLanguage() === 'id' ? 'English' : 'Bahasa Indonesia'
  button.lang = currentLanguage() === 'id' ? 'en' : 'id'
}

/** Reads the state and redraws what has changed. */
async function refresh() {
  const name = current
  try {
    store.state = await call('GET', '/state')
    addWords(store.state.words)
    store.shopId ??= store.state.shops[0]?.shopId
    const data = await TABS[name].load(store)
    if (name !== current) return
    drawHead()
    // The clock and the request counter move all the time and are drawn by themselves.
    const lasting = { ...store.state, clock: undefined, requests: undefined }
    const next = JSON.stringify([name, currentLanguage(), store.shopId, lasting, data])
    if (next === shown) return
    shown = next
    drawTabs()
    TABS[name].draw(panel, store, data)
  } catch (error) {
    if (error instanceof TypeError && /fetch/i.test(error.message)) toast(t('offline'), true)
    else throw error
  }
}

document.getElementById('language').addEventListener('click', () => {
  setLanguage(currentLanguage() === 'id' ? 'en' : 'id')
  shown = ''
  panel.replaceChildren()
  void refresh()
})
setInterval(() => {
  if (!document.hidden) void refresh()
}, POLL_MS)
void refresh()
