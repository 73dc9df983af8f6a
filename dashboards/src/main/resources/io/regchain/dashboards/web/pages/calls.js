// 跨链调用: the list, and one call hop by hop.
import { h } from '../app/vue.js';
import { get } from '../app/api.js';
import { chainName, number, time } from '../app/format.js';
import { t } from '../app/i18n.js';
import { refreshOn } from '../app/live.js';
import { useData } from '../app/load.js';
import { route, to } from '../app/router.js';
import { badge, chainLink, crumbs, facts, hash, json, link, loaded, panel, table } from '../app/ui.js';
import { filterBar, olderButton } from './lists.js';
import { flow } from './flow.js';
import { callStatus, statusOf } from './status.js';

const STATES = ['ROUTED', 'HELD', 'SUCCEEDED', 'FAILED', 'TIMED_OUT'];
const address = (call) => to('calls', call.source, call.destination, call.channel, call.sequence);

export const Calls = {
  setup() {
    const state = useData(() => route.value.full, async () => (await get(['calls'], route.value.query)).items);
    refreshOn(['call'], state.refresh);
    return () => h('div', { class: 'page' }, [
      h('h1', t('calls.title')),
      filterBar('calls', [['state', STATES, (s) => t('call.' + s)]]),
      loaded(state, (rows) => panel(null, [
        table([
          [t('calls.from'), (c) => chainLink(c.source)],
          [t('calls.to'), (c) => chainLink(c.destination)],
          [t('calls.sequence'), (c) => link(address(c), c.channel + ' #' + c.sequence), 'num'],
          [t('calls.method'), (c) => h('code', c.destinationContract + '.' + c.method)],
          [t('calls.state'), (c) => h('span', [badge(c.state, 'call'), c.code ? h('code', { class: 'reason' }, c.code) : null])],
          [t('calls.sent'), (c) => time(c.sentAt)],
          [t('calls.ended'), (c) => time(c.endedAt)],
        ], rows, { address, caption: t('calls.title') }),
        olderButton('calls', rows),
      ])),
    ]);
  },
};

function proof(hop) {
  const by = hop.provenBy ?? {};
  return facts([
    [t('hop.provenOn'), by.chain ? h('span', [chainLink(by.chain), ' #', by.height !== undefined ? link(to('chains', by.chain, 'headers', by.height), number(by.height)) : '']) : undefined],
    [t('hash'), by.headerHash ? hash(by.headerHash, to('chains', by.chain, 'headers', by.height)) : undefined],
    [t('seals'), by.seals !== undefined ? String(by.seals) : undefined],
    [t('hop.stateKey'), by.stateKey ? h('code', by.stateKey) : undefined],
    [t('hop.siblings'), by.proofSiblings !== undefined ? t('hop.siblingsN', by.proofSiblings) : undefined],
    [t('recordedAt'), h('span', [t('supervision'), ' #', number(hop.recordedIn.height), ' · ', hash(hop.recordedIn.transaction)])],
    [t('hop.relayer'), hop.relayer ? h('code', hop.relayer.length > 24 ? hop.relayer.slice(0, 16) + '…' : hop.relayer) : undefined],
    [t('time'), time(hop.time)],
  ]);
}

const hopPanel = (hop) =>
  h('article', { class: ['hop', 'hop-' + hop.what], key: hop.n }, [
    h('h3', [h('span', { class: 'hop-n' }, hop.n), t('hop.' + hop.what), h('span', { class: 'muted' }, ' · ' + t('hop.' + hop.what + '.what'))]),
    proof(hop),
  ]);

export const Call = {
  props: { source: String, destination: String, channel: String, sequence: String },
  setup(props) {
    const state = useData(
      () => [props.source, props.destination, props.channel, props.sequence].join('/'),
      async () => {
        const parts = ['calls', props.source, props.destination, props.channel, props.sequence];
        const [call, status] = await Promise.all([get(parts), statusOf(...parts)]);
        return { ...call, status };
      },
    );
    refreshOn(['call'], state.refresh);
    return () => loaded(state, (call) =>
      h('div', { class: 'page' }, [
        crumbs(link('#/', t('nav.overview')), link('#/calls', t('nav.calls')), call.channel + ' #' + call.sequence),
        h('h1', [t('call.title', chainName(call.source), chainName(call.destination), call.channel, call.sequence), ' ', badge(call.state, 'call')]),
        call.code ? h('p', { class: 'verdict bad' }, [h('code', call.code), ' ', call.code === 'ROUTE_DENIED' ? t('hop.denied') : call.message]) : null,
        call.status && call.status.stage !== 'DONE' ? callStatus(call.status) : null,
        panel(t('call.flow'), [flow(call)], { className: 'flow-panel' }),
        h('div', { class: 'hops' }, call.hops.map(hopPanel)),
        h('div', { class: 'columns' }, [
          panel(t('call.payload'), [
            facts([
              [t('call.source'), h('span', [chainLink(call.source), ' · ', h('code', call.sourceContract)])],
              [t('call.destination'), h('span', [chainLink(call.destination), ' · ', h('code', call.destinationContract + '.' + call.method)])],
              [t('call.timeout'), time(call.timeout)],
            ]),
            json(call.payload),
          ]),
          panel(t('call.acknowledgement'), [call.acknowledgement ? json(call.acknowledgement) : h('p', { class: 'none' }, call.code ?? t(call.state === 'HELD' ? 'hop.held' : 'hop.waiting'))]),
        ]),
      ]));
  },
};
