// Data of a page: what is loaded, or why not.
import { shallowRef, watch } from './vue.js';
import { session } from './session.js';

/**
 * @param {() => unknown} key what the data depends on; a change loads again
 * @param {() => Promise<unknown>} fetch
 */
export function useData(key, fetch) {
  const data = shallowRef();
  const error = shallowRef();
  let turn = 0;
  async function refresh() {
    const mine = ++turn;
    try {
      const loaded = await fetch();
      if (mine === turn) {
        data.value = loaded;
        error.value = undefined;
      }
    } catch (e) {
      if (e.status === 401) session.value = null; // it ended: the login page takes over
      if (mine === turn) error.value = e;
    }
  }
  watch(key, () => {
    data.value = undefined;
    error.value = undefined;
    refresh();
  }, { immediate: true });
  return { data, error, refresh };
}
