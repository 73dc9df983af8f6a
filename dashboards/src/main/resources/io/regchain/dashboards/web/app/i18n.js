// Chinese with an English switch, kept for the session.
import { ref } from './vue.js';
import { WORDS } from './words.js';

const KEY = 'regchain-language';

export const language = ref(sessionStorage.getItem(KEY) === 'en' ? 'en' : 'zh');

export function switchLanguage() {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  sessionStorage.setItem(KEY, language.value);
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
}

/** The word for a key, with {0}, {1} … filled in; an unknown key shows as itself. */
export function t(key, ...values) {
  const pair = WORDS[key];
  const text = pair ? pair[language.value === 'zh' ? 0 : 1] : key;
  return values.reduce((out, value, i) => out.replace('{' + i + '}', value), text);
}

/** Whether there is a word for the key. */
export function known(key) {
  return Object.hasOwn(WORDS, key);
}

export const pick = (zh, en) => (language.value === 'zh' ? zh : en);
