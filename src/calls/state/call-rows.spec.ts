import { Call } from '../call/call.js';
import { callOf, rowOf } from './call-rows.js';

describe('The row of a call', () => {
  it('keeps the language that the caller has chosen', () => {
    const call = new Call({ callSid: 'CA1', from: '+15551230100', to: '' }, 'one', 1);
    const kept = (): string | null | undefined =>
      callOf(rowOf(call.snapshot(), 1) as Parameters<typeof callOf>[0]).language;
    expect(kept()).toBeNull();
    call.speak('es');
    expect(kept()).toBe('es');
  });
});
