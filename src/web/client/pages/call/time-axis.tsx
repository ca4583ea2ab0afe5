import { computed, effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { duration } from '../../ui/format.js';
import { themeChoice } from '../../ui/theme.js';
import { indexAt } from './axis.js';
import { axis, call, cursorMs, follows, moveTo } from './model.js';
import { HEIGHT, paint } from './paint.js';

/** The shortest window, ms. */
const CLOSEST_MS = 2_000;
/** How far arrow keys move the cursor, ms; with Shift. */
const STEP_MS = { plain: 500, shift: 5_000 } as const;

/** How many times wider than the window the axis is. */
const zoom = signal(1);
const scrolled = signal(0);
const width = signal(600);

const spanMs = computed(() => Math.max(1, axis.value?.lengthMs ?? 1));

const LEGEND = [
  ['caller', 'Caller'],
  ['heard', 'Assistant, heard'],
  ['ahead', 'generated, not heard yet'],
  ['cut', 'cut off, never heard'],
  ['filler', 'Filler'],
  ['recognition', 'Wait: turn detection'],
  ['model', 'model'],
  ['ours', 'ours, tools'],
  ['network', 'network'],
  ['waiting', 'not known'],
] as const;

/** The call on one axis of time, with a cursor to move. */
export function TimeAxis() {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const box = scroller.current;
    const surface = canvas.current;
    if (box === null || surface === null) return;
    const resized = new ResizeObserver(() => (width.value = box.clientWidth));
    resized.observe(box);
    let frame = 0;
    const end = effect(() => {
      const drawn = axis.value;
      const view = windowOf(scrolled.value);
      const cursor = cursorMs.value;
      // Read so that other colours are drawn at once.
      void themeChoice.value;
      cancelAnimationFrame(frame);
      if (drawn === null) return;
      frame = requestAnimationFrame(() =>
        paint(surface, drawn, { ...view, cursorMs: cursor, width: width.peek() }),
      );
    });
    const keep = effect(() => keepInView(box, cursorMs.value));
    return () => {
      resized.disconnect();
      end();
      keep();
    };
  }, []);

  const scrub = (event: PointerEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return;
    const { fromMs, toMs } = windowOf(scrolled.peek());
    moveTo(fromMs + ((event.clientX - box.left) / box.width) * (toMs - fromMs));
  };

  return (
    <section class="card call-axis" aria-label="Time axis">
      <div class="row row-between">
        <h2>Time axis</h2>
        <div class="row">
          {call.value?.state !== 'ended' && (
            <Button
              onPress={() => (follows.value = true)}
              kind={follows.value ? 'primary' : 'plain'}
            >
              Follow
            </Button>
          )}
          <Button onPress={() => zoomBy(1 / 2)} label="Zoom out" disabled={zoom.value <= 1}>
            −
          </Button>
          <Button onPress={() => zoomBy(2)} label="Zoom in" disabled={closest()}>
            +
          </Button>
          <Button onPress={() => (zoom.value = 1)} disabled={zoom.value <= 1}>
            Whole call
          </Button>
        </div>
      </div>
      <div
        class="call-axis-scroll"
        ref={scroller}
        onScroll={(event) => (scrolled.value = event.currentTarget.scrollLeft)}
      >
        <div class="call-axis-length" style={{ inlineSize: `${width.value * zoom.value}px` }}>
          <canvas
            ref={canvas}
            aria-hidden="true"
            style={{ inlineSize: `${width.value}px`, blockSize: `${HEIGHT}px` }}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              scrub(event);
            }}
            onPointerMove={(event) => event.buttons > 0 && scrub(event)}
          />
        </div>
      </div>
      <input
        class="call-axis-slider"
        type="range"
        aria-label="Moment of the call"
        aria-valuetext={momentText()}
        min={0}
        max={Math.round(spanMs.value)}
        step={10}
        value={Math.round(cursorMs.value)}
        onInput={(event) => moveTo(Number(event.currentTarget.value))}
        onKeyDown={onKey}
      />
      <ul class="call-legend" aria-label="Colours">
        {LEGEND.map(([fill, name]) => (
          <li>
            <span class="call-swatch" data-fill={fill} aria-hidden="true" />
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}

function windowOf(scrollLeft: number): { fromMs: number; toMs: number } {
  const perMs = (width.value * zoom.value) / spanMs.value;
  const fromMs = scrollLeft / perMs;
  return { fromMs, toMs: fromMs + width.value / perMs };
}

function closest(): boolean {
  return spanMs.value / zoom.value <= CLOSEST_MS;
}

function zoomBy(factor: number): void {
  zoom.value = Math.max(1, Math.min(zoom.value * factor, spanMs.peek() / CLOSEST_MS));
}

/** Scrolls when the cursor has left the window, or the window has changed around it. */
function keepInView(box: HTMLElement, atMs: number): void {
  const perMs = (width.value * zoom.value) / spanMs.value;
  const x = atMs * perMs;
  const left = box.scrollLeft;
  if (x >= left && x <= left + width.value) return;
  // After the axis has got its new length.
  requestAnimationFrame(() => (box.scrollLeft = x - width.peek() / 2));
}

/** Arrow keys move by half a second, with Shift by five; Page Up and Page Down from turn to turn. */
function onKey(event: KeyboardEvent): void {
  const step = event.shiftKey ? STEP_MS.shift : STEP_MS.plain;
  const lines = axis.peek()?.lines.map(({ fromMs }) => fromMs) ?? [];
  const at = cursorMs.peek();
  const targets: Readonly<Record<string, number | undefined>> = {
    ArrowRight: at + step,
    ArrowUp: at + step,
    ArrowLeft: at - step,
    ArrowDown: at - step,
    PageDown: lines.find((from) => from > at) ?? at,
    PageUp: lines.findLast((from) => from < at - 1) ?? 0,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  moveTo(target);
}

function momentText(): string {
  const lines = axis.value?.lines ?? [];
  const line =
    lines[
      indexAt(
        lines.map(({ fromMs }) => fromMs),
        cursorMs.value,
      )
    ];
  const time = duration(cursorMs.value);
  return line ? `${time}, ${line.who}: ${line.text || line.unheard}` : time;
}
