import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { NO_PARAMETERS, Tool, type CallEffect, type ToolAnswer } from './tool.js';

/** Puts the caller through to a person; offered where there is a number to dial. */
@Injectable()
export class TransferToHumanTool extends Tool {
  readonly name = 'transfer_to_human';
  readonly description =
    'Puts the caller through to a person of the restaurant, when they ask for one or you cannot help.';
  readonly parameters = NO_PARAMETERS;
  override readonly offered: boolean;
  override readonly effect: CallEffect = { kind: 'transfer' };

  constructor({ twilio }: AppConfig) {
    super();
    this.offered = twilio.humanNumbers.length > 0;
  }

  run(): ToolAnswer {
    return { result: { ok: true, message: 'I am putting you through to a colleague now.' } };
  }
}
