import { monitorEventLoopDelay } from 'node:perf_hooks';
import { differences } from '../simulators/differences.js';
import type { OrderReport } from '../simulators/print/ops-client.js';
import type { ChaosOrders } from './chaos-orders.js';
import type { ClusterRig } from './cluster-rig.js';
import { CpuMeter } from './cpu-meter.js';
import { until } from './eventually.js';
import { Ear, PersistentCaller, type CallersTale } from './persistent-caller.js';
import type { Replica } from './replica.js';

const STAGGER_MS = 400;
/** How the restaurant hangs up. */
const ENDS: ReadonlySet<string> = new Set(['server-hung-up', 'ended-by-rest']);
const METER_EVERY_MS = 250;
/** From the last call's end until every order is in the store and in the kitchen. */
const SETTLE_LIMIT_MS = 45_000;
const POLL_MS = 100;
const AGREED_LIMIT_MS = 120_000;
const PAGE = 200;

/** What a strike goes by. */
export interface Scene {
  readonly rig: ClusterRig;
  /** Says what happens now. */
  readonly mark: (news: string) => void;
  /** Resolves when so many callers have agreed to their order, and most others are about to. */
  readonly untilAgreed: (callers: number) => Promise<void>;
}

/** Something that happens to the cluster while calls are up. */
export type Strike = (scene: Scene) => Promise<void>;

/** What the callers went through and what became of their orders. */
export interface ChaosResult {
  readonly name: string;
  readonly calls: number;
  /** Calls that did not end with the whole goodbye. */
  readonly dropped: readonly string[];
  /** Orders whose goodbye was heard and that are not once, as ordered, in store and kitchen. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly worstSilenceMs: number;
  /** The same over all calls, the longest of each; ascending. */
  readonly silencesMs: readonly number[];
  /** From a mark until every call that was up had heard its assistant again; the longest. */
  readonly allTalkAfterMs: number;
  readonly strikeMs: number;
  readonly repeats: number;
  /** Callers who agreed to their order between the first strike and the last. */
  readonly agreedMeanwhile: number;
  /** Against Twilio's or OpenAI's protocol, and errors that the servers printed. */
  readonly violations: readonly string[];
  /** How late this process and the stand-in ran their timers, 99 in 100 and worst. */
  readonly delayMs: {
    readonly phones: readonly [number, number];
    readonly openai: readonly [number, number];
    /** 99 in 100, of each process since it started. */
    readonly replicas: readonly number[];
  };
  readonly cores: Readonly<Record<string, number>>;
  /** Of the whole machine, others included. */
  readonly machineCores: number;
  readonly tales: readonly CallersTale[];
  readonly marks: readonly { readonly at: number; readonly news: string }[];
}

function processesOf(rig: ClusterRig): Record<string, number> {
  return {
    phones: process.pid,
    openai: rig.openai.pid,
    ...Object.fromEntries(rig.replicas.map(({ name, pid }) => [name, pid])),
  };
}

/** Every placed order that a replica knows of. */
async function storedOrders(rig: ClusterRig): Promise<readonly OrderReport[]> {
  const orders: OrderReport[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { orders: readonly OrderReport[]; nextCursor?: string | null } = await rig
      .replica(0)
      .get(`/orders?limit=${PAGE}${query}`);
    orders.push(...page.orders);
    cursor = page.nextCursor ?? null;
  } while (cursor !== null);
  return orders;
}

/** Orders the kitchen has, by id; each once however often it was told. */
function kitchenOrders(rig: ClusterRig): ReadonlyMap<string, OrderReport> {
  const orders = new Map<string, OrderReport>();
  for (const { body, status } of rig.kitchen.tickets) {
    if (status < 200 || status > 299) continue;
    const order = JSON.parse(body) as OrderReport;
    orders.set(order.id, order);
  }
  return orders;
}

interface Books {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

async function compare(rig: ClusterRig, tales: readonly CallersTale[]): Promise<Books> {
  const stored = await storedOrders(rig);
  const kitchen = [...kitchenOrders(rig).values()];
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const { call, order, heardGoodbye } of tales) {
    const places = { store: stored, kitchen };
    for (const [place, all] of Object.entries(places)) {
      const own = all.filter(({ callSid }) => callSid === call.callSid);
      const said = `${place} of ${order.from} (${call.callSid})`;
      if (own.length > 1) doubled.push(`${said}: ${own.length} orders`);
      if (own.length === 0 && heardGoodbye) lost.push(`${said}: none`);
      lost.push(...own.flatMap((one) => differences(one, order.expected, said)));
    }
  }
  return { lost, doubled };
}

/** Compares until nothing is missing any more, since delivery takes its time. */
async function settledBooks(rig: ClusterRig, tales: readonly CallersTale[]): Promise<Books> {
  const deadline = Date.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const books = await compare(rig, tales).catch((error: unknown) => ({
      lost: [String(error)],
      doubled: [],
    }));
    if (books.lost.length === 0 || Date.now() > deadline) return books;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** What a replica says of its own event loop, ms; not a number while it does not answer. */
async function loopDelayP99(replica: Replica): Promise<number> {
  try {
    const { eventLoop } = await replica.get<{ eventLoop: { p99Ms: number } }>('/status');
    return eventLoop.p99Ms;
  } catch {
    return Number.NaN;
  }
}

/** How long after `since` the last of the calls that went on was heard to speak again. */
function allTalkAfter(tales: readonly CallersTale[], since: number): number {
  const waits = tales.flatMap(({ call }) => {
    if (call.startedAt > since || (call.endedAt ?? Infinity) < since) return [];
    return [Math.max(0, (call.heard.firstAfter(since) ?? call.endedAt ?? since) - since)];
  });
  return Math.max(0, ...waits);
}

/** Plays all calls, strikes when the first have begun to order, and reports. */
export async function runChaos(
  rig: ClusterRig,
  orders: ChaosOrders,
  name: string,
  strike: Strike,
): Promise<ChaosResult> {
  const ear = await Ear.of(orders);
  const marks: { at: number; news: string }[] = [];
  const known = rig.phone.calls.length;
  await rig.openai.report();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const meter = new CpuMeter();
  meter.note(processesOf(rig));
  const metering = setInterval(() => meter.note(processesOf(rig)), METER_EVERY_MS);
  try {
    const callers: PersistentCaller[] = [];
    const calls = orders.orders.map(async (order, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * STAGGER_MS));
      const call = await rig.phone.dial({ from: order.from });
      const caller = new PersistentCaller(call, order, ear);
      callers.push(caller);
      return caller.play(orders);
    });
    const struckFrom = performance.now();
    let strikeMs = 0;
    const scene: Scene = {
      rig,
      mark: (news) => void marks.push({ at: Date.now(), news }),
      untilAgreed: (count) => untilAgreed(callers, count),
    };
    const struck = strike(scene).finally(() => {
      strikeMs = performance.now() - struckFrom;
    });
    // A strike that fails must not leave callers behind.
    const [tales, [strikeEnd]] = await Promise.all([
      Promise.all(calls),
      Promise.allSettled([struck]),
    ]);
    if (strikeEnd.status === 'rejected') throw strikeEnd.reason;
    meter.note(processesOf(rig));
    const cores = meter.cores();
    const machineCores = meter.machineCores();
    const report = await rig.openai.report();
    const books = await settledBooks(rig, tales);
    const silencesMs = tales
      .map(({ worstSilenceMs }) => Math.round(worstSilenceMs))
      .sort((a, b) => a - b);
    return {
      name,
      calls: tales.length,
      dropped: await Promise.all(
        tales
          .filter(({ heardGoodbye, outcome }) => !heardGoodbye || !ENDS.has(outcome))
          .map((tale) => droppedText(rig, tale)),
      ),
      ...books,
      worstSilenceMs: silencesMs.at(-1) ?? 0,
      silencesMs,
      allTalkAfterMs: Math.max(0, ...marks.map(({ at }) => allTalkAfter(tales, at))),
      strikeMs,
      agreedMeanwhile: tales.filter(
        ({ agreedAt }) =>
          agreedAt !== null &&
          agreedAt >= (marks[0]?.at ?? 0) &&
          agreedAt <= (marks.at(-1)?.at ?? 0),
      ).length,
      repeats: tales.reduce((sum, tale) => sum + tale.repeats, 0),
      violations: [
        ...rig.phone.calls
          .slice(known)
          .flatMap((call) => call.violations.map((text) => `${call.callSid}: ${text}`)),
        ...report.violations,
        ...rig.replicas.flatMap(({ complaints }) => complaints),
      ],
      delayMs: {
        phones: [delay.percentile(99) / 1e6, delay.max / 1e6],
        openai: [report.delayP99Ms, report.delayMaxMs],
        replicas: await Promise.all(rig.replicas.map(loopDelayP99)),
      },
      cores,
      machineCores,
      tales,
      marks,
    };
  } finally {
    clearInterval(metering);
    delay.disable();
  }
}

async function untilAgreed(callers: readonly PersistentCaller[], count: number): Promise<void> {
  await until(() => callers.filter(({ agreed }) => agreed).length >= count, {
    what: `${count} callers have agreed`,
    limitMs: AGREED_LIMIT_MS,
    everyMs: POLL_MS,
  });
}

/** What became of the caller, by the caller's account and by the restaurant's. */
async function droppedText(rig: ClusterRig, tale: CallersTale): Promise<string> {
  const { call, order, outcome, heardGoodbye, trouble } = tale;
  const detail = await rig.replica(0).get<object>(`/calls/${call.callSid}`).catch(String);
  return [
    `${order.from} (${call.callSid}): ${outcome}, goodbye ${heardGoodbye ? 'heard' : 'not heard'}`,
    trouble ?? 'no trouble',
    JSON.stringify(detail),
  ].join(', ');
}
