// Addresses after the #: the first pattern that fits shows its page.
import { ref } from './vue.js';

function current() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return {
    parts: path.split('/').filter(Boolean).map(decodeURIComponent),
    query: Object.fromEntries(new URLSearchParams(search)),
    full: location.hash,
  };
}

export const route = ref(current());

window.addEventListener('hashchange', () => {
  route.value = current();
  window.scrollTo(0, 0);
});

/** An address within the pages. */
export const to = (...parts) => '#/' + parts.map((part) => encodeURIComponent(part)).join('/');
