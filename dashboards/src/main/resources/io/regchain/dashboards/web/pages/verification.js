// 在本页验证: downloads the evidence file and checks it here, one check after the other.
import { h, markRaw, nextTick, reactive } from '../app/vue.js';
import { evidence, evidenceAddress } from '../app/api.js';
import { finding } from '../app/findings.js';
import { size } from '../app/format.js';
import { t } from '../app/i18n.js';
import { Hash } from '../app/ui.js';
import { CHECKS, parseEvidence, verifySteps } from '../verify/evidence.js';

const PAUSE = 120; // lets the eye follow; the checks themselves take a few milliseconds each

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

async function run(state, { chain, transaction, trustRoot }) {
  Object.assign(state, { phase: 'running', checks: [], result: undefined, error: undefined, file: undefined, spent: 0 });
  try {
    const bytes = await evidence(chain, transaction);
    state.bytes = bytes.length;
    const steps = verifySteps(bytes, trustRoot);
    for (;;) {
      const begun = performance.now();
      const next = steps.next();
      state.spent += performance.now() - begun;
      if (next.done) {
        state.result = { accepted: next.value.accepted, trustRoot: next.value.trustRoot };
        break;
      }
      if (next.value.name === 'structure' && next.value.passed) state.file = markRaw(parseEvidence(bytes));
      state.checks.push(next.value);
      await nextTick();
      await pause();
    }
  } catch (e) {
    state.error = e;
  }
  state.phase = 'done';
}

function checkRow(name, check, file) {
  const state = !check ? 'waiting' : check.passed ? 'ok' : check.code === 'NOT_REACHED' ? 'skipped' : 'bad';
  const mark = { waiting: '·', ok: '✓', skipped: '–', bad: '✕' }[state];
  return h('li', { key: name, class: ['check', state], 'data-check': name, 'data-state': state }, [
    h('span', { class: 'check-mark', 'aria-hidden': 'true' }, mark),
    h('span', { class: 'check-name' }, t('check.' + name)),
    h('span', { class: 'check-proves' }, t('proves.' + name)),
    check ? h('span', { class: 'check-detail' }, [check.code ? h('code', { class: 'reason' }, check.code) : null, finding(check, file)]) : null,
  ]);
}

function verdict(state, trustRoot) {
  if (!state.result) return null;
  const { accepted } = state.result;
  return h('div', { class: ['seal', accepted ? 'ok' : 'bad'], role: 'status', id: 'verdict', 'data-verdict': accepted ? 'verified' : 'refused' }, [
    h('span', { class: 'seal-mark', 'aria-hidden': 'true' }, accepted ? '✓' : '✕'),
    h('div', [
      h('strong', { class: 'seal-word' }, t(accepted ? 'transfer.verified' : 'transfer.refused')),
      h('p', t('transfer.took', CHECKS.length, Math.round(state.spent), size(state.bytes))),
      state.result.trustRoot ? h('p', [h('span', { class: 'muted' }, t('transfer.restsOn')), h('br'), h(Hash, { value: state.result.trustRoot, full: true }),
        h('span', { class: state.result.trustRoot === trustRoot ? 'tick ok' : 'tick bad' }, (state.result.trustRoot === trustRoot ? '✓ ' : '✕ ') + t(state.result.trustRoot === trustRoot ? 'transfer.sameRoot' : 'transfer.otherRoot'))]) : null,
    ]),
  ]);
}

export const Verification = {
  props: { chain: String, transaction: String, trustRoot: String },
  setup(props) {
    const state = reactive({ phase: 'idle', checks: [], result: undefined, error: undefined, file: undefined, spent: 0, bytes: 0 });
    return () => {
      const found = Object.fromEntries(state.checks.map((check) => [check.name, check]));
      return h('section', { class: 'panel verification', 'aria-label': t('transfer.verify') }, [
        h('div', { class: 'verify-head' }, [
          h('button', { id: 'verify', class: 'button primary', type: 'button', disabled: state.phase === 'running', onClick: () => run(state, props) }, state.phase === 'running' ? t('transfer.verifying') : t('transfer.verify')),
          h('p', { class: 'muted' }, t('transfer.verifyNote')),
          h('a', { class: 'button', href: evidenceAddress(props.chain, props.transaction), download: '' }, t('transfer.download')),
        ]),
        verdict(state, props.trustRoot),
        state.error ? h('p', { class: 'verdict bad', role: 'alert' }, [h('code', state.error.code ?? 'PAGE_FAULT'), ' ', state.error.message]) : null,
        state.phase === 'idle' ? null : h('ol', { class: 'checks' }, CHECKS.map((name) => checkRow(name, found[name], state.file))),
      ]);
    };
  },
};
