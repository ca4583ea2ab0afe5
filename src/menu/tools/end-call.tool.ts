import { Injectable } from '@nestjs/common';
import { NO_PARAMETERS, Tool, type CallEffect, type ToolAnswer } from './tool.js';

/** Ends the call after the last words have been heard. */
@Injectable()
export class EndCallTool extends Tool {
  readonly name = 'end_call';
  readonly description =
    'Hangs up after your last words were heard. Use it once the caller has nothing more to ask.';
  readonly parameters = NO_PARAMETERS;
  override readonly effect: CallEffect = { kind: 'end-call' };

  run(): ToolAnswer {
    return { result: { ok: true, message: 'Say a short goodbye; the call ends after it.' } };
  }
}
