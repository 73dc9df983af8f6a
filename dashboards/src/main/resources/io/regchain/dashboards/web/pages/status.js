// 运行状态: how every chain is and where every open call stands: what is waited for, for whom, since when, until when, and
// what would unblock it. And the same of one chain or one call, for their own pages.
import { h } from '../app/vue.js';
import { get } from '../app/api.js';
import { chainName, lasting, number, time } from '../app/format.js';
import { pick, t } from '../app/i18n.js';
import { refreshEvery, refreshOn } from '../app/live.js';
import { useData } from '../app/load.js';
import { to } from '../app/router.js';
import { badge, bigNumber, chainLink, crumbs, facts, link, loaded, muted, panel, table } from '../app/ui.js';

const AGAIN_MILLIS = 10000;
const WORST_FIRST = ['DEAD', 'STUCK', 'SLOW', 'OK'];
const LEAST_MOVING_FIRST = ['STUCK', 'SLOW', 'MOVING', 'ENDED'];

const byHealth = (order) => (a, b) => order.indexOf(a.health) - order.indexOf(b.health);
const said = (words) => (words ? pick(words.zh, words.en) : undefined);
const lacks = (n) => h('span', { class: n > 0 ? 'lacking' : undefined }, number(n));

/** How long ago a moment of a status is, or how long it takes until then. */
function distance(status, field, word) {
  const at = status[field];
  return at === undefined ? '–' : h('time', { title: time(at) }, t(word, lasting(Math.abs(status.asOf - at))));
}

function deadline(status) {
  if (status.deadline === undefined) return '–';
  return status.deadline < status.asOf ? h('span', { class: 'lacking', title: time(status.deadline) }, t('status.passed')) : distance(status, 'deadline', 'status.in');
}

/** What would unblock it and who must do it; quieter where it helps itself. */
const remedy = (status) =>
  status.unblock ? h('p', { class: ['unblock', { calm: status.mustAct === 'NOBODY' }] }, [h('span', { 'aria-hidden': 'true' }, '→ '), said(status.unblock)]) : null;

const explanation = (status) => h('div', { class: 'why' }, [status.reason ? h('p', said(status.reason)) : null, remedy(status)]);

const chainsTable = (statuses) =>
  table([
    [t('objects.chain'), (s) => chainLink(s.chain)],
    [t('status.health'), (s) => badge(s.health, 'health')],
    [t('status.reported'), (s) => number(s.reported), 'num'],
    [t('status.verified'), (s) => number(s.verified), 'num'],
    [t('status.proven'), (s) => number(s.proven), 'num'],
    [t('status.missing'), (s) => lacks(s.missing), 'num'],
    [t('status.gaps'), (s) => lacks(s.objects.gaps), 'num'],
    [t('status.late'), (s) => lacks(s.objects.late), 'num'],
    [t('status.openCalls'), (s) => number(s.openCalls), 'num'],
    [t('status.since'), (s) => distance(s, 'since', 'status.ago')],
    [t('status.nextRetry'), (s) => distance(s, 'nextRetry', 'status.in')],
    [t('status.why'), explanation, 'wide'],
  ], statuses.map((s) => ({ ...s, key: s.chain })), { address: (s) => to('chains', s.chain), caption: t('status.chains') });

const callAddress = (s) => to('calls', s.source, s.destination, s.channel, s.sequence);
const callName = (s) => chainName(s.source) + ' → ' + chainName(s.destination) + ' · ' + s.channel + ' #' + s.sequence;

/** A call that the hub has not taken has no page yet. */
const callsTable = (statuses) =>
  table([
    [t('status.call'), (s) => (s.stage === 'SENT' ? callName(s) : link(callAddress(s), callName(s)))],
    [t('status.stage'), (s) => t('stage.' + s.stage)],
    [t('status.health'), (s) => badge(s.health, 'health')],
    [t('status.waitingFor'), (s) => said(s.waitingFor)],
    [t('status.since'), (s) => distance(s, 'since', 'status.ago')],
    [t('status.deadline'), deadline],
    [t('status.nextPass'), (s) => distance(s, 'nextRetry', 'status.in')],
    [t('status.why'), explanation, 'wide'],
  ], statuses.map((s) => ({ ...s, key: s.id })), { caption: t('status.calls') });

const openCalls = ({ items, unreceived }) => [...items, ...unreceived].sort(byHealth(LEAST_MOVING_FIRST));

function counts(chains, calls) {
  const of = (health) => chains.filter((s) => s.health === health).length;
  const tone = (health) => (health === 'OK' ? 'ok' : of(health) === 0 ? undefined : health === 'SLOW' ? 'warn' : 'bad');
  const waiting = calls.filter((s) => s.health === 'STUCK').length;
  return h('div', { class: 'tallies row' }, [
    ...['OK', 'SLOW', 'STUCK', 'DEAD'].map((health) => bigNumber(t('status.chainsThat', t('health.' + health)), of(health), { tone: tone(health) })),
    bigNumber(t('status.open'), calls.length),
    bigNumber(t('status.openStuck'), waiting, { tone: waiting > 0 ? 'bad' : 'ok' }),
  ]);
}

export const Status = {
  setup() {
    const state = useData(() => 'status', async () => {
      const [chains, calls] = await Promise.all([get(['chains', 'status']), get(['calls', 'open'], { limit: 200 })]);
      return { chains: chains.items.sort(byHealth(WORST_FIRST)), calls: openCalls(calls) };
    });
    refreshOn(['call', 'chain', 'alert', 'anomaly'], state.refresh);
    refreshEvery(AGAIN_MILLIS, state.refresh); // what stands still sends no event
    return () => loaded(state, ({ chains, calls }) => h('div', { class: 'page wide-page' }, [
      crumbs(link('#/', t('nav.overview')), t('status.title')),
      h('h1', t('status.title')),
      counts(chains, calls),
      panel(t('status.chains'), [chainsTable(chains)], { aside: muted(t('status.heightsNote')) }),
      panel(t('status.calls'), [calls.length > 0 ? callsTable(calls) : h('p', { class: 'none' }, t('status.noCalls'))]),
    ]));
  },
};

/** The status of what a page shows; undefined where the hub has none to tell. */
export async function statusOf(...parts) {
  try {
    return await get([...parts, 'status']);
  } catch (e) {
    if (e.status === 404) return undefined;
    throw e;
  }
}

/** Reported, verified and proven side by side, with how many heights lie between them. */
function ladder(status) {
  const steps = [['status.reported', status.reported], ['status.verified', status.verified], ['status.proven', status.proven]];
  return h('ol', { class: 'ladder' }, steps.map(([word, value], i) => {
    const behind = i === 0 ? 0 : steps[i - 1][1] - value;
    return h('li', { class: behind > 0 ? 'behind' : undefined, 'data-step': word }, [
      h('span', { class: 'big-label' }, t(word)),
      h('strong', { class: 'big' }, number(value)),
      h('span', { class: 'big-note' }, i === 0 ? t('status.byNodes') : behind > 0 ? t('status.behind', number(behind)) : t('status.upTo')),
    ]);
  }));
}

function lateness(objects) {
  if (objects.looked === 0) return undefined;
  return t('status.lateOf', objects.late, objects.looked, lasting(objects.lateAfter)) + (objects.ahead > 0 ? pick('；', '; ') + t('status.ahead', objects.ahead) : '');
}

const backfill = (status) => {
  const missed = status.observer?.backfill;
  return missed ? t('status.backfillOf', number(missed.from), number(missed.to), number(missed.done), number(missed.left)) : undefined;
};

const firstGap = ({ chain, objects }) =>
  objects.gaps === 0
    ? '0'
    : h('span', [h('span', { class: 'lacking' }, t('status.gapsOf', objects.gaps)),
        objects.firstGap ? link(to('chains', chain, 'anomalies'), t('status.firstGap', objects.firstGap.objectId, objects.firstGap.version)) : '']);

export const chainStatus = (status) =>
  panel(t('status.title'), [
    h('p', { class: 'standing', 'data-health': status.health }, [badge(status.health, 'health'), ' ', said(status.reason)]),
    remedy(status),
    ladder(status),
    facts([
      [t('status.mustAct'), t('act.' + status.mustAct)],
      [t('status.since'), status.since === undefined ? undefined : distance(status, 'since', 'status.ago')],
      [t('status.nextRetry'), status.nextRetry === undefined ? undefined : distance(status, 'nextRetry', 'status.in')],
      [t('status.missing'), lacks(status.missing)],
      [t('status.backfill'), backfill(status)],
      [t('status.gaps'), firstGap(status)],
      [t('status.late'), lateness(status.objects)],
      [t('status.latency'), status.objects.looked > 0 ? t('status.latencyOf', lasting(status.objects.latency), lasting(status.objects.worst)) : undefined],
      [t('status.arrival'), status.objects.looked > 0 ? lasting(status.objects.arrival) : undefined],
      [t('status.openCalls'), number(status.openCalls)],
      [t('status.openSettlements'), number(status.openSettlements)],
      [t('status.relayRefusal'), status.relay?.refusal],
    ]),
  ], { className: ['STUCK', 'DEAD'].includes(status.health) ? 'alarm' : '' });

export const chainCalls = (statuses) => (statuses.length > 0 ? panel(t('status.calls'), [callsTable(statuses)]) : null);

export const openCallsOf = async (chain) => openCalls(await get(['calls', 'open'], { chain, limit: 200 }));

export const callStatus = (status) =>
  panel(t('status.callTitle'), [
    h('p', { class: 'standing', 'data-health': status.health, 'data-stage': status.stage }, [badge(status.health, 'health'), ' ', t('stage.' + status.stage)]),
    explanation(status),
    facts([
      [t('status.waitingFor'), said(status.waitingFor)],
      [t('status.since'), status.since === undefined ? undefined : h('span', [distance(status, 'since', 'status.ago'), muted(' · ' + time(status.since))])],
      [t('status.deadline'), status.deadline === undefined ? undefined : h('span', [deadline(status), muted(' · ' + time(status.deadline))])],
      [t('status.nextPass'), status.nextRetry === undefined ? undefined : distance(status, 'nextRetry', 'status.in')],
    ]),
  ], { className: status.health === 'STUCK' ? 'alarm' : '' });
