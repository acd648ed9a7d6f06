// What the page knows, and how it learns it: one read of everything, then the stream of events.

const BLOCKS_MAX = 500;
const API = '/api/v1';
const SILENT_MAX = 15000;

export const state = {
  // loading, live, lost, unauthorised
  connection: 'loading',
  lostSince: null,
  blocks: new Map(),
  source: null,
  builders: null,
  cluster: null,
  health: null,
  mode: null,
};

const listeners = new Set();
const freshBlocks = new Set();
let isDue = false;
let stream = null;
let heardAt = Date.now();

/** Calls back, at most once a frame, after something has changed. */
export function subscribe(listener) {
  listeners.add(listener);
}

/** Blocks that came by the stream since the last call. */
export function takeFresh() {
  const taken = [...freshBlocks];
  freshBlocks.clear();
  return taken;
}

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function get(path) {
  return answerOf(await fetch(API + path, { headers: { Accept: 'application/json' }, cache: 'no-store' }));
}

export async function post(path, body) {
  return answerOf(await fetch(API + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body),
  }));
}

async function answerOf(response) {
  if (response.status === 401 || response.status === 403) {
    setConnection('unauthorised');
    throw new ApiError(response.status, 'The gateway asks for its operations token.');
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer?.error ?? `HTTP ${response.status}`);
  return answer;
}

export function start() {
  listen();
  // A half-dead connection says nothing at all: events of some kind come every second.
  setInterval(() => {
    if (stream && state.connection === 'live' && Date.now() - heardAt > SILENT_MAX) lost();
    else notify();
  }, 1000);
}

export function setMode(mode) {
  state.mode = mode;
  notify();
}

function listen() {
  stream?.close();
  heardAt = Date.now();
  stream = new EventSource(`${API}/events`);
  stream.addEventListener('open', () => { heardAt = Date.now(); readAll(); });
  stream.addEventListener('error', lost);
  on('block', (block) => { addBlock(block); freshBlocks.add(block.key); });
  on('blocks_source', (view) => { state.source = view; });
  on('reset', readAll);
  for (const name of ['builders', 'cluster', 'health', 'mode']) on(name, (view) => { state[name] = view; });
}

function on(name, take) {
  stream.addEventListener(name, (event) => {
    heardAt = Date.now();
    take(JSON.parse(event.data));
    notify();
  });
}

async function readAll() {
  try {
    const [blocks, builders, cluster, health, mode] = await Promise.all(
      ['/blocks', '/builders', '/cluster', '/health', '/mode'].map(get));
    for (const block of blocks.blocks.toReversed()) addBlock(block);
    Object.assign(state, { source: blocks, builders, cluster, health, mode });
    setConnection('live');
  } catch {
    if (state.connection !== 'unauthorised') lost();
  }
}

function lost() {
  if (state.connection !== 'unauthorised') setConnection('lost');
  // The stream comes back by itself unless the gateway refused it; then only asking tells why.
  const refused = stream?.readyState === EventSource.CLOSED;
  const isSilent = Date.now() - heardAt > SILENT_MAX;
  if (refused || isSilent) {
    stream?.close();
    stream = null;
    setTimeout(async () => {
      await get('/health').catch(() => {});
      // Asking on without access would have the browser ask for a login again and again.
      if (state.connection !== 'unauthorised') listen();
    }, 2000);
  }
}

function addBlock(block) {
  state.blocks.set(block.key, block);
  if (state.blocks.size > BLOCKS_MAX) {
    let oldest = null;
    for (const known of state.blocks.values()) if (!oldest || known.at < oldest.at) oldest = known;
    state.blocks.delete(oldest.key);
  }
}

function setConnection(connection) {
  if (connection === 'live') state.lostSince = null;
  else if (state.connection === 'live' || state.lostSince === null) state.lostSince = new Date();
  state.connection = connection;
  notify();
}

function notify() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    for (const listener of listeners) listener(state);
  });
}
