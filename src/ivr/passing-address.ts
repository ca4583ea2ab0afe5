import { postalCodeSaid } from '../menu/delivery-area.js';
import type { ToolResult } from '../menu/tools/tool.js';
import { plain } from '../understanding/words.js';
import type { Flow } from './ivr-state.js';
import { homeStep } from './ordering.js';
import type { Turn } from './turn.js';

/** An address with the postal code and the driver's note that the caller gave before it. */
export function addressWithCode({ state }: Turn, address: string): string {
  const { postalCode = null } = state;
  const code = postalCode !== null && postalCodeSaid(address) === null ? `, ${postalCode}` : '';
  return `${address}${code}`;
}

/** What an address lacks of which a tool cannot tell the area; null: nothing that can be asked. */
export function lackOf(result: ToolResult): 'postalCode' | 'houseNumber' | null {
  if (result.ok) return null;
  if (result.error === 'postal_code_missing') return 'postalCode';
  return result.error === 'house_number_missing' ? 'houseNumber' : null;
}

/** "Spring Street" without a number is no address yet; "the park on Spring Street" is a place. */
export function lacksNumber({ vocabulary }: Turn, address: string): boolean {
  return vocabulary.customer.streetAlone.test(plain(address));
}

/**
 * Notes an address for delivery and says so. What it lacks is asked for at the next question for
 * what else; outside the area the order is for neither way.
 */
export function* takeAddress(turn: Turn, address: string): Flow {
  if (lacksNumber(turn, address)) {
    turn.say('addressNoted', { address });
    turn.set({ addressLacks: 'houseNumber', addressSaid: address, mentioned: 'delivery' });
    return;
  }
  const { doorSaid = null } = turn.state;
  const whole = doorSaid === null ? address : `${address}, ${doorSaid}`;
  const result = yield* turn.run('set_customer', { address: whole, fulfilment: 'delivery' });
  const addressLacks = lackOf(result);
  turn.set({ addressLacks, addressSaid: addressLacks === null ? null : address });
  if (result.ok) {
    turn.say('addressNoted', { address });
    turn.set({ doorSaid: null });
  } else if (addressLacks === null) turn.tellFault(result);
  const outside = !result.ok && result.error === 'outside_area';
  turn.set({ mentioned: outside ? null : 'delivery' });
}

/** Asks for what an address given in passing lacks, once. False: it lacks nothing. */
export function askWhatAddressLacks(turn: Turn): boolean {
  const { addressSaid = null, addressLacks = null } = turn.state;
  if (addressSaid === null || addressLacks === null) return false;
  turn.set({ addressLacks: null });
  turn.goTo({ kind: 'address-part', address: addressSaid, part: addressLacks, inPassing: true });
  return true;
}

/** The answer to that question: the whole address; null: the order is picked up. */
export function* completeAddress(turn: Turn, address: string | null): Flow {
  if (address === null) {
    turn.set({ addressSaid: null, mentioned: 'pickup' });
    turn.say('pickupNoted');
  } else yield* takeAddress(turn, address);
  turn.goTo(homeStep(turn));
}
