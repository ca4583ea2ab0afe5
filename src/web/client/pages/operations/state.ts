import { computed, signal } from '@preact/signals';
import type {
  CallPage,
  CallSummary,
  CallWords,
  ClusterStatus,
  OrderPage,
  Status,
  StreamList,
} from '../../api/operations.js';
import { getJson } from '../../live/api.js';
import { followEvents, type LiveEvent } from '../../live/live-events.js';
import { poll } from '../../live/poll.js';
import { LiveCalls } from './live-calls.js';
import { OrderCounts } from './order-counts.js';
import { problemsOf } from './problems.js';
import { ReplicaMemory, type KnownReplica } from './replica-memory.js';

/** How often the present state is asked for, ms; in between, events tell of it. */
const PERIODS = { levels: 2_000, status: 5_000, cluster: 5_000, calls: 30_000, orders: 300_000 };
/** Words of so many calls are asked for at once. */
const MAX_LOOK_UPS = 4;

export const calls = new LiveCalls();
export const orders = new OrderCounts();
export const status = signal<Status | null>(null);
export const cluster = signal<ClusterStatus | null>(null);
/** Replicas with those that are gone. */
export const replicas = signal<readonly KnownReplica[]>([]);
/** Since when the server has not answered, epoch ms; null: it does. */
export const silentSince = signal<number | null>(null);
/** The time of the server, epoch ms; moves every second. */
export const now = signal(Date.now());
export const problems = computed(() => problemsOf(status.value, cluster.value, replicas.value));

const memory = new ReplicaMemory();
const asked = new Set<string>();
const toAsk: string[] = [];
let asking = 0;
let clockOffsetMs = 0;

/** Begins to follow the server; returns whether events come. */
export function follow() {
  setInterval(() => {
    if (!document.hidden) now.value = Date.now() + clockOffsetMs;
  }, 1_000);
  poll(() => heardOf(takeLevels), PERIODS.levels);
  poll(() => heardOf(takeStatus), PERIODS.status);
  poll(() => heardOf(takeCluster), PERIODS.cluster);
  poll(() => heardOf(takeCalls), PERIODS.calls);
  poll(() => heardOf(takeOrders), PERIODS.orders);
  return followEvents('/events', ['call', 'turn', 'order', 'provider'], {
    event: told,
    refresh: () => {
      void heardOf(takeCalls)
        .then(takeLevels)
        .catch(() => undefined);
      for (const take of [takeStatus, takeCluster]) heardOf(take).catch(() => undefined);
    },
  });
}

/** Asks for the last words of a call that has come into view, once. */
export function lookUpWords(callSid: string): void {
  if (asked.has(callSid)) return;
  asked.add(callSid);
  toAsk.push(callSid);
  askNext();
}

function askNext(): void {
  if (asking >= MAX_LOOK_UPS) return;
  const callSid = toAsk.shift();
  if (callSid === undefined) return;
  asking += 1;
  void takeWords(callSid).finally(() => {
    asking -= 1;
    askNext();
  });
}

async function takeWords(callSid: string): Promise<void> {
  const call = calls.get(callSid);
  // What was told meanwhile is newer.
  if (!call || Object.values(call.words.peek()).some((text) => text !== null)) return;
  // A call that has just ended is no fault.
  const found = await getJson<CallWords>(`/calls/${callSid}`).catch(() => null);
  if (found && call.words.peek().caller === null && call.words.peek().assistant === null) {
    calls.said(callSid, found.transcript);
  }
}

function told(event: LiveEvent): void {
  calls.told(event);
  if (event.type === 'order') orders.told(event.data);
  if (event.type === 'provider') heardOf(takeStatus).catch(() => undefined);
}

async function takeLevels(): Promise<void> {
  if (calls.list.peek().length > 0) calls.heard(await getJson<StreamList>('/streams'));
}

async function takeStatus(): Promise<void> {
  const taken = await getJson<Status>('/status');
  status.value = taken;
  replicas.value = memory.seen(taken.cluster.instances, Date.now());
}

async function takeCluster(): Promise<void> {
  cluster.value = await getJson<ClusterStatus>('/status/cluster');
}

async function takeCalls(): Promise<void> {
  const { calls: listed } = await getJson<CallPage>('/calls?limit=1');
  calls.listed(listed);
  const live = listed.find(({ state }) => state !== 'ended');
  if (live) setClock(live);
}

/** This browser's clock may differ from the server's. */
function setClock({ startedAt, durationMs }: CallSummary): void {
  clockOffsetMs = Date.parse(startedAt) + durationMs - Date.now();
  now.value = Date.now() + clockOffsetMs;
}

async function takeOrders(): Promise<void> {
  orders.listed(await getJson<OrderPage>('/orders?limit=200'));
}

/** Notes whether the server answers. */
async function heardOf(take: () => Promise<void>): Promise<void> {
  try {
    await take();
    silentSince.value = null;
  } catch (error) {
    const status = (error as { status?: unknown }).status;
    if (status === 0) silentSince.value ??= Date.now();
    throw error;
  }
}
