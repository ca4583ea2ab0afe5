import { Injectable } from '@nestjs/common';
import type { Static } from 'typebox';
import { oneOf, Tool, type ToolAnswer, toolParameters } from '../../src/menu/tools/tool.js';

const parameters = toolParameters({
  for: oneOf(['pickup', 'dinner'], { description: 'Why the caller comes.' }),
});

/** Tells where to park. */
@Injectable()
export class GetParkingTool extends Tool<typeof parameters> {
  readonly name = 'get_parking';
  readonly description = 'Where guests can park. Use it when a caller asks; never guess.';
  readonly parameters = parameters;

  run({ for: purpose }: Static<typeof parameters>): ToolAnswer {
    const place = purpose === 'pickup' ? 'in front of the door' : 'behind the house';
    return { result: { ok: true, place } };
  }
}
