// The frame: title bar, navigation, and the page of the address.
import { createApp, h, onBeforeUnmount, ref, watch } from './vue.js';
import { get, logout } from './api.js';
import { time } from './format.js';
import { language, switchLanguage, t } from './i18n.js';
import { connect, disconnect, live } from './live.js';
import { route } from './router.js';
import { ask, session } from './session.js';
import { Anomalies } from '../pages/anomalies.js';
import { Call, Calls } from '../pages/calls.js';
import { Chain, Header } from '../pages/chain.js';
import { Chains } from '../pages/chains.js';
import { Objects, Snapshot, Versions } from '../pages/objects.js';
import { Overview } from '../pages/overview.js';
import { Status } from '../pages/status.js';
import { Transfer, Transfers } from '../pages/transfers.js';

const NAVIGATION = [['', 'overview'], ['status', 'status'], ['transfers', 'transfers'], ['calls', 'calls'], ['objects', 'objects'], ['anomalies', 'anomalies']];

/** The page of an address: component and its properties. */
function pageOf([first, a, b, c, d]) {
  switch (first) {
    case undefined:
      return [Overview];
    case 'chains':
      if (b === 'headers' && c !== undefined) return [Header, { chain: a, height: c }];
      if (b === 'anomalies') return [Anomalies, { chain: a }];
      return a === undefined ? [Chains] : [Chain, { chain: a }];
    case 'status':
      return [Status];
    case 'calls':
      return d === undefined ? [Calls] : [Call, { source: a, destination: b, channel: c, sequence: d }];
    case 'objects':
      if (c !== undefined) return [Snapshot, { chain: a, id: b, version: c }];
      return b === undefined ? [Objects] : [Versions, { chain: a, id: b }];
    case 'transfers':
      return b === undefined ? [Transfers] : [Transfer, { chain: a, transaction: b }];
    case 'anomalies':
      return [Anomalies];
    default:
      return [Overview];
  }
}

// Business time runs ahead of the wall clock by jumps only, so between two looks it advances like any clock.
function useBusinessTime() {
  const now = ref();
  let offset;
  const look = async () => (offset = (await get(['overview'])).virtualTime - Date.now());
  const tick = setInterval(() => offset !== undefined && (now.value = Date.now() + offset), 1000);
  const again = setInterval(() => look().catch(() => undefined), 20000);
  look().catch(() => undefined); // the page itself shows what is wrong
  onBeforeUnmount(() => [tick, again].forEach(clearInterval));
  return now;
}

const TitleBar = {
  setup() {
    const now = useBusinessTime();
    async function leave() {
      await logout();
      disconnect();
      session.value = null;
    }
    return () => h('header', { class: 'bar-top' }, [
      h('a', { class: 'brand', href: '#/' }, [h('img', { src: '/favicon.svg', alt: '', width: 28, height: 28 }), h('span', t('title'))]),
      h('nav', { 'aria-label': t('title') }, NAVIGATION.map(([path, name]) =>
        h('a', { href: '#/' + path, 'aria-current': (route.value.parts[0] ?? '') === path ? 'page' : undefined }, t('nav.' + name)))),
      h('div', { class: 'right' }, [
        h('span', { class: ['dot', live.connected ? 'ok' : 'warn'], role: 'status' }, t(live.connected ? 'live.on' : 'live.off')),
        now.value ? h('span', { class: 'clock' }, [h('span', { class: 'muted' }, t('virtualTime') + ' '), time(now.value)]) : null,
        h('span', { class: 'who', title: t('role.' + session.value.role) }, language.value === 'zh' ? session.value.displayName : session.value.displayNameEn),
        h('button', { type: 'button', class: 'plain', id: 'language', onClick: switchLanguage }, t('language')),
        h('button', { type: 'button', class: 'plain', onClick: leave }, t('logout')),
      ]),
    ]);
  },
};

const login = () =>
  h('main', { class: 'wall login', id: 'content' }, [
    h('img', { src: '/favicon.svg', alt: '', width: 72, height: 72 }),
    h('h1', t('title')),
    h('h2', t('login.title')),
    h('p', t('login.text')),
    h('p', { class: 'muted' }, t('login.how')),
    h('p', [h('button', { type: 'button', class: 'plain', onClick: switchLanguage }, t('language'))]),
  ]);

const App = {
  setup() {
    watch(session, (who) => who && connect());
    watch([language, () => session.value], () => (document.title = t('title')), { immediate: true });
    return () => {
      if (session.value === undefined) return h('p', { class: 'loading', role: 'status' }, t('loading'));
      if (session.value === null) return login();
      const [page, properties = {}] = pageOf(route.value.parts);
      return [
        h('a', { class: 'skip', href: '#content', onClick: (event) => { event.preventDefault(); document.getElementById('content').focus(); } }, t('skip')),
        h(TitleBar),
        h('main', { id: 'content', tabindex: -1 }, [h(page, { ...properties, key: Object.values(properties).join('/') })]),
      ];
    };
  },
};

createApp(App).mount('#app');
document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
ask().catch((e) => (document.getElementById('app').textContent = t('error.title') + ' ' + e.message));
