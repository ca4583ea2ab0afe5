import { duration } from '../../ui/format.js';
import { type CallAxis, type Fill, type Lane, LANES, ticks } from './axis.js';

const NAMES: Readonly<Record<Lane, string>> = {
  caller: 'Caller',
  assistant: 'Assistant',
  waits: 'Waits',
  tools: 'Tools',
  events: 'Events',
  cost: 'Cost',
};

/** The colour of each fill, by the name of its token. */
const TOKENS: Readonly<Record<Fill, string>> = {
  caller: '--caller',
  heard: '--assistant',
  ahead: '--assistant-soft',
  cut: '--cut',
  filler: '--warn',
  untold: '--line-strong',
  tool: '--tool',
  'tool-failed': '--bad',
  recognition: '--caller',
  model: '--assistant',
  ours: '--tool',
  network: '--warn',
  waiting: '--line-strong',
};
const TONES = {
  plain: '--line-strong',
  accent: '--accent',
  good: '--good',
  warn: '--warn',
  bad: '--bad',
} as const;

/** CSS pixels. */
const SIZE = { axis: 24, lane: 44, bar: 22, name: 15, text: 12, least: 2 } as const;
/** Height of the whole axis, CSS pixels. */
export const HEIGHT = SIZE.axis + LANES.length * SIZE.lane;

/** What is seen of the axis. */
export interface View {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cursorMs: number;
  readonly width: number;
}

/** Draws what is seen of the axis; costs as much as is seen, however long the call. */
export function paint(canvas: HTMLCanvasElement, axis: CallAxis, view: View): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.round(view.width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  new Painter(context, view).all(axis);
}

class Painter {
  private readonly styles = getComputedStyle(document.documentElement);
  private readonly perMs: number;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly view: View,
  ) {
    this.perMs = view.width / Math.max(1, view.toMs - view.fromMs);
  }

  all(axis: CallAxis): void {
    this.grid();
    this.cost(axis);
    for (const { lane, fromMs, toMs, fill, worst } of axis.bars) {
      if (toMs < this.view.fromMs || fromMs > this.view.toMs) continue;
      this.bar(lane, fromMs, toMs, fill);
      if (worst) this.worst(fromMs, toMs);
    }
    for (const { atMs, tone, event } of axis.moments) {
      if (event === 'tool' || atMs < this.view.fromMs || atMs > this.view.toMs) continue;
      this.moment(atMs, TONES[tone]);
    }
    this.cursor();
  }

  private grid(): void {
    const { context, view } = this;
    context.font = `${SIZE.text}px ${this.styles.getPropertyValue('--font')}`;
    context.textBaseline = 'middle';
    for (const at of ticks(view.fromMs, view.toMs, view.width)) {
      const x = this.x(at);
      this.fill('--line', x, SIZE.axis, 1, HEIGHT);
      context.fillStyle = this.colour('--ink-soft');
      const seconds = at % 1000 === 0 ? '' : `.${(at % 1000) / 100}`;
      context.fillText(duration(at) + seconds, x + 4, SIZE.axis / 2);
    }
    for (const [index, lane] of LANES.entries()) {
      const y = SIZE.axis + index * SIZE.lane;
      this.fill('--line', 0, y, view.width, 1);
      context.fillStyle = this.colour('--ink-soft');
      context.fillText(NAMES[lane], 4, y + SIZE.name / 2 + 2);
    }
  }

  private bar(lane: Lane, fromMs: number, toMs: number, fill: Fill): void {
    const x = this.x(fromMs);
    const width = Math.max(SIZE.least, (toMs - fromMs) * this.perMs);
    const y = this.top(lane);
    if (fill === 'cut') return this.hatched(x, y, width);
    this.fill(TOKENS[fill], x, y, width, SIZE.bar);
    if (fill === 'ahead') this.outline('--assistant', x, y, width);
  }

  private hatched(x: number, y: number, width: number): void {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(x, y, width, SIZE.bar);
    context.clip();
    context.strokeStyle = this.colour('--cut');
    context.lineWidth = 2;
    context.beginPath();
    const first = Math.max(x, -SIZE.bar) - SIZE.bar;
    for (let at = first - (first % 6); at < Math.min(x + width, this.view.width); at += 6) {
      context.moveTo(at, y + SIZE.bar);
      context.lineTo(at + SIZE.bar, y);
    }
    context.stroke();
    context.restore();
    this.outline('--cut', x, y, width);
  }

  private worst(fromMs: number, toMs: number): void {
    const width = Math.max(SIZE.least, (toMs - fromMs) * this.perMs);
    this.fill('--bad', this.x(fromMs), this.top('waits') + SIZE.bar + 1, width, 3);
  }

  private moment(atMs: number, token: string): void {
    const { context } = this;
    const [x, y] = [this.x(atMs), this.top('events') + SIZE.bar / 2];
    context.fillStyle = this.colour(token);
    context.beginPath();
    context.moveTo(x, y - 8);
    context.lineTo(x + 5, y);
    context.lineTo(x, y + 8);
    context.lineTo(x - 5, y);
    context.fill();
  }

  private cost({ costs, lengthMs }: CallAxis): void {
    const most = costs.at(-1)?.costUsd ?? 0;
    if (most === 0) return;
    const { context } = this;
    const bottom = this.top('cost') + SIZE.bar;
    const y = (usd: number): number => bottom - (usd / most) * SIZE.bar;
    context.fillStyle = this.colour('--accent-soft');
    context.strokeStyle = this.colour('--accent');
    context.beginPath();
    context.moveTo(this.x(0), bottom);
    let last = 0;
    for (const { atMs, costUsd } of costs) {
      context.lineTo(this.x(atMs), y(last));
      context.lineTo(this.x(atMs), y(costUsd));
      last = costUsd;
    }
    context.lineTo(this.x(lengthMs), y(last));
    context.stroke();
    context.lineTo(this.x(lengthMs), bottom);
    context.fill();
  }

  private cursor(): void {
    this.fill('--ink', this.x(this.view.cursorMs) - 1, 0, 2, HEIGHT);
  }

  private x(ms: number): number {
    return (ms - this.view.fromMs) * this.perMs;
  }

  private top(lane: Lane): number {
    return SIZE.axis + LANES.indexOf(lane) * SIZE.lane + SIZE.name + 2;
  }

  private fill(token: string, x: number, y: number, width: number, height: number): void {
    this.context.fillStyle = this.colour(token);
    this.context.fillRect(x, y, width, height);
  }

  private outline(token: string, x: number, y: number, width: number): void {
    this.context.strokeStyle = this.colour(token);
    this.context.lineWidth = 1;
    this.context.strokeRect(x + 0.5, y + 0.5, Math.max(1, width - 1), SIZE.bar - 1);
  }

  private colour(token: string): string {
    return this.styles.getPropertyValue(token);
  }
}
