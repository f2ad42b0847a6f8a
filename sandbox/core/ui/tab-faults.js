import { call } from './api.js'
import { choice, field, h, swap } from './dom.js'
import { t } from './words.js'

let kind = ''

export const faultsTab = {
  load: async () => null,

  draw(panel, store) {
    const { faults } = store.state
    let form = panel.querySelector('form')
    if (!form) {
      form = h('form', { class: 'card form' })
      fillForm(form, store)
      panel.replaceChildren(
        h('p', { class: 'lead' }, t('lead_faults')),
        form,
        h('div', { class: 'list', 'data-part': 'active' }),
      )
    }
    swap(
      panel.querySelector('[data-part="active"]'),
      ...(faults.length
        ? [
            ...faults.map((fault) => entry(store, fault)),
            h(
              'div',
              {},
              h(
                'button',
                {
                  type: 'button',
                  class: 'danger',
                  'data-key': 'all-off',
                  onclick: () => void store.act(() => call('DELETE', '/faults')),
                },
                t('all_off'),
              ),
            ),
          ]
        : [h('div', { class: 'card empty' }, h('h2', {}, t('no_faults')), h('p', {}, t('no_faults_hint')))]),
    )
  },
}

function fillForm(form, store) {
  const { faultKinds, shops } = store.state
  kind ||= faultKinds[0].kind
  const params = faultKinds.find((f) => f.kind === kind)?.params ?? {}
  form.replaceChildren(
    field(
      t('fault'),
      choice(
        faultKinds.map((f) => [f.kind, t(`f_${f.kind}`)]),
        kind,
        (next) => {
          kind = next
          fillForm(form, store)
          form.querySelector('select').focus()
        },
      ),
    ),
    h(
      'div',
      { class: 'fields' },
      Object.entries(params).map(([name, value]) => field(t(`q_${name}`), paramInput(name, value))),
      field(t('count'), h('input', { type: 'number', name: 'count', min: 1 })),
      field(
        t('probability'),
        h('input', { type: 'number', name: 'probability', min: 1, max: 100, value: 100 }),
      ),
      field(t('path'), h('input', { type: 'text', name: 'path', placeholder: 'product/update_stock' })),
      field(
        t('only_shop'),
        h(
          'select',
          { name: 'shop' },
          h('option', { value: '' }, t('any')),
          shops.map((s) => h('option', { value: s.shopId }, s.name)),
        ),
      ),
    ),
    h('div', {}, h('button', { class: 'primary' }, t('switch_on'))),
  )
  form.onsubmit = (event) => {
    event.preventDefault()
    const data = new FormData(form)
    const body = {
      kind,
      count: data.get('count') ? Number(data.get('count')) : undefined,
      probability: Number(data.get('probability') || 100) / 100,
      path: data.get('path') || undefined,
      shop_id: shops.find((s) => String(s.shopId) === data.get('shop'))?.shopId,
      params: Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          typeof value === 'number' ? Number(data.get(`param-${name}`)) : data.get(`param-${name}`),
        ]),
      ),
    }
    void store.act(() => call('POST', '/faults', body))
  }
}

function paramInput(name, value) {
  if (name === 'style')
    return h(
      'select',
      { name: `param-${name}` },
      ['mixed', 'error'].map((v) => h('option', { value: v }, t(`style_${v}`))),
    )
  return h('input', { type: typeof value === 'number' ? 'number' : 'text', name: `param-${name}`, value })
}

function entry(store, fault) {
  const shop = store.state.shops.find((s) => s.shopId === fault.shopId)
  const facts = [
    fault.path,
    shop?.name,
    fault.probability < 1 ? `${Math.round(fault.probability * 100)}%` : null,
    ...Object.entries(fault.params).map(([name, value]) => `${t(`q_${name}`)}: ${value}`),
    t('struck', { n: fault.struck }),
    fault.remaining === null ? null : t('left', { n: fault.remaining }),
  ].filter(Boolean)
  return h(
    'article',
    { class: 'card entry' },
    h(
      'div',
      { class: 'head' },
      h(
        'div',
        { class: 'grow' },
        h('strong', {}, t(`f_${fault.kind}`)),
        h('p', { class: 'small muted' }, facts.join(' · ')),
      ),
      h(
        'button',
        {
          type: 'button',
          'data-key': `fault-${fault.id}`,
          'aria-label': `${t('switch_off')} ${t(`f_${fault.kind}`)}`,
          onclick: () => void store.act(() => call('DELETE', `/faults/${fault.id}`)),
        },
        t('switch_off'),
      ),
    ),
  )
}
