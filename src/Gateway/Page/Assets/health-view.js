import { el, replace, table } from './dom.js';
import { state, subscribe } from './store.js';
import { seconds } from './format.js';

export const VERDICTS = {
  healthy: ['Healthy', 'good', '200'],
  partial_content: ['Partial: blocks go on without the builder', 'warn', '206'],
  service_unavailable: ['Unavailable: local is not well', 'bad', '503'],
};

class HealthView extends HTMLElement {
  connectedCallback() {
    this.content = el('div');
    this.append(el('h2', { text: 'Health' }), this.content);
    subscribe(() => { if (!this.hidden) this.render(); });
  }

  render() {
    const health = state.health;
    if (!health) return replace(this.content, el('p', { class: 'empty', text: 'Loading…' }));
    const [text, style, code] = VERDICTS[health.verdict];
    return replace(this.content, [
      el('p', { class: `verdict ${style}-text`, text }),
      el('p', { class: 'quiet', text: `/healthz answers ${code}; /readyz says ${health.isReady ? 'ready' : `not ready: ${health.readyReason}`}` }),
      el('h3', { text: 'What is wrong' }),
      health.reasons.length === 0 ? el('p', { text: 'Nothing.' })
        : el('ul', {}, health.reasons.map((reason) => el('li', { text: reason }))),
      el('h3', { text: 'Facts' }),
      table('What the verdict rests on', [
        ['Fact', (fact) => fact.name],
        ['Value', (fact) => el('span', { class: 'mono', text: fact.value }), 'wrap'],
        ['Learnt', (fact) => (fact.ageSeconds === null ? '' : `${seconds(fact.ageSeconds)} ago`), 'number'],
      ], health.facts),
    ]);
  }
}

customElements.define('health-view', HealthView);
