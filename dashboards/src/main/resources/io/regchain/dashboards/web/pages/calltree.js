// The call tree of a transaction: each call with what it read, wrote, told and called, in order.
import { h } from '../app/vue.js';
import { short } from '../app/format.js';
import { t } from '../app/i18n.js';
import { json } from '../app/ui.js';

const caller = (text) => text.replace(/[0-9a-f]{24,}/, (hex) => short(hex));

function opened(label, value) {
  const empty = value === null || value === undefined;
  return empty ? null : h('details', { class: 'step-value' }, [h('summary', label), json(value)]);
}

function keyed(step) {
  const write = step.kind === 'write';
  const nothing = t(write ? 'transfer.deleted' : 'transfer.absent');
  return h('li', { class: 'step ' + step.kind }, [
    h('span', { class: 'step-kind' }, t('transfer.' + step.kind)),
    h('code', { class: 'step-key' }, step.key),
    step.present ? opened('…', step.value) : h('span', { class: 'muted' }, step.again ? t('transfer.again') : nothing),
  ]);
}

const told = (step) =>
  h('li', { class: 'step event' }, [h('span', { class: 'step-kind' }, t('transfer.event')), h('code', { class: 'step-key' }, step.contract + '.' + step.name), opened('…', step.data)]);

function step(one) {
  switch (one.kind) {
    case 'call':
      return h('li', { class: 'step call' }, [callTree(one.call, 1)]);
    case 'event':
      return told(one);
    default:
      return keyed(one);
  }
}

const LONG_RUN = 5;

/** Long runs of reads lie folded, so that writes, events and calls stand out. */
function steps(all) {
  const shown = [];
  for (let i = 0; i < all.length; ) {
    let end = i;
    while (end < all.length && all[end].kind === 'read') end++;
    if (end - i >= LONG_RUN) {
      const run = all.slice(i, end);
      shown.push(h('li', { class: 'step run' }, [h('details', [h('summary', [h('span', { class: 'step-kind' }, t('transfer.read')), ' ', t('transfer.reads', run.length)]), h('ol', { class: 'steps' }, run.map(step))])]));
      i = end;
    } else shown.push(step(all[i++]));
  }
  return shown;
}

function counts(call) {
  const of = (kind) => call.steps.filter((one) => one.kind === kind).length;
  return ['read', 'write', 'event'].filter((kind) => of(kind) > 0).map((kind) => t('transfer.' + kind) + ' ' + of(kind)).join(' · ');
}

/** @param {number} depth 0 is the transaction's own call, shown open */
export function callTree(call, depth = 0) {
  const refused = call.code !== '';
  const head = [
    h('strong', [h('code', call.contract + '.' + call.method)]),
    h('span', { class: 'muted' }, ' ← ' + caller(call.caller) + ' · ' + counts(call)),
    refused ? h('span', { class: 'tick bad' }, ' ✕ ' + call.code + ' ' + call.message) : h('span', { class: 'tick ok' }, ' ✓'),
  ];
  return h('details', { class: ['call-node', { refused }], open: depth === 0 || refused }, [
    h('summary', { class: 'call-head' }, head),
    opened(t('transfer.arguments'), call.arguments),
    call.steps.length > 0 ? h('ol', { class: 'steps' }, steps(call.steps)) : null,
    opened(t('transfer.result'), call.result),
  ]);
}
