// 异常: what was refused, of one chain or of all in sight.
import { h } from '../app/vue.js';
import { get } from '../app/api.js';
import { chainName, number, time } from '../app/format.js';
import { t } from '../app/i18n.js';
import { refreshOn } from '../app/live.js';
import { useData } from '../app/load.js';
import { chainLink, crumbs, link, loaded, panel, table } from '../app/ui.js';

const PAGE = 200;

async function ofChain(chain) {
  return (await get(['chains', chain, 'anomalies'], { limit: PAGE })).items.reverse();
}

async function inSight() {
  const { markets } = await get(['overview']);
  const chains = markets.filter((market) => market.anomalies > 0).map((market) => market.chainId);
  return (await Promise.all(chains.map(ofChain))).flat().sort((a, b) => b.time - a.time);
}

export const Anomalies = {
  props: { chain: String },
  setup(props) {
    const state = useData(() => props.chain, () => (props.chain ? ofChain(props.chain) : inSight()));
    refreshOn(['anomaly'], state.refresh);
    return () => loaded(state, (rows) => h('div', { class: 'page' }, [
      props.chain ? crumbs(link('#/', t('nav.overview')), chainLink(props.chain), t('anomalies.title')) : null,
      h('h1', props.chain ? t('anomalies.of', chainName(props.chain)) : t('anomalies.title')),
      rows.length === 0
        ? panel(null, [h('p', { class: 'verdict ok' }, [h('span', { 'aria-hidden': 'true' }, '✓ '), t('anomalies.none')])])
        : panel(null, [
            h('p', { class: 'muted' }, t('anomalies.note')),
            table([
              [t('objects.chain'), (a) => chainLink(a.chain)],
              [t('height'), (a) => number(a.height), 'num'],
              [t('anomalies.code'), (a) => h('code', { class: 'reason' }, a.code)],
              [t('anomalies.message'), (a) => a.message, 'wide'],
              [t('anomalies.object'), (a) => (a.objectId ? a.objectId + (a.version === undefined ? '' : ' v' + a.version) : '–')],
              [t('anomalies.node'), (a) => a.node ?? '–'],
              [t('recordedAt'), (a) => number(a.supervisionHeight), 'num'],
              [t('time'), (a) => time(a.time)],
            ], rows.map((a) => ({ ...a, key: a.chain + a.number })), { caption: t('anomalies.title') }),
          ]),
    ]));
  },
};
