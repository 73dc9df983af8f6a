// Talks to the hub. Every refusal becomes an ApiError with the hub's own reason and remedy.
export class ApiError extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.remedy = error.remedy;
  }
}

async function problem(response) {
  const body = await response.json().catch(() => ({}));
  return new ApiError(response.status, body.error ?? { code: 'HTTP_' + response.status, message: response.statusText, remedy: '' });
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...options });
  } catch {
    throw new ApiError(0, { code: 'UNREACHABLE', message: 'the hub does not answer', remedy: '' });
  }
  if (!response.ok) throw await problem(response);
  return response;
}

const segments = (parts) => parts.map((part) => encodeURIComponent(part)).join('/');

export async function get(parts, query = {}) {
  const search = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== undefined && v !== ''));
  const suffix = search.size > 0 ? '?' + search : '';
  return (await request('/api/v1/' + segments(parts) + suffix)).json();
}

export const misbehaviourAddress = (chain) => '/api/v1/' + segments(['chains', chain, 'misbehaviour']);

export const evidenceAddress = (chain, transaction) => '/api/v1/' + segments(['inspections', chain, transaction, 'evidence']);

/** The bytes exactly as the hub sends them. */
export async function evidence(chain, transaction) {
  return new Uint8Array(await (await request(evidenceAddress(chain, transaction))).arrayBuffer());
}

export async function logout() {
  await request('/logout', { method: 'POST', headers: { 'X-Requested-With': 'pages' } });
}
