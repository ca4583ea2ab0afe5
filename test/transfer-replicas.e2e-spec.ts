import { CALLEES, type Callee } from './simulators/phone/callee.js';
import type { DialOptions, PhoneSimulator } from './simulators/phone/phone-simulator.js';
import type { SimulatedCall } from './simulators/phone/simulated-call.js';
import { type CallsPage, type CallView, untilCall } from './support/call-view.js';
import { type ClusterRig, startCluster } from './support/cluster-rig.js';

const FIRST = '+15550009991';
const SECOND = '+15550009992';
const PIZZA = 'A small Margherita for Ben, please.';
const PERSON = 'A person please.';
const SORRY = 'Sorry, no one can come.';
const SCENARIO = {
  name: 'A pizza and a person',
  greeting: 'Hello.',
  turns: [
    {
      caller: PIZZA,
      steps: [
        {
          tools: [
            {
              name: 'add_item',
              arguments: { itemId: 'margherita', quantity: 1, options: ['small'] },
            },
            { name: 'set_customer', arguments: { name: 'Ben' } },
          ],
        },
        { say: 'A pizza.' },
      ],
    },
    {
      caller: PERSON,
      steps: [{ tools: [{ name: 'transfer_to_human', arguments: {} }] }, { say: 'One moment.' }],
      // It tries once more as soon as the caller is back, and is told that no one comes.
      onToolError: SORRY,
    },
  ],
};
/** The longest time for which a caller may hear nothing. */
const MAX_SILENCE_MS = 3_000;
/** Rings while the replica that has the call is killed. */
const RINGING: Callee = { ...CALLEES.busy, ringMs: 5_000 };
const PATIENT = { limitMs: 20_000 };

const people = (second: Callee): DialOptions => ({
  dialling: { callees: { [FIRST]: RINGING, [SECOND]: second } },
});
const eventsOf = ({ timeline }: CallView): readonly string[] => timeline.map(({ event }) => event);

describe('A call whose replica is killed while a person’s phone rings for it', () => {
  let rig: ClusterRig;
  let phone: PhoneSimulator;
  let keyPhone: PhoneSimulator;

  beforeAll(async () => {
    const env = {
      HUMAN_TRANSFER_NUMBER: `${FIRST},${SECOND}`,
      VOICE_PROVIDERS: 'openai-realtime,openai-pipeline,ivr',
    };
    rig = await startCluster({ scenario: SCENARIO, replicas: 2, env });
    const url = (): string => rig.replica(rig.replica(0).pid === 0 ? 1 : 0).url;
    phone = rig.phoneWith({ url });
    keyPhone = rig.phoneWith({ url, voicePath: '/voice/gather' });
  }, 120_000);
  afterAll(() => rig.close(), 60_000);

  const seen = (
    call: SimulatedCall,
    holds: (view: CallView) => boolean = () => true,
  ): Promise<CallView> => untilCall(rig.replica(1), call.callSid, holds, PATIENT);

  /** A call on the stream with a pizza in its order. */
  async function ordered(options: DialOptions): Promise<SimulatedCall> {
    const call = await phone.dial(options);
    await call.hearsSpeech();
    await call.untilQuiet(300);
    await call.say(PIZZA);
    await seen(call, ({ order, transcript }) => order !== null && transcript.length === 3);
    await call.untilQuiet(300);
    return call;
  }

  async function orderedByKeys(options: DialOptions): Promise<SimulatedCall> {
    const call = await keyPhone.dial(options);
    await call.untilGathering();
    await call.say('one small Margherita');
    await call.until('the pizza', ({ said }) => said.at(-1)?.includes('I have added'));
    await call.untilGathering();
    return call;
  }

  it('goes on with its order elsewhere, or is taken, wherever the transfer came from', async () => {
    const takes: Callee = { ...CALLEES.accepts, ringMs: 300, talkMs: 400 };
    const busy: Callee = { ...CALLEES.busy, ringMs: 300 };
    const machine: Callee = { ...CALLEES.machine, ringMs: 300, reports: 'answered' };
    const [asked, operated, keyed, taken] = await Promise.all([
      ordered(people(busy)),
      ordered(people(machine)),
      orderedByKeys(people(machine)),
      ordered(people(takes)),
    ]);
    const calls = [asked, operated, keyed, taken];
    const rings = (call: SimulatedCall): Promise<boolean> =>
      call.until('it rings', ({ legs }) => legs.length > 0, PATIENT);
    await Promise.all([asked, taken].map((call) => call.say(PERSON)));
    await Promise.all([asked, taken].map(rings));
    await keyed.press('0');
    await rig.replica(1).ask('POST', `/calls/${operated.callSid}/transfer`);
    await Promise.all([keyed, operated].map(rings));
    const held = await rig.replica(1).get<CallsPage>('/calls?state=resuming');
    await rig.replica(0).kill();
    expect(held.calls.map(({ instance }) => instance)).toEqual(Array(4).fill('replica-1'));
    expect(held.calls.map(({ outcome }) => outcome)).toEqual(Array(4).fill('transferred'));
    expect(calls.map(({ legs }) => legs.length)).toEqual([1, 1, 1, 1]);

    for (const call of [asked, operated]) {
      await call.until('another stream', ({ streams }) => streams.length === 2, PATIENT);
      await call.hearsSpeech({ since: call.legs.at(-1)?.endedAt });
    }
    await keyed.until(
      'words of the order line',
      ({ said }) => said.at(-1)?.includes('none of us can come to the phone'),
      PATIENT,
    );
    for (const call of [asked, operated, keyed]) {
      const view = await seen(
        call,
        ({ state, outcome }) => state === 'active' && outcome !== 'transferred',
      );
      expect(view).toMatchObject({ instance: 'replica-2', order: { state: 'draft' } });
      expect(eventsOf(view).filter((event) => event === 'transfer-untaken')).toHaveLength(2);
      expect(call.dialled).toEqual([FIRST, SECOND]);
    }
    await seen(asked, ({ transcript }) => transcript.at(-1)?.text === SORRY);
    expect(keyed.said.at(-1)).toContain('So far you have one Margherita');

    await taken.untilEnded(PATIENT);
    const whisper = taken.legs.at(-1)?.said.at(0);
    expect(whisper).toMatch(/a call from Ben\. .*\. The order so far: one Margherita\./);
    expect(await seen(taken)).toMatchObject({ instance: 'replica-2', outcome: 'transferred' });

    const worst = Math.max(...calls.map((call) => silenceOf(call)));
    process.stdout.write(`  killed while it rings: worst silence ${(worst / 1000).toFixed(1)} s\n`);
    expect(worst).toBeLessThan(MAX_SILENCE_MS);
    expect(calls.flatMap(({ violations }) => violations)).toEqual([]);
  }, 90_000);
});

/** From the dial to the first words after the last one. */
function silenceOf(call: SimulatedCall): number {
  const dialled = call.twiml.find(({ verbs }) => verbs.some(({ name }) => name === 'Dial'));
  const endedAt = call.legs.at(-1)?.endedAt ?? call.startedAt;
  const until = call.streams.length === 2 ? call.heard.firstAfter(endedAt) : endedAt;
  return call.longestSilenceMs(dialled?.at, until);
}
