// What lists share: filters in the address, and the way to older entries.
import { h } from '../app/vue.js';
import { chainName } from '../app/format.js';
import { t } from '../app/i18n.js';
import { MARKETS } from '../app/markets.js';
import { route } from '../app/router.js';
import { session } from '../app/session.js';

const PAGE = 50;

export function withQuery(name, changes) {
  const query = Object.entries({ ...route.value.query, ...changes }).filter(([, value]) => value !== undefined && value !== '');
  return '#/' + name + (query.length > 0 ? '?' + new URLSearchParams(query) : '');
}

function choice(list, name, label, values, word) {
  return h('label', [label, h('select', {
    value: route.value.query[name] ?? '',
    onChange: (event) => (location.hash = withQuery(list, { [name]: event.target.value, before: undefined })),
  }, [h('option', { value: '' }, t('all')), ...values.map((value) => h('option', { value }, word(value)))])]);
}

/** A choice of chain, and more [name, values, word] choices. */
export function filterBar(list, choices = []) {
  const scope = session.value?.scope ?? [];
  const chains = scope.includes('*') ? Object.keys(MARKETS) : scope;
  return h('div', { class: 'filters' }, [
    choice(list, 'chain', t('objects.chain'), chains, chainName),
    ...choices.map(([name, values, word]) => choice(list, name, t('calls.' + name) === 'calls.' + name ? t('objects.' + name) : t('calls.' + name), values, word)),
  ]);
}

export function olderButton(list, rows) {
  return rows.length < PAGE ? null : h('p', { class: 'actions' }, [h('a', { class: 'button', href: withQuery(list, { before: rows.at(-1).seq }) }, t('more'))]);
}
