// 链详情: one local chain, its validators and its verified headers; and one header with its certificate.
import { h } from '../app/vue.js';
import { get, misbehaviourAddress } from '../app/api.js';
import { chainName, number, short, time } from '../app/format.js';
import { t } from '../app/i18n.js';
import { refreshOn } from '../app/live.js';
import { useData } from '../app/load.js';
import { to } from '../app/router.js';
import { chainCalls, chainStatus, openCallsOf, statusOf } from './status.js';
import { badge, bigNumber, certificate, chainLink, crumbs, facts, hash, headerFacts, json, link, loaded, panel, table } from '../app/ui.js';

/** Chains that have a status. */
const REGISTERED = ['ACTIVE', 'SUSPENDED', 'FROZEN'];

function sealBar(made, window) {
  const share = window > 0 ? made / window : 0;
  return h('span', { class: 'bar', role: 'img', 'aria-label': made + ' / ' + window }, [
    h('span', { class: 'bar-track' }, [h('span', { class: 'bar-fill', style: { width: Math.round(100 * share) + '%' } })]),
    h('span', { class: 'bar-text' }, made + '/' + window),
  ]);
}

// Nodes of one organisation lie together, so that the eye sees how many hands hold the chain.
const validators = (data) =>
  panel(t('chain.validators'), [
    h('p', { class: 'muted' }, t('chain.validatorsNote', data.validators.length, data.faulty, data.quorum)),
    table([
      [t('chain.node'), (v) => h('strong', v.name)],
      [t('chain.organisation'), (v) => v.organisationName ?? '–'],
      [t('chain.creditCode'), (v) => h('code', v.organisation)],
      [t('chain.key'), (v) => hash(v.publicKey)],
      [t('chain.seals', data.sealWindow), (v) => sealBar(v.sealsInWindow, data.sealWindow)],
    ], data.validators.map((v) => ({ ...v, key: v.publicKey })), { caption: t('chain.validators') }),
  ]);

const headers = (chain, rows) =>
  panel(t('chain.headers'), [
    table([
      [t('height'), (row) => link(to('chains', chain, 'headers', row.height), number(row.height)), 'num'],
      [t('hash'), (row) => hash(row.hash)],
      [t('time'), (row) => time(row.time)],
      [t('seals'), (row) => row.seals, 'num'],
      [t('round'), (row) => row.round, 'num'],
      [t('recordedAt'), (row) => number(row.supervision.height), 'num'],
    ], rows, { caption: t('chain.headers'), address: (row) => to('chains', chain, 'headers', row.height) }),
  ]);

function clientFacts(data) {
  const client = data.client;
  if (!client) return [];
  return [
    [t('client.status'), h('span', { 'data-client': client.status }, t('client.' + client.status))],
    [t('client.expiresAt'), time(client.expiresAt)],
  ];
}

function observer(data) {
  const seen = data.observer;
  if (!seen) return null;
  return panel(t('chain.observer'), [facts([
    ...clientFacts(data),
    [t('chain.reported'), number(seen.reported)],
    [t('chain.verified'), number(seen.verified)],
    [t('chain.stage'), seen.stage],
    [t('chain.failures'), seen.failures > 0 ? String(seen.failures) : undefined],
    [t('chain.problem'), seen.problem],
  ])]);
}

function registration(data) {
  const known = data.registration ?? data.proposal?.registration;
  if (!known) return null;
  return panel(t('chain.registration'), [
    facts([
      [t('chain.operator'), known.operator ? h('span', [known.operator.name, ' ', h('code', known.operator.uscc)]) : undefined],
      [t('chain.signOff'), known.provincialSignOff?.regulator],
      [t('chain.proposedBy'), known.proposedBy],
      [t('chain.approvedBy'), known.approvedBy ? known.approvedBy + ' · ' + time(known.approvedAt) : undefined],
      [t('chain.technology'), known.technology ? known.technology.product + ' ' + known.technology.version : undefined],
      [t('chain.crypto'), known.technology?.cryptoModule],
      [t('chain.genesis'), known.genesisHash ? hash(known.genesisHash) : undefined],
      [t('chain.sealKeys'), known.sealKeys ? h('span', known.sealKeys.map((key) => hash(key))) : undefined],
    ]),
    h('details', [h('summary', t('chain.endpoints')), json(data.endpoints ?? known.endpoints ?? [])]),
  ]);
}

function frozen(data) {
  if (!data.frozen) return null;
  return panel(t('state.FROZEN'), [
    h('p', h('a', { href: misbehaviourAddress(data.chain), download: '' }, t('client.evidence'))),
    json(data.frozen),
  ], { className: 'alarm' });
}

const tallies = (chain, data) =>
  h('div', { class: 'tallies row' }, [
    bigNumber(t('height'), data.height ?? '–'),
    bigNumber(t('chain.verified'), data.lightClient?.height ?? 0),
    bigNumber(t('chain.objects'), data.objects ?? 0, { href: to('objects') + '?chain=' + chain }),
    bigNumber(t('chain.transfers'), data.transfers ?? 0, { href: to('transfers') + '?chain=' + chain }),
    bigNumber(t('chain.anomalies'), data.anomalies ?? 0, { href: to('chains', chain, 'anomalies'), tone: data.anomalies > 0 ? 'bad' : 'ok' }),
  ]);

export const Chain = {
  props: { chain: String },
  setup(props) {
    const state = useData(() => props.chain, async () => {
      const data = await get(['chains', props.chain]);
      if (!REGISTERED.includes(data.state)) return { ...data, calls: [] };
      const [status, calls] = await Promise.all([statusOf('chains', props.chain), openCallsOf(props.chain)]);
      return { ...data, status, calls };
    });
    refreshOn(['overview'], state.refresh);
    return () => loaded(state, (data) =>
      h('div', { class: 'page' }, [
        crumbs(link('#/', t('nav.overview')), chainName(props.chain)),
        h('h1', { 'data-chain': props.chain }, [chainName(props.chain), ' ', badge(data.state, 'state')]),
        data.state === 'NOT_CONNECTED' ? h('p', { class: 'none' }, t('chain.notConnected')) : tallies(props.chain, data),
        data.status ? chainStatus(data.status) : null,
        chainCalls(data.calls),
        frozen(data),
        data.validators ? validators(data) : null,
        h('div', { class: 'columns' }, [registration(data), observer(data)]),
        data.headers.length > 0 ? headers(props.chain, data.headers) : null,
      ]));
  },
};

export const Header = {
  props: { chain: String, height: String },
  setup(props) {
    const state = useData(() => props.chain + props.height, () => get(['chains', props.chain, 'headers', props.height]));
    return () => loaded(state, (block) =>
      h('div', { class: 'page' }, [
        crumbs(link('#/', t('nav.overview')), chainLink(props.chain), t('header.title')),
        h('h1', [chainName(props.chain), ' #', number(block.height), ' ', h('code', { class: 'muted' }, short(block.hash))]),
        panel(t('header.certificate'), [certificate(block)]),
        panel(t('header.title'), [
          headerFacts(block),
          block.supervision ? facts([[t('recordedAt'), h('span', [t('supervision'), ' #', number(block.supervision.height), ' · ', hash(block.supervision.transaction)])]]) : null,
          h('details', [h('summary', t('header.canonical')), h('pre', { class: 'bytes' }, block.canonical)]),
          block.sealedBytes ? h('details', [h('summary', t('header.sealedBytes')), h('pre', { class: 'bytes' }, block.sealedBytes)]) : null,
        ]),
      ]));
  },
};
