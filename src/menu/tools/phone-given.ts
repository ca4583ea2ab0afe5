import { numberGiven } from '../../common/callable-number.js';
import { fault, type OrderFault } from '../../orders/order-fault.js';

/**
 * The number in a tool's argument, in E.164, in the country of the business; null when none was
 * given. Faults: `invalid_phone`, `phone_not_called_back`.
 */
export function phoneGiven(
  phone: string | undefined,
  businessPhone: string,
): string | null | OrderFault {
  const said = phone?.trim() ?? '';
  if (said === '') return null;
  const number = numberGiven(said, businessPhone);
  switch (number.kind) {
    case 'callable':
      return number.e164;
    case 'invalid':
      return fault('invalid_phone', 'That does not sound like a complete phone number.');
    case 'not-called-back':
      return fault(
        'phone_not_called_back',
        'We cannot call that kind of number. Which other number may I note?',
      );
  }
}
