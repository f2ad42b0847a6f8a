import { call } from './api.js'
import { field, h, swap } from './dom.js'
import { t } from './words.js'

export const appsTab = {
  load: async () => null,

  draw(panel, store) {
    // Typing must not be disturbed by a redraw.
    if (panel.contains(document.activeElement) && document.activeElement.tagName === 'INPUT') return
    const { apps } = store.state
    swap(
      panel,
      h('p', { class: 'lead' }, t('lead_apps')),
      ...apps.map((app) => appCard(store, app)),
      newApp(store),
      h('div', { class: 'grid' }, clockCard(store), resetCard(store)),
    )
  },
}

function appCard(store, app) {
  const shops = store.state.shops.filter((s) => app.linkedShops.includes(s.shopId))
  return h(
    'section',
    { class: 'card form' },
    h('h2', {}, app.name),
    h(
      'dl',
      { class: 'pairs' },
      h('dt', {}, t('app_id')),
      h('dd', { class: 'mono' }, String(app.partnerId)),
      h('dt', {}, t('key')),
      h('dd', { class: 'mono' }, app.partnerKey),
      app.serviceId ? [h('dt', {}, t('service_id')), h('dd', { class: 'mono' }, app.serviceId)] : null,
      h('dt', {}, 'API'),
      h('dd', { class: 'mono' }, store.state.url),
      h('dt', {}, t('lost_pushes')),
      h('dd', {}, String(app.lostPushes)),
    ),
    h(
      'form',
      {
        class: 'row end',
        onsubmit: (event) =>
          submit(event, (data) =>
            store.act(
              () =>
                call('POST', '/apps', {
                  partner_id: app.partnerId,
                  callback_url: data.callback,
                  redirect_domain: data.domain,
                }),
              t('saved'),
            ),
          ),
      },
      field(
        t('callback'),
        h('input', {
          type: 'text',
          name: 'callback',
          value: app.callbackUrl,
          placeholder: t('none'),
          autocomplete: 'off',
        }),
      ),
      field(
        t('domain'),
        h('input', {
          type: 'text',
          name: 'domain',
          value: app.redirectDomain,
          placeholder: t('not_checked'),
          autocomplete: 'off',
        }),
      ),
      h('button', { 'data-key': `save-${app.partnerId}` }, t('save')),
    ),
    shops.length ? h('h3', { class: 'small muted' }, t('linked_shops')) : null,
    shops.map((shop) =>
      h(
        'div',
        { class: 'row' },
        h('strong', { class: 'name' }, shop.name),
        h(
          'button',
          {
            type: 'button',
            'data-key': `expire-${shop.shopId}`,
            'aria-label': `${t('expire')} ${shop.name}`,
            onclick: () =>
              void store.act(() => call('POST', '/tokens/expire', { shop_id: shop.shopId }), t('done')),
          },
          t('expire'),
        ),
        h(
          'button',
          {
            type: 'button',
            class: 'danger',
            'data-key': `revoke-${shop.shopId}`,
            'aria-label': `${t('revoke')} ${shop.name}`,
            onclick: () =>
              void store.act(
                () => call('POST', '/revoke', { partner_id: app.partnerId, shop_id: shop.shopId }),
                t('done'),
              ),
          },
          t('revoke'),
        ),
      ),
    ),
  )
}

function newApp(store) {
  return h(
    'details',
    { class: 'card', 'data-key': 'new-app' },
    h('summary', {}, t('new_app')),
    h(
      'form',
      {
        class: 'row end',
        onsubmit: (event) =>
          submit(event, (data) =>
            store.act(
              () =>
                call('POST', '/apps', {
                  partner_id: store.state.textIds ? data.id : Number(data.id),
                  partner_key: data.key,
                  name: data.name || undefined,
                }),
              t('saved'),
            ),
          ),
      },
      field(
        t('app_id'),
        h('input', { type: store.state.textIds ? 'text' : 'number', name: 'id', required: true, min: 1 }),
      ),
      field(t('key'), h('input', { type: 'text', name: 'key', required: true, autocomplete: 'off' })),
      field(t('name'), h('input', { type: 'text', name: 'name', autocomplete: 'off' })),
      h('button', {}, t('create')),
    ),
  )
}

function clockCard(store) {
  return h(
    'form',
    {
      class: 'card form',
      onsubmit: (event) =>
        submit(event, (data) =>
          store.act(() => call('POST', '/clock', { skewSeconds: Number(data.skew) || 0 }), t('done')),
        ),
    },
    h('h2', {}, t('clock_title')),
    h('p', { class: 'muted' }, t('clock_text')),
    field(t('skew'), h('input', { type: 'number', name: 'skew', value: store.state.clock.skewSeconds })),
    h('div', {}, h('button', {}, t('set'))),
  )
}

function resetCard(store) {
  return h(
    'form',
    {
      class: 'card form',
      onsubmit: (event) =>
        submit(event, (data) => {
          if (confirm(t('reset_sure')))
            void store.act(() => call('POST', '/reset', { seed: Number(data.seed) || 1 }), t('done'))
        }),
    },
    h('h2', {}, t('reset_title')),
    h('p', { class: 'muted' }, t('reset_text')),
    field(t('seed'), h('input', { type: 'number', name: 'seed', value: store.state.seed })),
    h('div', {}, h('button', { class: 'danger' }, t('reset'))),
  )
}

function submit(event, work) {
  event.preventDefault()
  const data = Object.fromEntries(new FormData(event.target))
  document.activeElement?.blur?.()
  void work(data)
}
