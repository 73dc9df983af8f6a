// The hub's server-sent events, shared by all pages.
import { onBeforeUnmount, onMounted, reactive } from './vue.js';

const KINDS = ['overview', 'chain', 'header', 'call', 'object', 'transfer', 'anomaly', 'identity', 'alert'];
const PATIENCE = 1500;

export const live = reactive({ connected: false, height: 0 });
const listeners = new Set();
let source;

function received(kind, event) {
  const row = JSON.parse(event.data);
  if (kind === 'overview') live.height = Math.max(live.height, row.height);
  listeners.forEach((listener) => listener(kind, row));
}

export function connect() {
  if (source) return;
  source = new EventSource('/api/v1/events');
  source.onopen = () => (live.connected = true);
  source.onerror = () => (live.connected = false);
  KINDS.forEach((kind) => source.addEventListener(kind, (event) => received(kind, event)));
}

export function disconnect() {
  source?.close();
  source = undefined;
  live.connected = false;
}

/** Calls back with (kind, row) while the component is there. */
export function onEvent(listener) {
  onMounted(() => listeners.add(listener));
  onBeforeUnmount(() => listeners.delete(listener));
}

/** Refreshes every so many milliseconds while the component is there. */
export function refreshEvery(millis, refresh) {
  const again = setInterval(refresh, millis);
  onBeforeUnmount(() => clearInterval(again));
}

/** Refreshes at most every one and a half seconds after events of these kinds. */
export function refreshOn(kinds, refresh) {
  let waiting;
  onEvent((kind) => {
    if (!kinds.includes(kind) || waiting) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      refresh();
    }, PATIENCE);
  });
  onBeforeUnmount(() => clearTimeout(waiting));
}
