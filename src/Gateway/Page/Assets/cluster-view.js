import { el, pairs, replace, table } from './dom.js';
import { state, subscribe } from './store.js';
import { count, seconds } from './format.js';

class ClusterView extends HTMLElement {
  connectedCallback() {
    this.content = el('div');
    this.append(el('h2', { text: 'Cluster' }), this.content);
    subscribe(() => { if (!this.hidden) this.render(); });
  }

  render() {
    const cluster = state.cluster;
    if (!cluster) return replace(this.content, el('p', { class: 'empty', text: 'Loading…' }));
    return replace(this.content, [
      !cluster.isShared ? el('p', { class: 'note', text: 'This gateway stands alone: without Redis nothing is shared with others.' })
        : cluster.isReachable ? null
          : el('p', { class: 'note', text: `The cluster does not answer, for ${seconds(cluster.silentSeconds)}. This gateway goes on alone.` }),
      pairs([
        ['Grains answer', cluster.isReachable ? 'yes' : 'no'],
        ['Redis', cluster.isRedisConnected === null ? 'not used' : cluster.isRedisConnected ? 'connected' : 'not connected'],
        ['Gateways', count(cluster.gateways.length)],
        ['Writer', cluster.writer ?? 'none'],
        ['Building', cluster.building ?? 'nobody yet'],
        ['To be told', count(cluster.untold)],
      ], 'figures'),
      pairs([['Engine', cluster.engine], ['Chain', cluster.chainId ?? (cluster.isShared ? 'not known yet' : 'not asked')], ['This gateway', cluster.gatewayId]]),
      el('h3', { text: 'Gateways' }),
      table('Gateways seen in the last minute', [
        ['Gateway', (gateway) => `${gateway.gatewayId}${gateway.isThis ? ' (this)' : ''}`],
        ['Sequencer', (gateway) => gateway.sequencer],
        ['Role', (gateway) => (gateway.isWriter ? 'writes to the builder' : 'follows')],
        ['Local\'s head', (gateway) => count(gateway.localHead), 'number'],
        ['Asked to build', (gateway) => building(gateway, cluster), 'medium'],
        ['Heard', (gateway) => `${seconds(gateway.seenSeconds)} ago`, 'number'],
        ['Version', (gateway) => gateway.version, 'medium'],
      ], cluster.gateways),
      el('h3', { text: 'Sequencers' }),
      table('Sequencers, by the local that their gateways have', [
        ['Local', (sequencer) => sequencer.name],
        ['State', (sequencer) => (sequencer.name === cluster.building ? 'building' : 'standing by')],
        ['Gateways', (sequencer) => sequencer.gateways.join(', '), 'wrap'],
      ], sequencers(cluster)),
      el('h3', { text: 'Silos' }),
      cluster.silos === null
        ? el('p', { class: 'quiet', text: cluster.engine.startsWith('embedded') ? 'None: each gateway hosts its grains itself.' : 'They cannot be told now.' })
        : table('Silos', [['Address', (silo) => silo.address], ['State', (silo) => silo.status]], cluster.silos),
    ]);
  }
}

function building(gateway, cluster) {
  const newest = Math.max(...cluster.gateways.map((other) => other.buildingTimestamp));
  if (gateway.buildingTimestamp === 0) return 'never';
  return gateway.buildingTimestamp === newest ? 'the newest block' : `${seconds(newest - gateway.buildingTimestamp)} before the newest`;
}

function sequencers(cluster) {
  const found = new Map();
  for (const gateway of cluster.gateways) {
    found.set(gateway.sequencer, [...(found.get(gateway.sequencer) ?? []), gateway.gatewayId]);
  }
  return [...found].map(([name, gateways]) => ({ name, gateways }));
}

customElements.define('cluster-view', ClusterView);
