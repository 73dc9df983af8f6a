// Who is looking.
import { shallowRef } from './vue.js';
import { get } from './api.js';

/** undefined until asked, null when nobody is logged in. */
export const session = shallowRef();

export async function ask() {
  try {
    session.value = await get(['session']);
  } catch (e) {
    if (e.status !== 401) throw e;
    session.value = null;
  }
}
