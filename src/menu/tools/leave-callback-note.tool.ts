import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { callersOwnNumber } from '../../common/callable-number.js';
import { fault, isFault } from '../../orders/order-fault.js';
import { MenuService } from '../menu.service.js';
import { phoneGiven } from './phone-given.js';
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

/** Notes on the call that the caller is to be called back. */
@Injectable()
export class LeaveCallbackNoteTool extends Tool<typeof parameters> {
  readonly name = 'leave_callback_note';
  readonly description =
    'Notes that a person of the restaurant calls the caller back, when no one can take the call ' +
    'now, or an order needs a person, and the caller wants that. The order stays as it is.';
  readonly parameters = parameters;

  constructor(private readonly menu: MenuService) {
    super();
  }

  run({ message, phone }: Static<typeof parameters>, { callerNumber }: ToolContext): ToolAnswer {
    const given = phoneGiven(phone, this.menu.current().business.phone);
    if (isFault(given)) return given;
    const number = given ?? callersOwnNumber(callerNumber);
    if (number === null) {
      return fault('phone_missing', 'Which number shall we call you back on?');
    }
    return {
      result: {
        ok: true,
        ...(given === null ? { phoneEndsIn: number.slice(-4) } : { phone: given }),
        message: 'It is noted: one of us will call back.',
      },
      callback: { phone: number, message: message?.trim() || null },
    };
  }
}
