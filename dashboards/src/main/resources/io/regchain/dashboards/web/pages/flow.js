// The way of a call as a sequence diagram: source chain, supervision chain, destination chain, and back. A call of or to
// the supervision chain itself has two lanes.
import { h } from '../app/vue.js';
import { chainName, number } from '../app/format.js';
import { t } from '../app/i18n.js';

const WIDTH = 900;
const HUB = 'supervision';
const TOP = 64;
const STEP = 74;

/** Source, hub and destination; the hub stands once. */
function lanesOf(call) {
  const lane = (x, chain, role) => ({ x, name: chainName(chain), role });
  if (call.source === HUB) return [null, lane(250, HUB, t('call.source')), lane(650, call.destination, t('call.destination'))];
  if (call.destination === HUB) return [lane(250, call.source, t('call.source')), lane(650, HUB, t('call.destination')), null];
  return [lane(150, call.source, t('call.source')), lane(450, HUB, 'SM2 · SM3'), lane(750, call.destination, t('call.destination'))];
}

/** The arrows: hops are proven to the hub; what the hub hands on is proven to the other chain by the hub's certificate. */
function arrows(call) {
  const hop = Object.fromEntries(call.hops.map((x) => [x.what, x]));
  const list = [];
  if (hop.packet) list.push({ from: 0, over: 1, what: 'packet', hop: hop.packet });
  if (call.destination === HUB) {
    if (call.endedAt) list.push({ from: 1, over: 0, what: 'return', waiting: !call.completed, refused: call.state !== 'SUCCEEDED' });
    if (hop.completion) list.push({ from: 0, over: 1, what: 'completion', hop: hop.completion });
    return list;
  }
  const endedByTheHub = call.state === 'FAILED' && !hop.acknowledgement;
  if (endedByTheHub) list.push({ from: 1, over: 0, what: 'return', refused: true });
  else if (call.state !== 'HELD') {
    list.push({ from: 1, over: 2, what: 'delivery', waiting: !hop.acknowledgement });
    if (hop.absence) list.push({ from: 2, over: 1, what: 'absence', hop: hop.absence, refused: true });
    if (hop.acknowledgement) list.push({ from: 2, over: 1, what: 'acknowledgement', hop: hop.acknowledgement, refused: call.state === 'FAILED' });
    if (call.source !== HUB && (hop.acknowledgement || hop.absence)) list.push({ from: 1, over: 0, what: 'return', waiting: !call.completed, refused: call.state !== 'SUCCEEDED' });
  }
  if (hop.completion) list.push({ from: 0, over: 1, what: 'completion', hop: hop.completion });
  return list;
}

function label(arrow) {
  if (!arrow.hop) return t('hop.' + arrow.what + '.what');
  const by = arrow.hop.provenBy;
  return t('seals') + ' ' + by.seals + ' · #' + number(by.height) + ' · ' + t('hop.siblingsN', by.proofSiblings);
}

function line(arrow, i, lanes) {
  const y = TOP + 46 + i * STEP;
  const [x1, x2] = [lanes[arrow.from].x, lanes[arrow.over].x];
  const inward = x2 > x1 ? -1 : 1;
  const tone = arrow.waiting ? 'waiting' : arrow.refused ? 'bad' : 'ok';
  const middle = (x1 + x2) / 2;
  return h('g', { class: ['arrow', tone, { proven: arrow.hop }] }, [
    h('text', { x: middle, y: y - 12, class: 'arrow-name', 'text-anchor': 'middle' }, (arrow.hop ? '✓ ' : '') + t('hop.' + arrow.what)),
    h('line', { x1, y1: y, x2: x2 + inward * 12, y2: y }),
    h('path', { d: `M${x2 + inward * 2} ${y} l${inward * 12} -6 v12 z` }),
    h('text', { x: middle, y: y + 19, class: 'arrow-note', 'text-anchor': 'middle' }, label(arrow)),
  ]);
}

export function flow(call) {
  const list = arrows(call);
  const height = TOP + 40 + list.length * STEP;
  const lanes = lanesOf(call);
  const described = list.map((arrow) => lanes[arrow.from].name + ' → ' + lanes[arrow.over].name + ': ' + t('hop.' + arrow.what)).join('; ');
  return h('div', { class: 'flow' }, [
    h('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': described }, [
      ...lanes.filter(Boolean).map(({ x, name, role }) => h('g', { class: ['lane', { hub: name === chainName(HUB) }] }, [
        h('line', { x1: x, y1: TOP, x2: x, y2: height - 8 }),
        h('rect', { x: x - 92, y: 14, width: 184, height: 46, rx: 8 }),
        h('text', { x, y: 36, class: 'lane-name', 'text-anchor': 'middle' }, name),
        h('text', { x, y: 52, class: 'lane-role', 'text-anchor': 'middle' }, role),
      ])),
      ...list.map((arrow, i) => line(arrow, i, lanes)),
    ]),
  ]);
}
