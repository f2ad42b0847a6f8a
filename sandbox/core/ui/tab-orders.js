import { call } from './api.js'
import { choice, field, h, rupiah, swap, timeOf } from './dom.js'
import { t } from './words.js'

const COLOURS = {
  UNPAID: 'warn',
  READY_TO_SHIP: 'info',
  PROCESSED: 'info',
  RETRY_SHIP: 'warn',
  SHIPPED: 'info',
  TO_CONFIRM_RECEIVE: 'ok',
  IN_CANCEL: 'warn',
  CANCELLED: 'bad',
  TO_RETURN: 'warn',
  COMPLETED: 'ok',
}
const UNWELCOME = ['cancel', 'request_cancel', 'reject_cancel', 'pickup_failed', 'lost', 'return']
let shopId = ''

export const ordersTab = {
  load: () => call('GET', `/orders?limit=100${shopId ? `&shop_id=${shopId}` : ''}`),

  draw(panel, store, { orders }) {
    const names = new Map(store.state.shops.map((s) => [s.shopId, s.name]))
    const shops = [['', t('all_shops')], ...store.state.shops.map((s) => [s.shopId, s.name])]
    const select = choice(shops, shopId, (id) => {
      shopId = id
      void store.refresh()
    })
    select.dataset.key = 'order-shop'
    swap(
      panel,
      h('div', { class: 'row' }, field(t('shop'), select)),
      orders.length
        ? h(
            'div',
            { class: 'list' },
            orders.map((order) => entry(store, order, names.get(order.shopId))),
          )
        : h('div', { class: 'card empty' }, h('h2', {}, t('no_orders')), h('p', {}, t('no_orders_hint'))),
    )
  },
}

function entry(store, order, shopName) {
  return h(
    'article',
    { class: 'card entry', 'aria-label': order.sn },
    h(
      'div',
      { class: 'head' },
      h('strong', { class: 'mono' }, order.sn),
      h(
        'span',
        { class: `pill ${store.state.colours?.[order.status] ?? COLOURS[order.status] ?? ''}` },
        t(`s_${order.status}`),
      ),
      order.platform ? h('span', { class: 'pill' }, t(`surface_${order.platform}`)) : null,
      h('strong', { class: 'end' }, rupiah(order.total)),
    ),
    h('p', { class: 'small muted' }, `${shopName} · ${order.buyer} · ${timeOf(order.createTime)}`),
    h(
      'ul',
      { class: 'lines small' },
      order.lines.map((line) =>
        h(
          'li',
          {},
          `${line.quantity} × ${line.name}${line.model ? ` (${line.model.replaceAll(',', ' · ')})` : ''} `,
          h('span', { class: 'mono muted' }, line.sku),
        ),
      ),
    ),
    h(
      'p',
      { class: 'small muted' },
      `${t('carrier')}: ${order.carrier}`,
      order.trackingNumber ? ` · ${t('tracking')}: ${order.trackingNumber}` : '',
    ),
    order.steps.length
      ? h(
          'div',
          { class: 'foot' },
          order.steps.map((step, index) =>
            h(
              'button',
              {
                type: 'button',
                class: index === 0 ? 'primary' : UNWELCOME.includes(step) ? 'quiet' : '',
                'data-key': `${order.sn}-${step}`,
                'aria-label': `${t(`step_${step}`)} ${order.sn}`,
                onclick: () =>
                  void store.act(() => call('POST', `/orders/${order.sn}/advance`, { to: step })),
              },
              t(`step_${step}`),
            ),
          ),
        )
      : null,
  )
}
