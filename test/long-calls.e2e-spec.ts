import { MOST_KEPT } from '../src/calls/call/long-list.js';
import { CallSnapshots } from '../src/calls/state/call-snapshots.js';
import type { ScenarioDto } from '../src/calls/scenario.dto.js';
import { type CallsPage, type CallView, untilCall, viewOf } from './support/call-view.js';
import { until } from './support/eventually.js';
import type { PostgresServer } from './support/postgres.js';
import type { RunningApp } from './support/start-app.js';
import { startTwoReplicas, type TwoReplicas } from './support/two-replicas.js';
import { WebhookCaller } from './support/webhook-caller.js';

const FIRST_WORDS = 'A small Margherita please.';
const QUESTION = 'what do I have so far';

describe('A long call', () => {
  let replicas: TwoReplicas;
  let postgres: PostgresServer;
  let one: RunningApp;
  let two: RunningApp;
  let caller: WebhookCaller;
  /** All that was said to the caller, or by them. */
  let said: string[];

  beforeAll(async () => {
    replicas = await startTwoReplicas();
    ({ postgres, one, two } = replicas);
  }, 180_000);
  afterAll(() => replicas.close());
  beforeEach(() => {
    caller = new WebhookCaller();
    said = [];
  });

  const operator = (replica: RunningApp) => ({
    get: async <T>(path: string): Promise<T> => {
      const response = await fetch(replica.url + path, { headers: replica.authorization });
      expect([path, response.status]).toEqual([path, 200]);
      return (await response.json()) as T;
    },
  });
  const view = (replica: RunningApp): Promise<CallView> =>
    viewOf(operator(replica), caller.callSid);
  const textsOf = ({ transcript }: CallView): readonly string[] =>
    transcript.map(({ text }) => text);

  async function tell(replica: RunningApp, words: string): Promise<void> {
    said.push(words);
    said.push((await caller.tell(replica, { SpeechResult: words })).said);
  }

  async function begin(replica: RunningApp): Promise<void> {
    said.push((await caller.tell(replica)).said);
    await tell(replica, FIRST_WORDS);
  }

  async function ask(replica: RunningApp, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await tell(replica, QUESTION);
  }

  /** Entries of the conversation that the call holds in the memory of a replica. */
  const held = (replica: RunningApp): number =>
    replica.app.get(CallSnapshots).own.get(caller.callSid)?.snapshot().conversation.entries
      .length ?? 0;

  /** Its older part is in the database alone, for every replica. */
  async function moved(replica: RunningApp): Promise<void> {
    const isShort = (): boolean => held(replica) > 0 && held(replica) <= MOST_KEPT;
    await until(isShort, { what: 'the call is short again', limitMs: 20_000 });
  }

  it('is read whole while it is live, on both replicas, after a move and after its end', async () => {
    await begin(one);
    await ask(one, 120);
    await moved(one);
    const last = said.at(-1) ?? '';
    for (const replica of [one, two]) {
      const seen = await untilCall(
        operator(replica),
        caller.callSid,
        ({ transcript }) => transcript.at(-1)?.text === last && transcript.length >= said.length,
      );
      expect(textsOf(seen)).toEqual(said);
      expect(seen).toMatchObject({ state: 'active', history: 'whole' });
    }

    await ask(two, 120);
    await moved(two);
    const here = await view(two);
    expect(textsOf(here)).toEqual(said);
    expect(textsOf(await view(one))).toEqual(said);
    expect(here.timeline.filter(({ event }) => event === 'moved')).toHaveLength(1);
    expect(here.speech.map(({ text }) => text)).toEqual(said);
    expect(here.waits.map(({ turn }) => turn)).toEqual(here.waits.map((_, index) => index));

    await tell(two, "that's all");
    said.push('[The caller pressed the keys 1.]');
    said.push((await caller.tell(two, { Digits: '1' })).said);
    await tell(two, 'Bo');
    await tell(two, 'yes');
    expect(caller.next).toBeNull();
    const ended = await untilCall(operator(one), caller.callSid, ({ state }) => state === 'ended');
    expect(textsOf(ended)).toEqual(said);
    expect(ended.speech).toHaveLength(said.length);
    const { turns } = await operator(one).get<ScenarioDto>(`/calls/${caller.callSid}/scenario`);
    expect(turns[0]?.caller).toBe(FIRST_WORDS);
    expect(turns).toHaveLength(245);
    const found = await operator(one).get<CallsPage>('/calls?q=small%20margherita%20please');
    expect(found.calls.map(({ callSid }) => callSid)).toContain(caller.callSid);
  }, 180_000);

  it('is shown without its beginning while the database is away, and whole again afterwards', async () => {
    await begin(one);
    await ask(one, 110);
    await moved(one);
    // With the next turn the snapshot that other replicas see has no more either.
    await ask(one, 1);
    await postgres.stop();
    for (const replica of [one, two]) {
      const seen = await untilCall(
        operator(replica),
        caller.callSid,
        ({ history }) => history === 'newest',
        { limitMs: 20_000 },
      );
      expect(textsOf(seen)).toEqual(said.slice(-seen.transcript.length));
      expect(seen.transcript.length).toBeLessThan(said.length);
      const path = `/calls/${caller.callSid}/scenario`;
      const answer = await fetch(replica.url + path, { headers: replica.authorization });
      expect(answer.status).toBe(503);
    }
    await ask(one, 60);
    await postgres.start();
    const whole = await untilCall(
      operator(one),
      caller.callSid,
      ({ history }) => history === 'whole',
      { limitMs: 30_000 },
    );
    expect(textsOf(whole)).toEqual(said);
    await ask(one, 1);
    await moved(one);
    expect(textsOf(await view(one))).toEqual(said);
    expect(whole.timeline.map(({ event }) => event)).not.toContain('history-lost');
  }, 180_000);
});
