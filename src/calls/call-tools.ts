import { Injectable } from '@nestjs/common';
import type { HistoryItem } from '../common/history-item.js';
import { withinOrNull } from '../common/time-limit.js';
import type { ToolCall } from '../common/tool-call.js';
import { VoiceScript } from '../config/voice-script.js';
import { spokenIn } from '../menu/spoken/languages.js';
import { ToolBox } from '../menu/tools/tool-box.js';
import type { ToolContext, ToolOutcome } from '../menu/tools/tool.js';
import type { Call } from './call/call.js';
import { NOT_TAKEN, TRANSFER_TOOL } from './call/transfer.js';
import { CallSnapshots } from './state/call-snapshots.js';

/**
 * A provider tells what the caller said a moment after it has answered. Without it by then, as
 * where nothing is transcribed, what turn detection has found counts as words.
 */
const WORDS_LIMIT_MS = 1_000;

/** Runs the function tools that a model asks for in a call, on the stream and off it. */
@Injectable()
export class CallTools {
  constructor(
    private readonly toolBox: ToolBox,
    private readonly snapshots: CallSnapshots,
    private readonly script: VoiceScript,
  ) {}

  /** Never rejects and is limited in time. */
  async run(call: Call, { name, arguments: args }: ToolCall): Promise<ToolOutcome> {
    // The caller has to hear that no one came before the phones ring once more.
    if (name === TRANSFER_TOOL && call.transfer?.state === 'missed') {
      return { result: NOT_TAKEN, effect: null, order: null };
    }
    // The replica that goes on after a crash has to know that it was under way.
    await this.snapshots.putNow(call);
    const outcome = await this.toolBox.run(name, args, this.contextOf(call));
    if (outcome.language !== undefined) call.speak(outcome.language);
    if (outcome.callback) this.snapshots.noteCallback(call, outcome.callback);
    return outcome;
  }

  /**
   * The order as it stands, for a model that takes over, as a tool's answer: it holds words of the
   * caller. Null without one.
   */
  async viewOrder(call: Call): Promise<HistoryItem | null> {
    const view = { callId: 'order_as_it_stands', name: 'view_order', arguments: '{}' };
    const { result } = await this.toolBox.run(view.name, view.arguments, this.contextOf(call));
    return result.ok ? { kind: 'tool-call', ...view, output: JSON.stringify(result) } : null;
  }

  private contextOf(call: Call): ToolContext {
    const { callSid, from, conversation, language, outcome, trace } = call;
    const channel = outcome === 'left-stream' ? 'chat-line' : 'stream';
    return {
      callSid,
      callerNumber: from,
      channel,
      trace: trace.now,
      spoken: spokenIn(this.script.in(language).language),
      readBack: async (confirmationId) => {
        await withinOrNull(conversation.wordsKnown(), WORDS_LIMIT_MS);
        return conversation.readBack(confirmationId);
      },
    };
  }
}
