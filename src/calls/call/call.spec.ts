import { Call } from './call.js';

describe('The timeline of a call', () => {
  it.each([
    ['event', 'stream-started'],
    ['at', '1970-01-01T00:00:00.000Z'],
  ])('keeps its own %s over a field of that name', (field, value) => {
    const call = new Call({ callSid: 'CA1', from: '', to: '' }, 'one', 1);
    const fields: Record<string, unknown> = { error: null, [field]: value };
    // As a value that has lost its type would bring it.
    call.note('twilio-stream', fields as { error: unknown });
    const [entry] = call.snapshot().timeline;
    expect(entry).toMatchObject({ event: 'twilio-stream', error: null });
    expect(Date.parse(entry?.at ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });
});
