import { Injectable, Logger } from '@nestjs/common';
import type { OrderSummary } from '../../orders/order.js';
import { TurnQueue } from '../../orders/turn-queue.js';
import { ToolBox } from '../tool-box.js';
import type { ToolResult } from '../tool.js';
import { ivrTurn } from './dialogue.js';
import { inWriting } from './heard.js';
import { hintsFor } from './hints.js';
import { IvrMemory } from './ivr-memory.js';
import { NEW_STATE, type IvrInput, type IvrReply, type IvrState } from './ivr-state.js';
import { IvrWorlds } from './ivr-world.js';

/** What the caller hears next and what is listened for. */
export interface IvrTurn {
  /** Never empty. */
  readonly prompt: string;
  /** Phrases for speech recognition, separated by commas; may be empty. */
  readonly hints: string;
  readonly expects: 'speech dtmf' | 'dtmf';
  /** What follows the prompt instead of listening. */
  readonly end: null | 'hang-up' | 'transfer';
  /** What the caller said or keyed, for the transcript: without card numbers. Null for nothing. */
  readonly heard: string | null;
  /** The call's order after the turn, when a tool looked at it. */
  readonly order: OrderSummary | null;
}

/** More tool calls than any turn needs: clearing an order of 50 lines takes the most. */
const MAX_TOOL_CALLS = 80;

/**
 * The order line that needs no AI: one call in, one turn at a time. Works on the order that the
 * call began elsewhere. A chat model that words its own turns would stand behind the same `turn`.
 */
@Injectable()
export class IvrService {
  private readonly logger = new Logger(IvrService.name);
  private readonly turns = new TurnQueue();

  constructor(
    private readonly memory: IvrMemory,
    private readonly worlds: IvrWorlds,
    private readonly tools: ToolBox,
  ) {}

  /**
   * Takes what the caller did and answers. Never throws: whatever fails becomes a sentence. A call
   * that is not known here begins anew, with whatever is in its order.
   */
  turn(callSid: string, callerNumber: string, input: IvrInput): Promise<IvrTurn> {
    return this.turns.run(callSid, () => this.take(callSid, callerNumber, input));
  }

  private async take(callSid: string, callerNumber: string, input: IvrInput): Promise<IvrTurn> {
    const heard = 'start' in input || 'nothing' in input ? null : inWriting(input);
    const world = this.worlds.now();
    let order: OrderSummary | null = null;
    const run = async (name: string, args: object): Promise<ToolResult> => {
      const context = { callSid, callerNumber };
      const outcome = await this.tools.run(name, JSON.stringify(args), context);
      ({ order } = outcome);
      return outcome.result;
    };
    let state: IvrState | null = null;
    try {
      state = await this.memory.load(callSid);
      const taken = state === null && !('start' in input) ? BEGINNING : input;
      const reply = await drive(ivrTurn(state, taken, world), run);
      await (reply.end === null
        ? this.memory.save(callSid, reply.state)
        : this.memory.forget(callSid));
      const { prompt, expects, end } = reply;
      return { prompt, hints: hintsFor(reply.state, world), expects, end, heard, order };
    } catch (error) {
      this.logger.error('Turn failed', { callSid, reason: (error as Error).name });
      const hints = hintsFor(state ?? NEW_STATE, world);
      const prompt = world.sentence('failed');
      return { prompt, hints, expects: 'speech dtmf', end: null, heard, order };
    }
  }
}

const BEGINNING: IvrInput = { start: true, resumed: false };

/** Runs the tools that a turn asks for, one after the other. */
async function drive(
  flow: ReturnType<typeof ivrTurn>,
  run: (name: string, args: object) => Promise<ToolResult>,
): Promise<IvrReply> {
  let next = flow.next();
  for (let calls = 0; !next.done; calls++) {
    if (calls >= MAX_TOOL_CALLS) throw new Error('A turn asks for too many tools');
    next = flow.next(await run(next.value.name, next.value.args));
  }
  return next.value;
}
