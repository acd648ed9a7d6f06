// Small charts, drawn as SVG. Each has a text for those who do not see it.

import { svg, el } from './dom.js';
import { ms, stageName, clock } from './format.js';

const LANES = { local_forkchoice: 0, local_payload: 0, decision: 0, builder_acknowledged: 1, builder_payload: 1, validation: 1 };
const STEPS = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 30000];

// Text in a chart keeps its size: a narrow window gets a narrower chart, not a smaller one.
const isNarrow = () => matchMedia('(max-width: 560px)').matches;

/** The end of a scale that has room for a time. */
export const scaleFor = (time) => STEPS.find((step) => step >= time) ?? time;

export function waterfallText(stages) {
  return stages.map((stage) => `${stageName(stage.name)} ${ms(stage.durationMs)}`).join(', ');
}

/** The answer's stages: local above, the builder and its validation below. */
export function waterfall(stages, scaleMs) {
  const chart = svg('svg', { class: 'water', viewBox: '0 0 150 18', preserveAspectRatio: 'none', role: 'img', 'aria-label': waterfallText(stages) });
  chart.append(svg('line', { class: 'axis', x1: 0, x2: 150, y1: 17.5, y2: 17.5 }));
  for (const stage of stages) {
    if (stage.phase !== 'answer') continue;
    const x = Math.min(149, (stage.startMs / scaleMs) * 150);
    const width = Math.max(1.2, Math.min(150 - x, (stage.durationMs / scaleMs) * 150));
    chart.append(svg('rect', { class: `s-${stage.name}`, x: x.toFixed(1), y: LANES[stage.name] ? 9 : 2, width: width.toFixed(1), height: 6, rx: 1 }));
  }
  return chart;
}

/** One phase of a block in large, a line for each stage. */
export function stagesChart(stages, phase) {
  const shown = stages.filter((stage) => stage.phase === phase);
  if (shown.length === 0) return null;
  const scale = scaleFor(Math.max(...shown.map((stage) => stage.startMs + stage.durationMs)));
  const height = shown.length * 22 + 20;
  const [left, room] = isNarrow() ? [160, 95] : [170, 340];
  const chart = svg('svg', { class: 'water large', viewBox: `0 0 ${left + room + 70} ${height}`, role: 'img', 'aria-label': waterfallText(shown) });
  shown.forEach((stage, index) => {
    const y = index * 22 + 4;
    const x = left + (stage.startMs / scale) * room;
    const width = Math.max(2, (stage.durationMs / scale) * room);
    chart.append(
      svg('text', { x: 0, y: y + 11, text: stageName(stage.name) }),
      svg('rect', { class: `s-${stage.name}`, x, y, width, height: 14, rx: 2 }),
      svg('text', { x: left + room + 10, y: y + 11, text: ms(stage.durationMs) }));
  });
  chart.append(
    svg('line', { class: 'axis', x1: left, x2: left + room, y1: height - 16, y2: height - 16 }),
    svg('text', { class: 'quiet', x: left, y: height - 3, text: '0' }),
    svg('text', { class: 'quiet', x: left + room, y: height - 3, 'text-anchor': 'end', text: ms(scale) }));
  return chart;
}

/** A builder over time: good, missed and other blocks as bars, its median latency as a line. */
export function history(entries) {
  const [width, height, top, bottom] = [isNarrow() ? 340 : 600, 150, 10, 22];
  const most = Math.max(1, ...entries.map((entry) => entry.blocks));
  const slowest = scaleFor(Math.max(1, ...entries.map((entry) => entry.medianMs ?? 0)));
  const step = (width - 90) / Math.max(entries.length, 12);
  const yOf = (share) => height - bottom - share * (height - top - bottom);
  const label = `Builder over time, ${entries.length} half minutes: ${entries.reduce((sum, entry) => sum + entry.delivered, 0)} good blocks, ${entries.reduce((sum, entry) => sum + entry.missed, 0)} missed`;
  const chart = svg('svg', { class: 'water large', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  chart.append(svg('line', { class: 'axis', x1: 40, x2: width - 50, y1: height - bottom, y2: height - bottom }));
  const points = [];
  entries.forEach((entry, index) => {
    const x = 40 + index * step;
    let base = 0;
    for (const [name, amount] of [['delivered', entry.delivered], ['missed', entry.missed], ['others', entry.blocks - entry.delivered - entry.missed]]) {
      if (amount <= 0) continue;
      const y = yOf((base + amount) / most);
      chart.append(svg('rect', { class: `s-${name}`, x: x + 1, y, width: Math.max(1, step - 2), height: yOf(base / most) - y },
        svg('title', { text: `${clock(entry.from)}: ${amount} ${name}` })));
      base += amount;
    }
    if (entry.medianMs !== null) points.push([x + step / 2, yOf(entry.medianMs / slowest)]);
  });
  chart.append(
    svg('polyline', { class: 's-line', points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ') }),
    ...points.map(([x, y]) => svg('circle', { class: 's-dot', cx: x.toFixed(1), cy: y.toFixed(1), r: 2.2 })),
    svg('text', { class: 'quiet', x: 34, y: top + 8, 'text-anchor': 'end', text: most }),
    svg('text', { class: 'quiet', x: 34, y: height - bottom, 'text-anchor': 'end', text: '0' }),
    svg('text', { class: 'quiet', x: width - 44, y: top + 8, text: ms(slowest) }),
    svg('text', { class: 'quiet', x: width - 44, y: height - bottom, text: '0 ms' }));
  if (entries.length > 0) {
    chart.append(
      svg('text', { class: 'quiet', x: 40, y: height - 6, text: clock(entries[0].from) }),
      svg('text', { class: 'quiet', x: 40 + entries.length * step, y: height - 6, 'text-anchor': 'middle', text: entries.length > 3 ? clock(entries.at(-1).from) : '' }));
  }
  return chart;
}

export function legend(entries) {
  return el('ul', { class: 'legend' }, entries.map(([name, text]) => el('li', {},
    svg('svg', { width: 10, height: 10, 'aria-hidden': 'true' }, svg('rect', { class: `s-${name}`, width: 10, height: 10, rx: 2 })), text)));
}
