import { createHistogram, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerCommands, type Command, type Span, type WebhookReport } from '../wire/channel.js';
import { latencyOf, Window } from '../wire/window.js';
import { Caller, type Arrival } from './arrival.js';
import { LoadCall } from './call.js';
import { Pacer } from './pacer.js';

/** How long a call of `cycle` lives. */
const SHORT_CALL_MS = 1_500;
/** After a call that was not taken. */
const TRY_AGAIN_MS = 1_000;

const arrival = JSON.parse(process.argv[2] ?? '') as Arrival;
const window = new Window();
const pacer = new Pacer();
const calls: LoadCall[] = [];
let numbers = 0;
let failed = 0;
/** How long calls last that others take the place of; null while calls stay. */
let lifeMs: Span | null = null;
let replaced = 0;

async function open(): Promise<LoadCall | null> {
  const number = numbers;
  numbers += 1;
  try {
    const call = await LoadCall.open(number, arrival, window, () => (failed += 1));
    pacer.add(call);
    return call;
  } catch (error) {
    if (failed === 0) process.stderr.write(`A call was not taken: ${String(error)}\n`);
    failed += 1;
    return null;
  }
}

async function end(call: LoadCall): Promise<void> {
  pacer.remove(call);
  await call.hangUp().catch(() => (failed += 1));
}

/** Opens or ends calls, evenly over time, until so many are open. */
async function holdCalls(count: number, perSecond: number): Promise<number> {
  lifeMs = null;
  const beganAt = performance.now();
  const opening: Promise<void>[] = [];
  for (let i = 0; calls.length + opening.length < count; i += 1) {
    opening.push(
      sleep(Math.max(0, beganAt + (i * 1e3) / perSecond - performance.now())).then(async () => {
        const call = await open();
        if (call !== null) calls.push(call);
      }),
    );
  }
  await Promise.all(opening);
  await Promise.all(calls.splice(count).map(end));
  return calls.filter((call) => call.isOpen).length;
}

/** Has `/voice` asked so often beside the calls; the calls asked for are reported as ended. */
async function ringOften(perSecond: number, seconds: number): Promise<WebhookReport> {
  const histogram = createHistogram({ figures: 3 });
  const beganAt = performance.now();
  let refused = 0;
  const rings = Array.from({ length: perSecond * seconds }, async (_, i) => {
    await sleep(Math.max(0, beganAt + (i * 1e3) / perSecond - performance.now()));
    const caller = new Caller(arrival, numbers++);
    const askedAt = performance.now();
    try {
      await caller.arrive();
      histogram.record(Math.max(1, Math.round((performance.now() - askedAt) * 1e3)));
      await caller.hungUp();
    } catch {
      refused += 1;
    }
  });
  await Promise.all(rings);
  return { latency: latencyOf(histogram), failed: refused };
}

/** Opens and ends so many calls in a row, some at a time. */
async function cycle(count: number, atOnce: number): Promise<number> {
  let left = count;
  let done = 0;
  const line = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const call = await open();
      if (call === null) continue;
      await sleep(SHORT_CALL_MS);
      await end(call);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return done;
}

/** Ends a call when its time has come, and opens the next one, for as long as calls are replaced. */
async function replaceAgain(first: LoadCall): Promise<void> {
  let call = first;
  while (lifeMs !== null) {
    const [least, most] = lifeMs;
    await sleep(least + Math.random() * (most - least));
    const at = calls.indexOf(call);
    if (at < 0) return;
    await end(call);
    let next = await open();
    while (next === null) {
      await sleep(TRY_AGAIN_MS);
      next = await open();
    }
    // Everything was ended meanwhile.
    if (lifeMs === null) return end(next);
    call = next;
    calls[at] = next;
    replaced += 1;
  }
}

function replaceCalls(span: Span): void {
  lifeMs = span;
  for (const call of calls) void replaceAgain(call);
}

function handle(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'calls':
      return holdCalls(command.count, command.perSecond);
    case 'begin-window':
      return Promise.resolve(window.begin());
    case 'end-window': {
      const open = calls.filter((call) => call.isOpen).length;
      return Promise.resolve(window.end({ open, failed }));
    }
    case 'webhooks':
      return ringOften(command.perSecond, command.seconds);
    case 'cycle':
      return cycle(command.count, command.atOnce);
    case 'replace':
      return Promise.resolve(replaceCalls(command.lifeMs));
    case 'count-replaced':
      return Promise.resolve(replaced);
  }
}

answerCommands(handle);
