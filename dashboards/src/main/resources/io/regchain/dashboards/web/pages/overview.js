// 总览: the federation at a glance.
import { h, onBeforeUnmount, ref } from '../app/vue.js';
import { get } from '../app/api.js';
import { chainName, moment, number, time } from '../app/format.js';
import { pick, t } from '../app/i18n.js';
import { live, onEvent, refreshOn } from '../app/live.js';
import { useData } from '../app/load.js';
import { COLUMNS, MARKETS, ROWS } from '../app/markets.js';
import { to } from '../app/router.js';
import { bigNumber, hash, loaded, panel, symbolOf } from '../app/ui.js';

const TICKER = 40;
const LEGEND = ['ACTIVE', 'PROPOSED', 'SUSPENDED', 'FROZEN', 'NOT_CONNECTED'];

function tile(market) {
  const spot = MARKETS[market.chainId];
  const [symbol, tone] = symbolOf(market.state);
  const outside = !market.inScope;
  const connected = market.state !== 'NOT_CONNECTED';
  const name = chainName(market.chainId);
  const state = t('state.' + market.state) + (outside ? '，' + t('state.outside') : '');
  const height = market.height === undefined ? '' : '，' + t('height') + ' ' + number(market.height);
  return h('a', {
    key: market.chainId,
    href: to('chains', market.chainId),
    class: ['tile', tone, { outside, connected, alarmed: market.anomalies > 0 }],
    style: { gridColumn: spot.x + 1, gridRow: spot.y + 1 },
    title: market.operator + ' · ' + state,
    'aria-label': name + '，' + state + height,
    'data-chain': market.chainId,
  }, [
    h('span', { class: 'tile-name' }, name),
    h('span', { class: 'tile-state', 'aria-hidden': 'true' }, [symbol, ' ', outside ? '⊘' : connected && market.height !== undefined ? h('span', { key: market.height, class: 'height' }, number(market.height)) : '']),
    market.anomalies > 0 ? h('span', { class: 'tile-alarm', 'aria-label': t('overview.anomalies') + ' ' + market.anomalies }, '!' + market.anomalies) : null,
  ]);
}

const map = (markets) =>
  panel(t('overview.map'), [
    h('div', { class: 'tilemap', style: { '--columns': COLUMNS, '--rows': ROWS } }, markets.filter((m) => MARKETS[m.chainId]).map(tile)),
    h('p', { class: 'legend' }, [
      ...LEGEND.map((state) => h('span', { class: ['legend-item', symbolOf(state)[1]] }, [h('span', { 'aria-hidden': 'true' }, symbolOf(state)[0]), ' ', t('state.' + state)])),
      h('span', { class: 'legend-item off' }, [h('span', { 'aria-hidden': 'true' }, '⊘'), ' ', t('state.outside')]),
      h('span', { class: 'muted note' }, t('overview.mapNote')),
    ]),
  ], { className: 'map' });

const hub = (data) =>
  panel(null, [
    h('div', { class: 'pulse' }, [
      h('span', { class: 'big-label' }, t('overview.hubHeight')),
      h('strong', { class: 'giant', 'aria-live': 'off' }, [h('span', { key: Math.max(live.height, data.hub.height), class: 'height' }, number(Math.max(live.height, data.hub.height)))]),
      h('span', { class: 'big-note' }, t('overview.validators', data.hub.validators, data.hub.quorum)),
    ]),
    h('dl', { class: 'mini' }, [
      h('div', [h('dt', t('overview.block')), h('dd', [hash(data.hub.blockHash)])]),
      h('div', [h('dt', t('overview.trustRoot')), h('dd', [hash(data.hub.trustRoot)])]),
    ]),
  ], { className: 'hub' });

function callsNote(totals) {
  const parts = [[totals.callsSucceeded, 'overview.callsOk'], [totals.callsFailed, 'overview.callsNo'], [totals.callsTimedOut, 'overview.callsLate'], [totals.callsOpen, 'overview.callsOpen']];
  return parts.filter(([n]) => n > 0).map(([n, word]) => n + ' ' + t(word)).join(' · ');
}

const tallies = (totals) =>
  panel(null, [h('div', { class: 'tallies' }, [
    bigNumber(t('overview.connected'), number(totals.active) + ' / ' + totals.markets, { href: to('chains') }),
    bigNumber(t('overview.headers'), totals.headers, { href: to('chains') }),
    bigNumber(t('overview.objects'), totals.objects, { href: to('objects') }),
    bigNumber(t('overview.transfers'), totals.transfers, { href: to('transfers') }),
    bigNumber(t('overview.calls'), totals.calls, { href: to('calls'), note: callsNote(totals) }),
    bigNumber(t('overview.anomalies'), totals.anomalies, { href: to('anomalies'), tone: totals.anomalies > 0 ? 'bad' : 'ok' }),
  ])], { className: 'sums' });

const KIND_MARKS = { chain: '◆', call: '⇄', transfer: '¥', object: '▤', anomaly: '!', identity: '☉', alert: '✕' };

// The hub's titles name chains by their ids; the reader knows them by their regions.
function withNames(title) {
  return title.replace(/product-([^/\s]+)\/\d+/, '$1').replace(/\b[a-z]{3,32}\b/g, (word) => (MARKETS[word] ? chainName(word) : word));
}

const ticker = (rows) =>
  panel(t('overview.ticker'), [
    h('ol', { class: 'ticker' }, rows.map((row) =>
      h('li', { key: row.seq, class: 'kind-' + row.kind }, [
        h('a', { href: row.link }, [
          h('span', { class: 'mark', 'aria-hidden': 'true' }, KIND_MARKS[row.kind] ?? '·'),
          h('span', { class: 'what' }, withNames(pick(row.title.zh, row.title.en))),
          h('time', { title: time(row.time) }, moment(row.time)),
        ]),
      ]))),
    rows.length === 0 ? h('p', { class: 'none' }, t('none')) : null,
  ], { className: 'events', aside: h('span', { class: ['dot', live.connected ? 'ok' : 'warn'] }, live.connected ? t('live.on') : t('live.off')) });

export const Overview = {
  setup() {
    const recent = ref([]);
    const state = useData(() => 'overview', async () => {
      const data = await get(['overview']);
      recent.value = merge(recent.value, data.recent);
      return data;
    });
    onEvent((kind, row) => {
      if (kind !== 'overview' && row.seq !== undefined) recent.value = merge([row], recent.value);
    });
    refreshOn(['overview'], state.refresh);
    onBeforeUnmount(() => (recent.value = []));
    return () => loaded(state, (data) =>
      h('div', { class: 'overview' }, [
        h('h1', { class: 'sr-only' }, t('nav.overview')),
        h('div', { class: 'left' }, [hub(data), tallies(data.totals)]),
        map(data.markets),
        ticker(recent.value),
        h('p', { class: 'creed' }, t('overview.proven')),
      ]));
  },
};

function merge(first, second) {
  const rows = new Map([...first, ...second].map((row) => [row.seq, row]));
  return [...rows.values()].sort((a, b) => b.seq - a.seq).slice(0, TICKER);
}
