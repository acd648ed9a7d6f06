import { el, setText, setClass, pairs } from './dom.js';
import { waterfall, waterfallText, stagesChart, scaleFor, legend } from './charts.js';
import { state, subscribe, takeFresh } from './store.js';
import { clock, count, gas, isFallback, moment, ms, percent, reasonMeaning, reasonName } from './format.js';

const COLUMNS = [
  ['Block', 'number'], ['Time', ''], ['Source', ''], ['Reason', 'reason'], ['Transactions', 'number medium'],
  ['Gas', 'number medium'], ['Answer', 'number'], ['Stages', 'medium'], ['Gateway', 'wide'], ['Payload id', 'wide'],
];

/** The last blocks as they happen. Rows are kept by key: an update writes only the cells that differ. */
class BlocksView extends HTMLElement {
  #rows = new Map();
  #scale = 0;
  #isPaused = false;
  #shownKey = null;

  connectedCallback() {
    this.summary = el('div');
    this.note = el('p', { class: 'note', hidden: true });
    this.filter = el('select', { id: 'block-source' },
      [['all', 'all'], ['builder', 'builder'], ['local', 'local'], ['fallback', 'fallbacks']].map(([value, text]) => el('option', { value, text })));
    this.search = el('input', { id: 'block-search', type: 'search', placeholder: 'number, hash, payload id', size: 25, autocomplete: 'off', spellcheck: 'false' });
    this.pause = el('button', { class: 'plain push', type: 'button', 'aria-pressed': 'false', text: 'Pause', onclick: () => this.#togglePause() });
    this.body = el('tbody');
    this.empty = el('p', { class: 'empty', text: 'Loading blocks…' });
    this.caption = el('caption');
    this.dialog = el('dialog', { 'aria-labelledby': 'block-title' });
    this.append(
      el('h2', { class: 'unseen', text: 'Blocks' }), this.summary, this.note,
      el('div', { class: 'bar' },
        el('div', { class: 'field' }, el('label', { for: 'block-source', text: 'Show' }), this.filter),
        el('div', { class: 'field' }, el('label', { for: 'block-search', text: 'Find' }), this.search),
        this.pause),
      el('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Table of blocks' },
        el('table', { class: 'blocks' }, this.caption,
          el('thead', {}, el('tr', {}, COLUMNS.map(([name, style]) => el('th', { scope: 'col', class: style, text: name })))),
          this.body),
        this.empty),
      legend([['local_payload', 'local'], ['builder_payload', 'builder'], ['validation', 'validation'], ['decision', 'decision']]),
      this.dialog);
    this.filter.addEventListener('change', () => this.render());
    this.search.addEventListener('input', () => this.render());
    this.dialog.addEventListener('close', () => { this.#shownKey = null; });
    subscribe(() => { if (!this.hidden && !this.#isPaused) this.render(); });
  }

  render() {
    const all = [...state.blocks.values()].sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : other.number - one.number));
    const shown = all.filter((block) => this.#isWanted(block));
    this.#renderSummary(all);
    this.note.hidden = !state.source?.note;
    setText(this.note, state.source?.note);
    this.empty.hidden = shown.length > 0;
    setText(this.empty, state.connection === 'loading' ? 'Loading blocks…'
      : all.length > 0 ? 'No block is like that.'
        : 'No blocks yet. They appear here as soon as op-node asks this gateway, or another one of the chain, for one.');
    const scale = scaleFor(Math.max(5, ...shown.map((block) => Math.min(block.totalMs ?? 0, 30000))));
    setText(this.caption, `${shown.length} ${shown.length === 1 ? 'block' : 'blocks'}, newest first. Transactions and gas: builder / local. Stages on a scale of ${ms(scale)}, local above, builder below.`);
    this.#renderRows(shown, scale);
  }

  #renderSummary(all) {
    const byBuilder = all.filter((block) => block.source === 'builder').length;
    const fallbacks = all.filter(isFallback);
    const times = all.map((block) => block.totalMs).filter((time) => time !== null).sort((one, other) => one - other);
    const last = all[0];
    const entries = [
      ['Newest block', last ? count(last.number) : '–'],
      ['From the builder', percent(byBuilder, all.length)],
      ['Fallbacks', el('span', {}, count(fallbacks.length), ' ', el('small', { text: fallbacks[0] ? `last: ${reasonName(fallbacks[0].reason)}` : '' }))],
      ['Median answer', times.length ? ms(times[times.length >> 1]) : '–'],
    ];
    if (!this.figures) {
      this.figures = pairs(entries, 'figures');
      this.summary.append(this.figures);
    }
    this.figures.querySelectorAll('dd').forEach((cell, index) => {
      const value = entries[index][1];
      if (value instanceof Node) {
        if (!cell.firstChild?.isEqualNode(value)) cell.replaceChildren(value);
      } else setText(cell, value);
    });
  }

  #renderRows(blocks, scale) {
    const fresh = new Set(takeFresh());
    const isRescaled = scale !== this.#scale;
    this.#scale = scale;
    const wanted = new Set(blocks.map((block) => block.key));
    for (const [key, row] of this.#rows) {
      if (!wanted.has(key)) {
        row.node.remove();
        this.#rows.delete(key);
      }
    }
    let place = this.body.firstElementChild;
    for (const block of blocks) {
      let row = this.#rows.get(block.key);
      if (!row) {
        row = this.#makeRow(block.key);
        row.isFresh = fresh.has(block.key);
        this.#rows.set(block.key, row);
      }
      if (row.block !== block || isRescaled) this.#fillRow(row, block, scale);
      if (row.node === place) place = place.nextElementSibling;
      else this.body.insertBefore(row.node, place);
    }
  }

  #makeRow(key) {
    const cells = COLUMNS.map(([, style], index) => el(index === 0 ? 'th' : 'td', { class: style, scope: index === 0 ? 'row' : null }));
    const open = el('button', { class: 'link', type: 'button', onclick: () => this.#showDetail(key) });
    cells[0].append(open);
    cells[2].className = 'source';
    return { node: el('tr', {}, cells), cells, open, block: null, chart: '' };
  }

  #fillRow(row, block, scale) {
    const [, time, source, reason, transactions, amount, answer, stages, gateway, id] = row.cells;
    row.block = block;
    setClass(row.node, `${block.source}${isFallback(block) ? ' fallback' : ''}${row.isFresh ? ' fresh' : ''}`);
    setText(row.open, count(block.number));
    row.open.setAttribute('aria-label', `Block ${block.number}, details`);
    setText(time, clock(block.at));
    setText(source, block.source);
    setText(reason, reasonName(block.reason));
    reason.title = reasonMeaning(block.reason);
    setText(transactions, versus(block, (side) => count(side.transactions)));
    setText(amount, versus(block, (side) => gas(side.gasUsed)));
    setText(answer, ms(block.totalMs));
    setText(gateway, block.gatewayId);
    setText(id, block.payloadId ?? '–');
    setClass(id, 'wide mono');
    const chart = `${scale} ${waterfallText(block.stages)}`;
    if (row.chart !== chart) {
      row.chart = chart;
      stages.replaceChildren(waterfall(block.stages, scale));
    }
  }

  #isWanted(block) {
    const source = this.filter.value;
    const text = this.search.value.trim().toLowerCase().replaceAll(',', '');
    const isOfSource = source === 'all' || block.source === source || (source === 'fallback' && isFallback(block));
    return isOfSource && (text === '' || String(block.number).includes(text) || block.hash.includes(text)
      || (block.payloadId ?? '').includes(text) || block.gatewayId.toLowerCase().includes(text));
  }

  #togglePause() {
    this.#isPaused = !this.#isPaused;
    this.pause.setAttribute('aria-pressed', String(this.#isPaused));
    setText(this.pause, this.#isPaused ? 'Paused: go on' : 'Pause');
    if (!this.#isPaused) this.render();
  }

  #showDetail(key) {
    const block = state.blocks.get(key);
    if (!block) return;
    this.#shownKey = key;
    const phases = [['Start of the build', 'start'], ['Answer', 'answer']]
      .map(([title, phase]) => [title, stagesChart(block.stages, phase)]).filter(([, chart]) => chart);
    this.dialog.replaceChildren(
      el('header', {}, el('h2', { id: 'block-title', text: `Block ${count(block.number)}` }),
        el('button', { class: 'plain', type: 'button', text: 'Close', onclick: () => this.dialog.close() })),
      pairs([
        ['Source', `${block.source}${block.reason === 'none' ? '' : `, ${reasonName(block.reason)}`}`],
        ['Why', reasonMeaning(block.reason)],
        ['Hash', mono(block.hash)],
        ['Payload id', block.payloadId ? mono(block.payloadId) : null],
        ['Gateway', block.gatewayId],
        ['Decided', moment(block.at)],
        ['Answered after', ms(block.totalMs)],
      ]),
      sides(block),
      ...phases.flatMap(([title, chart]) => [el('h3', { text: title }), chart]),
      block.payloadId ? el('div', { class: 'actions' }, el('a', { href: `#grains/payloads/${block.payloadId}`, text: 'Look into its payload grain', onclick: () => this.dialog.close() })) : null);
    this.dialog.showModal();
  }
}

const mono = (text) => el('span', { class: 'mono', text });

function versus(block, read) {
  if (!block.builder && !block.local) return '–';
  return `${block.builder ? read(block.builder) : '–'} / ${block.local ? read(block.local) : '–'}`;
}

function sides(block) {
  const rows = [['builder', block.builder], ['local', block.local]];
  return el('div', { class: 'scroll' }, el('table', {},
    el('caption', { text: 'What each side had' }),
    el('thead', {}, el('tr', {}, ['Side', 'Transactions', 'Gas used'].map((text, index) => el('th', { scope: 'col', class: index ? 'number' : '', text })))),
    el('tbody', {}, rows.map(([name, side]) => el('tr', {}, el('th', { scope: 'row', text: name }),
      el('td', { class: 'number', text: side ? count(side.transactions) : 'no block seen' }),
      el('td', { class: 'number', text: side ? count(side.gasUsed) : '–' }))))));
}

customElements.define('blocks-view', BlocksView);
