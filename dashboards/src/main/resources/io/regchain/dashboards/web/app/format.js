// How numbers, times, hashes and persons look.
import { language, t } from './i18n.js';
import { MARKETS } from './markets.js';

const ZONE = 'Asia/Shanghai';
const TIME = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' });

export const number = (value) => (value === undefined || value === null ? '–' : Number(value).toLocaleString('en-US'));
export const time = (millis) => (millis === undefined || millis === null ? '–' : TIME.format(millis));
/** Month, day, hour and minute: for events, which may lie days apart in business time. */
export const moment = (millis) => time(millis).slice(5, 16);
export const short = (hash) => (hash && hash.length > 20 ? hash.slice(0, 10) + '…' + hash.slice(-6) : (hash ?? '–'));

export function size(bytes) {
  return bytes < 10240 ? bytes + ' B' : Math.round(bytes / 1024) + ' KiB';
}

/** A length of time, its two largest units. */
export function lasting(millis) {
  const seconds = Math.floor(millis / 1000);
  const parts = [[Math.floor(seconds / 86400), 'd'], [Math.floor(seconds / 3600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'm'], [seconds % 60, 's']];
  const first = parts.findIndex(([n]) => n > 0);
  return (first < 0 ? parts.slice(3) : parts.slice(first, first + 2).filter(([n]) => n > 0)).map(([n, unit]) => n + ' ' + t('unit.' + unit)).join(' ');
}

/** The market's region, or the supervision chain, in the reader's language. */
export function chainName(chain) {
  if (chain === 'supervision') return language.value === 'zh' ? '监管链' : 'Supervision chain';
  const market = MARKETS[chain];
  return market ? market[language.value === 'zh' ? 'zh' : 'en'] : chain;
}

const PERSON_KEYS = /(investor_name|personnel_name|contact_name|legal_representative|_person_name|^name$|^holder$)/;
const NUMBER_KEYS = /(id_number|phone|mobile|telephone|bank_account|bank_card|email|address|birth)/;

function maskName(text) {
  return /^[\p{Script=Han}·]{2,6}$/u.test(text) ? text[0] + '*'.repeat([...text].length - 1) : text;
}

function maskNumber(text) {
  if (/^[0-9a-f]{64}$/.test(text)) return text; // a keyed digest already
  if (text.length < 8) return '*'.repeat(text.length);
  const head = text.length >= 15 ? 4 : 3;
  return text.slice(0, head) + '*'.repeat(text.length - head - 4) + text.slice(-4);
}

/** The value of a field, with names and numbers of natural persons masked. */
export function masked(key, value) {
  if (typeof value !== 'string') return value;
  if (PERSON_KEYS.test(key)) return maskName(value);
  return NUMBER_KEYS.test(key) ? maskNumber(value) : value;
}
