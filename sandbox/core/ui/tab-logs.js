import { call } from './api.js'
import { h, swap, timeOf } from './dom.js'
import { t } from './words.js'

const STATE_COLOURS = { delivered: 'ok', waiting: 'info', retrying: 'warn', lost: 'bad', no_address: '' }

export const pushesTab = {
  load: () => call('GET', '/pushes?limit=60'),

  draw(panel, store, { pushes }) {
    swap(
      panel,
      h(
        'div',
        { class: 'row' },
        h('p', { class: 'lead' }, t('lead_pushes')),
        h(
          'button',
          {
            type: 'button',
            'data-key': 'flush',
            onclick: () =>
              void store.act(
                () => call('POST', '/pushes/flush-retries', {}),
                (a) => t('flushed', { n: a.attempted }),
              ),
          },
          t('flush'),
        ),
      ),
      pushes.length
        ? h(
            'div',
            { class: 'list' },
            pushes.map((push) => pushEntry(store, push)),
          )
        : h('div', { class: 'card empty' }, h('h2', {}, t('no_pushes')), h('p', {}, t('no_pushes_hint'))),
    )
  },
}

function pushEntry(store, push) {
  const last = push.attempts.at(-1)
  const shop = store.state.shops.find((s) => s.shopId === push.shopId)
  const facts = [
    timeOf(push.createdAt),
    shop?.name,
    push.url || null,
    last ? `HTTP ${last.status || '–'} (${last.outcome}, ${last.ms} ms, ${push.attempts.length}×)` : null,
  ].filter(Boolean)
  return h(
    'article',
    { class: 'card entry' },
    h(
      'div',
      { class: 'head' },
      h('strong', { class: 'grow' }, `${push.code} · ${push.name}`),
      h('span', { class: `pill ${STATE_COLOURS[push.state]}` }, t(`p_${push.state}`)),
      h(
        'button',
        {
          type: 'button',
          'data-key': `resend-${push.id}`,
          'aria-label': `${t('resend')} ${push.id}`,
          onclick: () => void store.act(() => call('POST', '/pushes/resend', { id: push.id })),
        },
        t('resend'),
      ),
    ),
    h(
      'details',
      { 'data-key': `push-${push.id}` },
      h('summary', {}, facts.join(' · ')),
      h('pre', {}, push.body),
    ),
  )
}

export const requestsTab = {
  load: () => call('GET', '/requests?limit=80'),

  draw(panel, store, { requests }) {
    swap(
      panel,
      h('p', { class: 'lead' }, t('lead_requests')),
      requests.length
        ? h(
            'div',
            { class: 'card log' },
            requests.map((request) => requestEntry(store, request)),
          )
        : h(
            'div',
            { class: 'card empty' },
            h('h2', {}, t('no_requests')),
            h('p', {}, t('no_requests_hint', { url: store.state.url })),
          ),
    )
  },
}

function requestEntry(store, request) {
  const shop = store.state.shops.find((s) => s.shopId === request.shopId)
  const good = request.status < 400 && request.error === ''
  return h(
    'details',
    { 'data-key': `request-${request.id}` },
    h(
      'summary',
      {},
      h(
        'span',
        {},
        h('span', { class: 'muted small' }, timeOf(request.at)),
        h('span', { class: 'mono' }, `${request.method} ${request.path.replace('/api/v2/', '')}`),
        h(
          'span',
          { class: `pill ${good ? 'ok' : 'bad'}` },
          good ? t('ok') : `${request.status || '–'} ${request.error}`,
        ),
        h('span', { class: 'muted small' }, `${shop ? `${shop.name} · ` : ''}${request.ms} ms`),
      ),
    ),
    h('pre', {}, `${request.query}${request.body ? `\n\n${request.body}` : ''}`),
  )
}
