// 市场与链: every market in sight as a table, from which the overview's sums are made.
import { h } from '../app/vue.js';
import { get } from '../app/api.js';
import { number, time } from '../app/format.js';
import { t } from '../app/i18n.js';
import { refreshOn } from '../app/live.js';
import { useData } from '../app/load.js';
import { to } from '../app/router.js';
import { badge, chainLink, crumbs, link, loaded, panel, table } from '../app/ui.js';

const CONNECTED_FIRST = (a, b) => (b.headers ?? 0) - (a.headers ?? 0) || a.no - b.no;
const nodes = (m) => (m.validators === undefined ? '–' : m.validators + ' / ' + m.quorum);

export const Chains = {
  setup() {
    const state = useData(() => 'chains', async () => (await get(['overview'])).markets.filter((market) => market.inScope));
    refreshOn(['overview'], state.refresh);
    return () => loaded(state, (markets) => h('div', { class: 'page' }, [
      crumbs(link('#/', t('nav.overview')), t('chains.title')),
      h('h1', t('chains.title')),
      panel(null, [table([
        [t('objects.chain'), (m) => chainLink(m.chainId)],
        [t('chain.operator'), (m) => m.operator],
        [t('calls.state'), (m) => badge(m.state, 'state')],
        [t('chains.nodes'), nodes, 'num'],
        [t('height'), (m) => (m.height === undefined ? '–' : link(to('chains', m.chainId, 'headers', m.height), number(m.height))), 'num'],
        [t('chain.headers'), (m) => number(m.headers), 'num'],
        [t('chain.objects'), (m) => link(to('objects') + '?chain=' + m.chainId, number(m.objects)), 'num'],
        [t('chain.transfers'), (m) => link(to('transfers') + '?chain=' + m.chainId, number(m.transfers)), 'num'],
        [t('chain.anomalies'), (m) => link(to('chains', m.chainId, 'anomalies'), number(m.anomalies)), 'num'],
        [t('chains.lastVerified'), (m) => time(m.lastVerifiedAt)],
      ], [...markets].sort(CONNECTED_FIRST).map((m) => ({ ...m, key: m.chainId })), { address: (m) => to('chains', m.chainId), caption: t('chains.title') })]),
    ]));
  },
};
