// The pieces all pages are made of.
import { h, ref } from './vue.js';
import { chainName, masked, number, short, time } from './format.js';
import { known, t } from './i18n.js';
import { to } from './router.js';

export const panel = (title, body, { aside, className = '' } = {}) =>
  h('section', { class: ['panel', className] }, [
    title ? h('header', { class: 'panel-head' }, [h('h2', title), aside ? h('div', { class: 'aside' }, aside) : null]) : null,
    h('div', { class: 'panel-body' }, body),
  ]);

export const link = (address, text, className) => h('a', { href: address, class: className }, text);
export const chainLink = (chain) => (chain === 'supervision' ? chainName(chain) : link(to('chains', chain), chainName(chain)));
export const muted = (text) => h('span', { class: 'muted' }, text);

const copyMark = () => h('svg', { viewBox: '0 0 16 16', width: 12, height: 12, 'aria-hidden': 'true' }, [h('path', { d: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.4 })]);

/** A hash or key: short to the eye, whole to the pointer, the screen reader and the clipboard. */
export const Hash = {
  props: { value: String, href: String, full: Boolean },
  setup(props) {
    const copied = ref(false);
    async function copy() {
      await navigator.clipboard.writeText(props.value);
      copied.value = true;
      setTimeout(() => (copied.value = false), 1500);
    }
    return () => {
      const code = h('code', { class: ['hash', { full: props.full }], title: props.value }, props.full ? props.value : short(props.value));
      return h('span', { class: 'hash-box' }, [
        props.href ? h('a', { href: props.href }, [code]) : code,
        props.value && navigator.clipboard
          ? h('button', { class: 'copy', type: 'button', title: t('copy'), 'aria-label': t('copy') + ' ' + short(props.value), onClick: copy }, copied.value ? '✓' : copyMark())
          : null,
      ]);
    };
  },
};

export const hash = (value, href) => h(Hash, { value, href });

const SYMBOLS = {
  ACTIVE: ['●', 'ok'], PROPOSED: ['◐', 'wait'], SUSPENDED: ['‖', 'warn'], FROZEN: ['✕', 'bad'], REJECTED: ['✕', 'bad'], NOT_CONNECTED: ['○', 'off'],
  OK: ['●', 'ok'], MOVING: ['▸', 'ok'], ENDED: ['✓', 'ok'], SLOW: ['◔', 'warn'], STUCK: ['‖', 'bad'], DEAD: ['✕', 'bad'],
  ROUTED: ['◐', 'wait'], HELD: ['‖', 'warn'], SUCCEEDED: ['✓', 'ok'], FAILED: ['✕', 'bad'], TIMED_OUT: ['◷', 'warn'],
};

export const symbolOf = (state) => SYMBOLS[state] ?? ['?', 'off'];

/** A state by symbol, colour and word. */
export function badge(state, prefix) {
  const [symbol, tone] = symbolOf(state);
  return h('span', { class: ['badge', tone] }, [h('span', { 'aria-hidden': 'true' }, symbol + ' '), t(prefix + '.' + state)]);
}

export const tick = (right) =>
  h('span', { class: right ? 'tick ok' : 'tick bad' }, [h('span', { 'aria-hidden': 'true' }, right ? '✓ ' : '✕ '), t(right ? 'valid' : 'invalid')]);

/** Rows of [label, content]; empty ones are left out. */
export const facts = (rows) =>
  h('dl', { class: 'facts' }, rows.filter(([, content]) => content !== undefined && content !== null && content !== '').map(([label, content]) => h('div', [h('dt', label), h('dd', [content])])));

/**
 * A table; columns are [title, row => content, class].
 * @param {(row) => string=} address where a click on the row leads
 */
export function table(columns, rows, { address, caption } = {}) {
  if (rows.length === 0) return h('p', { class: 'none' }, t('none'));
  const open = (row) => (event) => {
    if (!event.target.closest('a, button')) location.hash = address(row);
  };
  return h('div', { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': caption }, [
    h('table', [
      h('thead', [h('tr', columns.map(([title, , tone]) => h('th', { scope: 'col', class: tone }, title)))]),
      h('tbody', rows.map((row, i) => h('tr', { key: row.key ?? row.seq ?? row.height ?? i, class: address ? 'opens' : '', onClick: address ? open(row) : undefined },
        columns.map(([, content, tone]) => h('td', { class: tone }, [content(row)]))))),
    ]),
  ]);
}

export const bigNumber = (label, value, { note, href, tone } = {}) => {
  const inside = [h('span', { class: 'big-label' }, label), h('strong', { class: ['big', tone] }, typeof value === 'number' ? number(value) : value), note ? h('span', { class: 'big-note' }, note) : null];
  return href ? h('a', { class: 'tally', href }, inside) : h('div', { class: 'tally' }, inside);
};

/** JSON as people read it, persons masked. */
export function json(value, key = '') {
  if (value === null || typeof value !== 'object') return h('span', { class: 'v-' + (value === null ? 'null' : typeof value) }, scalar(key, value));
  const entries = Array.isArray(value) ? value.map((v, i) => [String(i), v]) : Object.entries(value);
  if (entries.length === 0) return h('span', { class: 'muted' }, Array.isArray(value) ? '[ ]' : '{ }');
  return h('ul', { class: 'json' }, entries.map(([name, inner]) => h('li', [h('span', { class: 'k' }, name), json(inner, Array.isArray(value) ? key : name)])));
}

function scalar(key, value) {
  if (typeof value === 'number' && /(At|Millis|^time|Time)$/.test(key) && value > 1e12) return time(value);
  if (typeof value === 'number' && key === 'timestamp') return time(value * 1000);
  const shown = masked(key, value);
  return typeof shown === 'string' && /^[0-9a-f]{60,}$/.test(shown) ? hash(shown) : String(shown);
}

/** The certificate under a block, seal by seal. */
export function certificate(block) {
  const all = block.seals.length >= block.quorum && block.seals.every((seal) => seal.valid);
  return h('div', { class: 'certificate' }, [
    h('p', { class: ['verdict', all ? 'ok' : 'bad'] }, [h('span', { 'aria-hidden': 'true' }, all ? '✓ ' : '✕ '), t(all ? 'header.allValid' : 'header.notValid'),
      h('span', { class: 'muted' }, ' · ' + t('header.quorum', block.seals.length, block.quorum, block.validators))]),
    table([
      [t('header.signer'), (seal) => seal.name ?? hash(seal.signer)],
      [t('chain.creditCode'), (seal) => h('code', seal.organisation ?? '–')],
      [t('header.signature'), (seal) => hash(seal.signature)],
      ['', (seal) => tick(seal.valid), 'right'],
    ], block.seals, { caption: t('header.certificate') }),
  ]);
}

/** A header's fields. */
export const headerFacts = (block) =>
  facts([
    [t('height'), number(block.height)],
    [t('time'), time(block.time)],
    [t('hash'), hash(block.hash)],
    [t('header.parentHash'), hash(block.parentHash, block.height > 1 && block.chain !== 'supervision' ? to('chains', block.chain, 'headers', block.height - 1) : undefined)],
    [t('header.stateRoot'), hash(block.stateRoot)],
    [t('header.transactionRoot'), hash(block.transactionRoot)],
    [t('header.receiptRoot'), hash(block.receiptRoot)],
    [t('header.validatorSetHash'), hash(block.validatorSetHash)],
    [t('header.nextValidatorSetHash'), hash(block.nextValidatorSetHash)],
    [t('header.proposer'), hash(block.proposer)],
    [t('round'), String(block.round)],
  ]);

const REFUSALS = { 403: 'refused', 404: 'notFound' };

function refusal(error, retry) {
  const kind = REFUSALS[error.status] ?? 'error';
  return h('div', { class: ['wall', kind], role: 'alert' }, [
    h('div', { class: 'wall-mark', 'aria-hidden': 'true' }, kind === 'refused' ? '⊘' : kind === 'notFound' ? '∅' : '!'),
    h('h1', t(kind + '.title')),
    kind === 'refused' ? h('p', t('refused.text')) : null,
    h('p', { class: 'muted' }, [error.message, error.remedy ? h('span', [' — ', error.remedy]) : null]),
    kind === 'refused' ? h('p', { class: 'muted' }, t('refused.remedy')) : null,
    h('p', [h('code', error.code ?? 'PAGE_FAULT')]),
    h('p', { class: 'actions' }, [link('#/', t('back'), 'button'), kind === 'error' ? h('button', { class: 'button', type: 'button', onClick: retry }, t('error.retry')) : null]),
  ]);
}

/** Shows what was loaded, that it is loading, or why it cannot be shown. */
export function loaded({ data, error, refresh }, show) {
  if (error.value && data.value === undefined) return refusal(error.value, refresh);
  if (data.value === undefined) return h('p', { class: 'loading', role: 'status' }, t('loading'));
  return show(data.value);
}

export const typeName = (type) => (known('type.' + type) ? t('type.' + type) : type);

export const crumbs = (...parts) =>
  h('nav', { class: 'crumbs', 'aria-label': 'breadcrumb' }, parts.flatMap((part, i) => (i === 0 ? [part] : [h('span', { 'aria-hidden': 'true' }, '›'), part])));
