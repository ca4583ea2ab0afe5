import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { dialable, telephoneNumber } from '../../common/caller-number.js';
import { AppConfig } from '../../config/app-config.js';
import { fault } from '../../orders/order-fault.js';
import { Tool, toolParameters, type ToolAnswer, type ToolContext } from './tool.js';

const parameters = toolParameters({
  message: Type.Optional(
    Type.String({ maxLength: 500, description: 'What the caller wants to be called back about.' }),
  ),
  phone: Type.Optional(
    Type.String({
      maxLength: 30,
      description: 'Only if the caller wants another number than the one of this call.',
    }),
  ),
});

/** Notes on the call that the caller is to be called back; offered where there are people. */
@Injectable()
export class LeaveCallbackNoteTool extends Tool<typeof parameters> {
  readonly name = 'leave_callback_note';
  readonly description =
    'Notes that a person of the restaurant calls the caller back, when no one can take the call ' +
    'now and the caller wants that. The order stays as it is.';
  readonly parameters = parameters;
  override readonly offered: boolean;

  constructor({ twilio }: AppConfig) {
    super();
    this.offered = twilio.humanNumbers.length > 0;
  }

  run({ message, phone }: Static<typeof parameters>, { callerNumber }: ToolContext): ToolAnswer {
    const other = phone?.trim() ? phone : null;
    const number = other === null ? telephoneNumber(callerNumber) : dialable(other);
    if (number === null) {
      return other === null
        ? fault('phone_missing', 'Which number shall we call you back on?')
        : fault('invalid_phone', 'That does not sound like a complete phone number.');
    }
    return {
      result: {
        ok: true,
        phoneEndsIn: number.slice(-4),
        message: 'It is noted: one of us will call back.',
      },
      callback: { phone: number, message: message?.trim() || null },
    };
  }
}
