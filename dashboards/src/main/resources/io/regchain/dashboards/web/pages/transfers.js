// 转让: the list, and the penetrating inspection of one.
import { h } from '../app/vue.js';
import { evidenceAddress, get } from '../app/api.js';
import { chainName, number, short, time } from '../app/format.js';
import { known, t } from '../app/i18n.js';
import { refreshOn } from '../app/live.js';
import { useData } from '../app/load.js';
import { route, to } from '../app/router.js';
import { certificate, chainLink, crumbs, facts, hash, headerFacts, json, link, loaded, panel, table } from '../app/ui.js';
import { callTree } from './calltree.js';
import { filterBar, olderButton } from './lists.js';
import { Verification } from './verification.js';

const address = (row) => to('transfers', row.chain, row.transaction);

/** A reference to a data object, `<id>/<version>`. */
function reference(chain, text) {
  const [id, version] = (text ?? '').split('/');
  return version === undefined ? (text || '–') : link(to('objects', chain, id, version), id);
}

export const Transfers = {
  setup() {
    const state = useData(() => route.value.full, async () => (await get(['transfers'], route.value.query)).items);
    refreshOn(['transfer'], state.refresh);
    return () => h('div', { class: 'page' }, [
      h('h1', t('transfers.title')),
      filterBar('transfers'),
      loaded(state, (rows) => panel(null, [
        table([
          [t('objects.chain'), (r) => chainLink(r.chain)],
          [t('transfers.product'), (r) => reference(r.chain, r.product)],
          [t('transfers.seller'), (r) => reference(r.chain, r.seller)],
          [t('transfers.buyer'), (r) => reference(r.chain, r.buyer)],
          [t('transfers.quantity'), (r) => number(r.quantity), 'num'],
          [t('transfers.price'), (r) => r.price, 'num'],
          [t('transfers.traded'), (r) => r.tradedAt],
          [t('height'), (r) => link(to('chains', r.chain, 'headers', r.height), number(r.height)), 'num'],
          ['', (r) => link(address(r), t('transfers.inspect'), 'button small')],
        ], rows, { address, caption: t('transfers.title') }),
        olderButton('transfers', rows),
      ])),
    ]);
  },
};

function summary(chain, report) {
  if (!report) return null;
  return panel(t('transfer.summary'), [facts([
    [t('transfers.product'), reference(chain, report.product)],
    [t('transfers.seller'), reference(chain, report.seller)],
    [t('transfers.buyer'), reference(chain, report.buyer)],
    [t('transfers.quantity'), number(report.quantity)],
    [t('transfers.price'), report.price],
    [t('transfers.traded'), report.tradedAt],
  ])], { className: 'summary' });
}

const signed = (data) =>
  panel(t('transfer.transaction'), [facts([
    [t('call.contract'), h('code', data.signedTransaction.contract + '.' + data.signedTransaction.method)],
    ['ID', hash(data.transaction)],
    [t('transfer.sender'), hash(data.signedTransaction.sender)],
    [t('header.signature'), hash(data.signedTransaction.signature)],
    [t('transfer.place'), t('transfer.placeN', data.inclusion.index + 1, data.inclusion.of, t('hop.siblingsN', data.inclusion.transactionSiblings))],
    [t('transfer.outcome'), h('span', [t('outcome.' + data.receipt.outcome), data.receipt.code ? h('code', { class: 'reason' }, data.receipt.code) : null])],
    [t('transfer.traceHash'), hash(data.receipt.traceHash)],
  ])]);

function objects(data) {
  return panel(t('transfer.objects'), [table([
    [t('objects.id'), (o) => {
      const [, id, version] = o.key.split('/');
      return link(to('objects', data.chain, id, version), id + ' v' + version);
    }],
    [t('objects.type'), (o) => (known('type.' + o.value?.header?.content?.type) ? t('type.' + o.value.header.content.type) : '–')],
    [t('objects.operation'), (o) => t('op.' + o.value?.header?.content?.operation)],
    [t('hop.siblings'), (o) => t('hop.siblingsN', o.proofSiblings)],
    [t('object.body'), (o) => h('details', [h('summary', t('details')), json(o.value?.body ?? o.value)])],
  ], data.objects, { caption: t('transfer.objects') })]);
}

const block = (title, shown) => panel(title + ' · ' + chainName(shown.chain) + ' #' + number(shown.height), [certificate(shown), h('details', [h('summary', t('header.title') + ' ' + short(shown.hash)), headerFacts(shown)])]);

function hubChecks(data) {
  const failed = data.checks.filter((check) => !check.passed).length;
  return panel(t('transfer.serverChecks'), [h('details', { open: failed > 0 }, [
    h('summary', failed === 0 ? '✓ ' + t('transfer.allPassed', data.checks.length) : '✕ ' + t('transfer.notAll', failed)),
    table([
      ['', (check) => (check.passed ? '✓' : '✕')],
      [t('details'), (check) => h('span', [t('check.' + check.name), check.code ? h('code', { class: 'reason' }, check.code) : null])],
      ['', (check) => check.detail, 'wide'],
    ], data.checks.map((check) => ({ ...check, key: check.name })), { caption: t('transfer.serverChecks') }),
  ])]);
}

export const Transfer = {
  props: { chain: String, transaction: String },
  setup(props) {
    const state = useData(() => props.chain + props.transaction, async () => {
      const [data, overview, rows] = await Promise.all([
        get(['inspections', props.chain, props.transaction]),
        get(['overview']),
        get(['transfers'], { chain: props.chain, limit: 200 }),
      ]);
      return { ...data, hubRoot: overview.hub.trustRoot, report: rows.items.find((row) => row.transaction === props.transaction) };
    });
    return () => loaded(state, (data) => h('div', { class: 'page transfer' }, [
      crumbs(link('#/', t('nav.overview')), link('#/transfers', t('nav.transfers')), chainLink(props.chain), h('code', short(props.transaction))),
      h('h1', [t('transfer.title'), ' ', h('span', { class: 'muted' }, chainName(props.chain) + ' #' + number(data.height) + ' · ' + time(data.localBlock.time))]),
      h(Verification, { chain: props.chain, transaction: props.transaction, trustRoot: data.hubRoot, key: props.transaction }),
      h('div', { class: 'columns' }, [summary(props.chain, data.report), signed(data)]),
      panel(t('transfer.tree'), [callTree(data.call)], { aside: h('span', { class: 'muted' }, t('transfer.treeNote')) }),
      objects(data),
      h('div', { class: 'columns' }, [block(t('transfer.localBlock'), data.localBlock), block(t('transfer.hubBlock'), data.supervisionBlock)]),
      hubChecks(data),
      h('p', { class: 'muted' }, [h('a', { href: evidenceAddress(props.chain, props.transaction), download: '' }, t('transfer.download')), ' · ', h('code', t('transfer.offline'))]),
    ]));
  },
};
