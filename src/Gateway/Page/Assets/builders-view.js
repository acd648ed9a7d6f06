import { el, pairs, replace, table } from './dom.js';
import { history, legend } from './charts.js';
import { state, subscribe } from './store.js';
import { bytes, clock, count, ms, moment, percent, reasonName, words } from './format.js';

const SYNC = { synced: 'follows the chain', syncing: 'is behind', unreachable: 'is not reachable', unknown: 'is not known yet' };
const BREAKER = { closed: 'closed: its blocks are used', open: 'open: it is left alone', half_open: 'half open: one build is tried' };

class BuildersView extends HTMLElement {
  connectedCallback() {
    this.content = el('div');
    this.append(el('h2', { text: 'Builders' }), this.content);
    subscribe(() => { if (!this.hidden) this.render(); });
  }

  render() {
    if (!state.builders) return replace(this.content, el('p', { class: 'empty', text: 'Loading…' }));
    if (state.builders.builders.length === 0) {
      return replace(this.content, el('p', { class: 'empty', text: 'No builder is configured: every block is local\'s (--builder-url).' }));
    }
    return replace(this.content, el('div', { class: 'cards' }, state.builders.builders.map(card)));
  }
}

function card(builder) {
  const { breaker, writer, score, lane } = builder;
  const asked = score.delivered + score.missed;
  return el('section', { class: 'card split', 'aria-label': `Builder ${builder.builderId}` },
    el('h3', {}, builder.builderId, ' ', el('span', { class: `badge ${builder.sync === 'synced' ? 'good' : builder.sync === 'unknown' ? '' : 'bad'}`, text: SYNC[builder.sync] ?? words(builder.sync) })),
    el('div', {}, pairs([
      ['Breaker', breaker ? (BREAKER[breaker.phase] ?? words(breaker.phase)) : 'not known yet'],
      ['Opened by', breaker && breaker.cause !== 'none' ? reasonName(breaker.cause) : null],
      ['Failures in a row', breaker?.failures ? count(breaker.failures) : null],
      ['Next try', breaker?.openUntil ? moment(breaker.openUntil) : null],
      ['Writer', writer ? `${writer.gatewayId}${builder.isWriterHere ? ' (this gateway)' : ''}, epoch ${writer.epoch}` : 'none'],
      ['Head', builder.head ? count(builder.head.number) : 'not known'],
      ['Behind local', distance(builder.blocksBehind)],
      ['Lane', lane.length === 0 ? 'empty' : `${count(lane.length)} calls, ${bytes(lane.bytes)}, oldest ${ms(lane.oldestMs)}`],
      ['Good blocks', `${percent(score.delivered, asked)} (${count(score.delivered)} of ${count(asked)} it was asked for, ${count(score.blocks)} blocks in all)`],
      ['Its getPayload', score.medianMs === null ? '–' : `median ${ms(score.medianMs)}, slowest ${ms(score.slowestMs)}`],
    ])),
    el('div', {},
      el('h3', { text: 'Over time' }),
    builder.history.length === 0 ? el('p', { class: 'quiet', text: 'No blocks yet.' }) : history(builder.history),
    legend([['delivered', 'good'], ['missed', 'missed'], ['others', 'not asked'], ['validation', 'median latency (right scale)']]),
    el('details', {}, el('summary', { text: 'The same as a table' }), table('Half minutes, oldest first', [
      ['From', (entry) => clock(entry.from)], ['Blocks', (entry) => count(entry.blocks), 'number'],
      ['Good', (entry) => count(entry.delivered), 'number'], ['Missed', (entry) => count(entry.missed), 'number'],
      ['Median', (entry) => ms(entry.medianMs), 'number'], ['Slowest', (entry) => ms(entry.slowestMs), 'number'],
    ], builder.history))));
}

function distance(blocks) {
  if (blocks === null) return 'not known';
  if (blocks === 0) return 'same block';
  return blocks > 0 ? `${count(blocks)} blocks` : `${count(-blocks)} ahead`;
}

customElements.define('builders-view', BuildersView);
