// 数据对象: the list, the versions of one, and one snapshot with seals and proof.
import { h } from '../app/vue.js';
import { get } from '../app/api.js';
import { number, time } from '../app/format.js';
import { t } from '../app/i18n.js';
import { useData } from '../app/load.js';
import { route, to } from '../app/router.js';
import { chainLink, crumbs, facts, hash, json, link, loaded, panel, table, tick, typeName } from '../app/ui.js';
import { filterBar, olderButton } from './lists.js';

const TYPES = ['subject', 'account', 'product', 'transactionreport', 'registration', 'settlement', 'infodisclosure'];
const address = (o) => to('objects', o.chain, o.objectId, o.version);

const columns = () => [
  [t('objects.chain'), (o) => chainLink(o.chain)],
  [t('objects.id'), (o) => link(address(o), o.objectId)],
  [t('objects.version'), (o) => o.version, 'num'],
  [t('objects.type'), (o) => typeName(o.type)],
  [t('objects.operation'), (o) => t('op.' + o.operation)],
  [t('objects.digest'), (o) => hash(o.digest)],
  [t('height'), (o) => link(to('chains', o.chain, 'headers', o.height), number(o.height)), 'num'],
  [t('recordedAt'), (o) => number(o.supervision.height), 'num'],
];

export const Objects = {
  setup() {
    const state = useData(() => route.value.full, async () => (await get(['objects'], route.value.query)).items);
    return () => h('div', { class: 'page' }, [
      h('h1', t('objects.title')),
      filterBar('objects', [['type', TYPES, typeName]]),
      loaded(state, (rows) => panel(null, [table(columns(), rows, { address, caption: t('objects.title') }), olderButton('objects', rows)])),
    ]);
  },
};

export const Versions = {
  props: { chain: String, id: String },
  setup(props) {
    const state = useData(() => props.chain + '/' + props.id, async () => (await get(['objects', props.chain, props.id])).items);
    return () => loaded(state, (rows) => h('div', { class: 'page' }, [
      crumbs(link('#/objects', t('nav.objects')), chainLink(props.chain), props.id),
      h('h1', t('object.title', props.id)),
      panel(t('object.versions'), [table(columns(), rows, { address, caption: t('object.versions') })]),
    ]));
  },
};

const seals = (rows) =>
  table([
    [t('chain.key'), (seal) => hash(seal.signer)],
    [t('object.registered'), (seal) => t(seal.registered ? 'yes' : 'no')],
    [t('header.signature'), (seal) => tick(seal.valid && seal.registered)],
  ], rows, { caption: t('object.seals') });

function proof(chain, data) {
  const { proof: by } = data;
  return facts([
    [t('objects.digest'), hash(data.digest)],
    [t('object.localKey'), h('code', by.stateKey)],
    [t('object.localHeight'), link(to('chains', chain, 'headers', by.height), number(by.height))],
    [t('object.hubKey'), h('code', by.supervisionKey)],
    [t('object.hubHeight'), number(by.supervisionHeight)],
    [t('hop.siblings'), t('hop.siblingsN', by.supervisionSiblings)],
    [t('object.transaction'), data.transaction ? link(to('transfers', chain, data.transaction), h('code', data.transaction.slice(0, 16) + '…')) : undefined],
  ]);
}

const withoutSeals = ({ seal: _, ...head }) => head;

export const Snapshot = {
  props: { chain: String, id: String, version: String },
  setup(props) {
    const state = useData(() => [props.chain, props.id, props.version].join('/'), async () => {
      const [data, versions] = await Promise.all([get(['objects', props.chain, props.id, props.version]), get(['objects', props.chain, props.id])]);
      const row = versions.items.find((v) => String(v.version) === props.version);
      return { ...data, transaction: data.transaction ?? row?.transaction, versions: versions.items };
    });
    return () => loaded(state, (data) => {
      const { header, body } = data.snapshot;
      return h('div', { class: 'page' }, [
        crumbs(link('#/objects', t('nav.objects')), chainLink(props.chain), link(to('objects', props.chain, props.id), props.id), 'v' + props.version),
        h('h1', [t('object.title', props.id), h('span', { class: 'muted' }, ' v' + props.version + ' · ' + typeName(header.content.type) + ' · ' + t('op.' + header.content.operation))]),
        h('div', { class: 'columns' }, [
          panel(t('object.proof'), [proof(props.chain, data)]),
          panel(t('object.seals'), [seals(data.seals), facts([[t('time'), time(header.content.timestamp * 1000)], [t('object.versions'), h('span', { class: 'versions' }, data.versions.map((v) => link(address(v), 'v' + v.version)))]])]),
        ]),
        panel(t('object.body'), [json(body)], { aside: h('span', { class: 'muted' }, t('object.masked')) }),
        panel(t('object.head'), [json(withoutSeals(header))]),
      ]);
    });
  },
};
