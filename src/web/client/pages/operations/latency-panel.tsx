import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { shortSpan, timeOfDay } from '../../ui/format.js';
import { themeChoice } from '../../ui/theme.js';
import { latencySeries, latencySummary } from './latency-series.js';
import { cluster } from './state.js';

const HEIGHT = 200;
/** Name, colour and dash of each line. */
const LINES = [
  { label: '50 %', token: '--good', dash: [] },
  { label: '95 %', token: '--warn', dash: [6, 3] },
  { label: '99 %', token: '--bad', dash: [2, 3] },
];

/** How fast answers came over the last hour, as a chart and in words. */
export function LatencyPanel() {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const minutes = cluster.value?.latency ?? [];
  const theme = themeChoice.value;
  useEffect(() => {
    const { current } = box;
    if (current === null) return undefined;
    const drawn = new uPlot(optionsFor(current), data(), current);
    chart.current = drawn;
    const resized = new ResizeObserver(() =>
      drawn.setSize({ width: current.clientWidth, height: HEIGHT }),
    );
    resized.observe(current);
    return () => {
      resized.disconnect();
      drawn.destroy();
    };
  }, [theme]);
  useEffect(() => chart.current?.setData(data()), [minutes]);
  return (
    <>
      <ul class="operations-legend small" aria-hidden="true">
        {LINES.map(({ label }, n) => (
          <li key={label} data-line={n}>
            {label}
          </li>
        ))}
      </ul>
      <div ref={box} class="operations-chart" aria-hidden="true" />
      <p class="small">{latencySummary(minutes)}</p>
      {minutes.length > 0 && (
        <details class="small">
          <summary>By the minute</summary>
          <div
            class="table-scroll operations-minutes"
            tabIndex={0}
            role="region"
            aria-label="Answer times by the minute"
          >
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">Minute</th>
                  {['Answers', '50 %', '95 %', '99 %'].map((name) => (
                    <th key={name} scope="col" class="number">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {minutes.toReversed().map(({ at, answers, p50Ms, p95Ms, p99Ms }) => (
                  <tr key={at}>
                    <th scope="row">{timeOfDay(at).slice(0, 5)}</th>
                    <td class="number">{answers}</td>
                    {[p50Ms, p95Ms, p99Ms].map((ms) => (
                      <td class="number">{shortSpan(ms)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </>
  );
}

function data(): uPlot.AlignedData {
  const series = latencySeries(cluster.peek()?.latency ?? [], Date.now());
  return [...series] as uPlot.AlignedData;
}

function optionsFor(box: HTMLElement): uPlot.Options {
  const styles = getComputedStyle(document.documentElement);
  const token = (name: string): string => styles.getPropertyValue(name).trim();
  const font = `12px ${token('--font')}`;
  const axis = {
    stroke: token('--ink-soft'),
    font,
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, max) => [0, Math.max(1_000, (max ?? 0) * 1.1)] } },
    axes: [
      { ...axis, size: 28, values: '{HH}:{mm}' },
      { ...axis, size: 56, values: (_, ticks) => ticks.map((ms) => shortSpan(ms)) },
    ],
    series: [
      {},
      ...LINES.map(({ label, token: colour, dash }) => ({
        label,
        stroke: token(colour),
        width: 2,
        dash,
        // A minute alone has no line.
        points: { show: true, size: 4, fill: token(colour) },
      })),
    ],
  };
}
