// The frame around the views: tabs, badges, the state of the connection, and what is read out.

import './blocks-view.js';
import './builders-view.js';
import './cluster-view.js';
import './mode-view.js';
import './grains-view.js';
import { VERDICTS } from './health-view.js';
import { setText } from './dom.js';
import { isFallback, reasonName, words } from './format.js';
import { start, state, subscribe } from './store.js';

const tabs = [...document.querySelectorAll('[role="tab"]')];
const byId = (id) => document.getElementById(id);
let announcedAt = 0;
let newestAt = null;

function select(view, isFocused) {
  for (const tab of tabs) {
    const isSelected = tab.dataset.view === view;
    tab.setAttribute('aria-selected', String(isSelected));
    tab.tabIndex = isSelected ? 0 : -1;
    const panel = byId(`view-${tab.dataset.view}`);
    panel.hidden = !isSelected;
    if (isSelected) {
      panel.render?.();
      document.title = `${tab.textContent} · Sidecar`;
      tab.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
      if (isFocused) tab.focus();
    }
  }
}

function followAddress() {
  const [view, kind, key] = location.hash.slice(1).split('/');
  if (view === 'main') return;
  const known = tabs.some((tab) => tab.dataset.view === view) ? view : 'blocks';
  select(known, false);
  if (known === 'grains' && kind) byId('view-grains').show(kind, decodeURIComponent(key ?? ''));
}

for (const tab of tabs) {
  tab.addEventListener('click', () => { location.hash = `#${tab.dataset.view}`; });
  tab.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(tab);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const target = tabs[(next + tabs.length) % tabs.length];
    history.replaceState(null, '', `#${target.dataset.view}`);
    select(target.dataset.view, true);
  });
}

function badge(node, text, style) {
  node.hidden = !text;
  setText(node, text);
  node.className = `badge ${style}`;
}

function renderFrame() {
  const { connection, lostSince, health, mode, cluster } = state;
  const since = lostSince?.toLocaleTimeString('en-GB', { hour12: false });
  badge(byId('connection-badge'), { loading: 'loading', live: 'live', lost: 'reconnecting', unauthorised: 'no access' }[connection],
    connection === 'live' ? 'good' : connection === 'loading' ? '' : 'bad');
  const isStale = connection === 'lost' ? ' (last known)' : '';
  if (health) badge(byId('health-badge'), `${words(health.verdict)}${isStale}`, VERDICTS[health.verdict]?.[1] ?? '');
  if (mode) badge(byId('mode-badge'), `mode: ${words(mode.mode)}${isStale}`, mode.mode === 'enabled' ? '' : 'warn');
  const banner = byId('banner');
  const text = connection === 'lost' ? `Reconnecting since ${since}. What is shown is from before.`
    : connection === 'unauthorised' ? 'No access: log in with the operations token as the password, then load this page again.' : '';
  banner.hidden = !text;
  setText(banner, text);
  setText(byId('gateway'), cluster?.gatewayId ?? '');
  setText(byId('version'), health ? `Version ${health.version}` : '');
  byId('dashboard').hidden = !cluster?.dashboard;
}

/** Reads out a new fallback; not those that were there when the page came up, nor more than one in a few seconds. */
function announce() {
  if (state.connection === 'loading') return;
  const since = newestAt;
  for (const block of state.blocks.values()) {
    if (block.at > (newestAt ?? '')) newestAt = block.at;
    if (since !== null && block.at > since && isFallback(block) && Date.now() - announcedAt > 4000) {
      announcedAt = Date.now();
      setText(byId('announcer'), `Block ${block.number} is local's: ${reasonName(block.reason)}.`);
    }
  }
  newestAt ??= '';
}

subscribe(renderFrame);
subscribe(announce);
addEventListener('hashchange', followAddress);
followAddress();
renderFrame();
start();
