import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MAX_TOOL_ROUNDS } from '../../src/realtime/tool-rounds.js';
import { ChatRestaurant, isSame, isUnsafe, type PlantedFault } from './chat-player.js';
import { MODEL_FAULTS } from './doubles/scripted-chat.js';
import { type Conversation, readConversations } from './ivr-conversation.js';
import { play } from './ivr-player.js';

/** Limits of time are so much shorter here, so that a slow model takes less of the test's time. */
const HASTE = 10;
/** Within so long every webhook has to be answered, ms. */
const WEBHOOK_LIMIT_MS = 1_000;

/** What the conversations of one kind came to with one brain. */
interface Tally {
  conversations: number;
  right: number;
  wrongPlaced: number;
  unsafe: number;
  lost: number;
  turns: number;
}

/**
 * Plays every written conversation of a folder twice: on the line without AI, which has to answer
 * as it is written, and on the line with a chat model, whose call has to come to the same order, in
 * one of three although the model fails in the middle. Prints what both came to.
 */
export function onBothBrains(language: string, folder: URL, env: Record<string, string>): void {
  const conversations = readConversations(folder);
  const tallies = new Map<string, Tally>();
  let alone: ChatRestaurant;
  let staffed: ChatRestaurant;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    alone = await ChatRestaurant.open(env);
    staffed = await ChatRestaurant.open({ ...env, HUMAN_TRANSFER_NUMBER: '+12125550199' });
  });
  beforeEach(() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / HASTE));
  });
  afterAll(async () => {
    await alone.close();
    await staffed.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
    process.stdout.write(table(language, tallies));
  });

  const count = (brain: string, { kind }: Conversation, is: Partial<Tally>): void => {
    const name = `${brain.padEnd(8)} ${kind}`;
    const { conversations, right, wrongPlaced, unsafe, lost, turns } = tallies.get(name) ?? NOTHING;
    tallies.set(name, {
      conversations: conversations + 1,
      right: right + (is.right ?? 0),
      wrongPlaced: wrongPlaced + (is.wrongPlaced ?? 0),
      unsafe: unsafe + (is.unsafe ?? 0),
      lost: lost + (is.lost ?? 0),
      turns: turns + (is.turns ?? 0),
    });
  };

  it.each(conversations.map((conversation) => [conversation.title, conversation] as const))(
    '%s',
    async (_, conversation) => {
      const line = conversation.person ? staffed : alone;
      const expected = await play(line.restaurant, conversation);
      const unsafe = expected.some(({ prompt, changing }) => isUnsafe(prompt, changing));
      const turns = expected.length;
      // Where the line without AI does not answer as it is written, the test has failed by now.
      count('ivr', conversation, { right: 1, unsafe: Number(unsafe), turns });

      const planted = plantedIn(conversation);
      const played = await line.play(conversation, expected, planted);
      const { order, faults, lost } = played;
      const right = isSame(order, expected.at(-1)?.order ?? null);
      count('chat', conversation, {
        right: Number(right),
        wrongPlaced: Number(!right && order?.state === 'placed'),
        unsafe: Number(played.unsafe),
        lost: Number(lost),
        turns: played.turns,
      });
      expect([planted, faults, unsafe, played.unsafe, lost]).toEqual([
        planted,
        [],
        false,
        false,
        false,
      ]);
      expect(played.modelTurns).toBeGreaterThan(0);
      expect(played.mostAnswers).toBeLessThanOrEqual(MAX_TOOL_ROUNDS + 1);
      expect(played.slowestMs).toBeLessThan(WEBHOOK_LIMIT_MS);
    },
  );
}

const NOTHING: Tally = { conversations: 0, right: 0, wrongPlaced: 0, unsafe: 0, lost: 0, turns: 0 };

/** In one conversation of three, by its title, the model fails in the middle. */
function plantedIn({ exchanges, title }: Conversation): PlantedFault | null {
  const exchange = Math.floor(exchanges.length / 2);
  const index = createHash('sha1').update(title).digest().readUInt16BE();
  const fault = MODEL_FAULTS[Math.floor(index / 3) % MODEL_FAULTS.length];
  const input = exchanges[exchange]?.input ?? {};
  return index % 3 > 0 || fault === undefined || !('speech' in input) ? null : { fault, exchange };
}

function table(language: string, tallies: ReadonlyMap<string, Tally>): string {
  const head = ['calls', 'right', 'wrong', 'unsafe', 'lost', 'turns'];
  const row = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(20) + cells.map((cell) => String(cell).padStart(8)).join('');
  const rows = [...tallies]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([name, is]) =>
      row(name, [is.conversations, is.right, is.wrongPlaced, is.unsafe, is.lost, is.turns]),
    );
  return `\n${[row(language, head), ...rows].join('\n')}\n`;
}
