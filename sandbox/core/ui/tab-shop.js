import { call } from './api.js'
import { choice, field, h, rupiah } from './dom.js'
import { t } from './words.js'

/** What the person has chosen per product; survives redraws. */
const chosen = new Map()
let filter = ''
let payNow = true
/** Chosen storefront, where the stand-in has several. */
let platform = ''

export const shopTab = {
  load: (store) => call('GET', `/products?shop_id=${store.shopId}`),

  draw(panel, store, { products }) {
    const shop = store.state.shops.find((s) => String(s.shopId) === String(store.shopId))
    let head = panel.querySelector('[data-part="head"]')
    if (!head || head.dataset.shop !== String(store.shopId)) {
      head = drawHead(store, panel)
      panel.replaceChildren(head, h('div', { class: 'grid', 'data-part': 'goods' }))
    }
    const pill = head.querySelector('[data-part="link"]')
    const linked = shop.linkedApps.length > 0
    pill.className = `pill ${linked ? 'ok' : ''}`
    pill.textContent = linked ? t('linked') : t('not_linked')
    this.products = products
    drawGoods(panel, store, products)
  },
}

function drawHead(store, panel) {
  const shops = store.state.shops.map((s) => [s.shopId, s.name])
  return h(
    'div',
    { class: 'list', 'data-part': 'head', 'data-shop': store.shopId },
    h('p', { class: 'lead' }, t('lead_shop')),
    h(
      'div',
      { class: 'row end' },
      field(
        t('shop'),
        choice(shops, store.shopId, (id) => {
          store.shopId = shops.find(([key]) => String(key) === id)?.[0]
          void store.refresh()
        }),
      ),
      field(
        t('search'),
        h('input', {
          type: 'text',
          value: filter,
          autocomplete: 'off',
          oninput: (e) => {
            filter = e.target.value
            drawGoods(panel, store, shopTab.products)
          },
        }),
      ),
      store.state.platforms
        ? field(
            t('surface'),
            choice(
              store.state.platforms.map((p) => [p, t(`surface_${p}`)]),
              platform,
              (next) => {
                platform = next
              },
            ),
          )
        : null,
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'checkbox',
          checked: payNow,
          onchange: (e) => {
            payNow = e.target.checked
          },
        }),
        t('paid'),
      ),
      h('span', { class: 'pill', 'data-part': 'link' }),
    ),
  )
}

function drawGoods(panel, store, products) {
  const needle = filter.trim().toLowerCase()
  const visible = products.filter(
    (p) =>
      needle === '' ||
      [p.name, p.sku, ...p.units.map((u) => u.sku)].some((x) => x.toLowerCase().includes(needle)),
  )
  const grid = panel.querySelector('[data-part="goods"]')
  const focused = document.activeElement?.getAttribute?.('data-key')
  grid.replaceChildren(
    ...(visible.length
      ? visible.map((p) => card(store, p, () => drawGoods(panel, store, products)))
      : [h('p', { class: 'empty' }, t('no_products'))]),
  )
  if (focused) grid.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true })
}

function card(store, product, redraw) {
  const wish = chosen.get(product.itemId) ?? { modelId: product.units[0].modelId, quantity: 1 }
  chosen.set(product.itemId, wish)
  const unit = product.units.find((u) => u.modelId === wish.modelId) ?? product.units[0]
  const onSale = product.onSale ?? product.status === 'NORMAL'
  const buyable = onSale && unit.stock > 0
  const level = unit.stock === 0 ? 'bad' : unit.stock <= 5 ? 'warn' : 'ok'
  const single = product.units.length === 1
  return h(
    'article',
    { class: `card goods${onSale ? '' : ' off'}` },
    h('img', { src: product.image, alt: '', width: 76, height: 76, loading: 'lazy' }),
    h(
      'div',
      { class: 'grow' },
      h('h3', {}, product.name),
      h('p', { class: 'mono muted' }, unit.sku),
      h(
        'p',
        { class: 'facts' },
        h('span', { class: 'price' }, rupiah(unit.price)),
        onSale
          ? h(
              'span',
              { class: `pill ${level}` },
              unit.stock === 0 ? t('sold_out') : `${t('stock')} ${unit.stock}`,
            )
          : h('span', { class: 'pill' }, `${t('off_sale')} · ${product.status}`),
        unit.reserved > 0 ? h('span', { class: 'pill info' }, `${t('promo')} ${unit.reserved}`) : null,
      ),
    ),
    h(
      'form',
      {
        class: `buy${single ? ' single' : ''}`,
        onsubmit: (event) => {
          event.preventDefault()
          buy(store, product, wish)
        },
      },
      single ? null : variantSelect(product, wish, redraw),
      h('input', {
        type: 'number',
        min: 1,
        max: Math.max(1, unit.stock),
        value: wish.quantity,
        disabled: !buyable,
        inputmode: 'numeric',
        'aria-label': `${t('quantity')} ${product.name}`,
        'data-key': `q-${product.itemId}`,
        oninput: (event) => {
          wish.quantity = Number(event.target.value) || 1
        },
      }),
      h(
        'button',
        {
          class: 'primary',
          disabled: !buyable,
          'aria-label': `${t('buy')} ${product.name}`,
          'data-key': `b-${product.itemId}`,
        },
        t('buy'),
      ),
    ),
  )
}

function variantSelect(product, wish, redraw) {
  const options = product.units.map((u) => [u.modelId, `${u.name.replaceAll(',', ' · ')} (${u.stock})`])
  const select = choice(
    options,
    wish.modelId,
    (id) => {
      // Ids may be longer than a number holds, so the state's own value is used.
      wish.modelId = product.units.find((u) => String(u.modelId) === id)?.modelId
      redraw()
    },
    `${t('variant')} ${product.name}`,
  )
  select.dataset.key = `v-${product.itemId}`
  return select
}

function buy(store, product, wish) {
  const line = { item_id: product.itemId, model_id: wish.modelId, quantity: wish.quantity }
  void store.act(
    () =>
      call('POST', '/orders', {
        shop_id: store.shopId,
        lines: [line],
        paid: payNow,
        platform: platform || undefined,
      }),
    (answer) => t('bought', { sn: answer.order.sn }),
  )
}
