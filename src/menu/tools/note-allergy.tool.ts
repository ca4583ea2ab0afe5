import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { fault, isFault } from '../../orders/order-fault.js';
import { MAX_ALLERGY_LENGTH, noteAllergies } from '../../orders/order-changes.js';
import { OrdersService } from '../../orders/orders.service.js';
import { allergiesIn } from '../allergens/allergen-words.js';
import { allergyWarning } from '../allergens/allergy-warnings.js';
import { MenuService } from '../menu.service.js';
import { OrderDesk } from './order-desk.js';
import { Tool, toolParameters, type ToolContext, type ToolAnswer } from './tool.js';

const parameters = toolParameters({
  allergies: Type.Array(Type.String({ maxLength: MAX_ALLERGY_LENGTH }), {
    minItems: 1,
    maxItems: 10,
    description: 'What the caller may not eat, one word or phrase each, such as nuts or kiwi.',
  }),
  withdrawn: Type.Optional(
    Type.Boolean({ description: 'True only when the caller takes it back: it was a mistake.' }),
  ),
});

/**
 * Notes what the caller, or a person they order for, is allergic to. It stays on the order for the
 * rest of the call, is warned of, read back, and goes to the kitchen.
 */
@Injectable()
export class NoteAllergyTool extends Tool<typeof parameters> {
  readonly name = 'note_allergy';
  readonly description =
    'Call it at once, in any turn, when the caller mentions an allergy, an intolerance or celiac disease, ' +
    'their own or of a person they order for. It is kept for the call and told to the kitchen. Say ' +
    '`spoken` and a `warning` in the result; never say that a dish is free of something.';
  readonly parameters = parameters;

  constructor(
    private readonly orders: OrdersService,
    private readonly menu: MenuService,
    private readonly desk: OrderDesk,
  ) {
    super();
  }

  /** Faults besides those of an order: `allergy_too_late`, `invalid_arguments`. */
  async run(
    { allergies: words, withdrawn = false }: Static<typeof parameters>,
    { callSid, spoken }: ToolContext,
  ): Promise<ToolAnswer> {
    const named = [...new Set(words.flatMap((one) => allergiesIn(one)))];
    if (named.length === 0) {
      return fault('invalid_arguments', 'Name what the caller is allergic to.');
    }
    const before = await this.orders.current(callSid);
    const placed = before !== null && before.state !== 'draft' ? before : null;
    const known = named.every((one) => placed?.allergies.includes(one));
    if (placed && (withdrawn || !known)) return TOO_LATE;
    const order =
      placed ??
      (await this.desk.change(callSid, (draft, { rules }) =>
        noteAllergies(draft, named, withdrawn ? 'withdrawn' : 'stated', rules),
      ));
    if (isFault(order)) return order;
    const menu = this.menu.current();
    const about = withdrawn ? { allergies: [] } : { allergies: named };
    const warning = allergyWarning(about, order.lines, menu, spoken);
    const { allergies } = spoken;
    return {
      result: {
        ok: true,
        allergies: order.allergies,
        spoken: withdrawn ? allergies.withdrawn(named) : allergies.noted(named),
        ...(warning !== null && { warning }),
        allergenNotice: menu.business.allergenNotice,
      },
      order,
    };
  }
}

const TOO_LATE = fault(
  'allergy_too_late',
  'Your order is with the kitchen already, and they do not know of this allergy. Please talk to one ' +
    'of us before you eat it.',
  'transfer_to_human',
);
