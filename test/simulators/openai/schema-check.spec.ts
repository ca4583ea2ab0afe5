import fc from 'fast-check';
import type { ApiError } from './api-error.js';
import { PHONE_SESSION } from './raw-client.js';
import { readClientEvent } from './schema-check.js';

function errorOf(event: unknown): ApiError | null {
  const read = readClientEvent(JSON.stringify(event));
  return 'error' in read ? read.error : null;
}

function update(session: object): ApiError | null {
  return errorOf({ type: 'session.update', session });
}

function item(content: object): ApiError | null {
  return errorOf({ type: 'conversation.item.create', item: content });
}

describe('readClientEvent', () => {
  it.each([
    [{ type: 'session.update', event_id: 'a', session: PHONE_SESSION }],
    [{ type: 'input_audio_buffer.append', audio: '/w==' }],
    [{ type: 'response.create' }],
    [{ type: 'response.cancel', response_id: 'resp_1' }],
    [{ type: 'conversation.item.truncate', item_id: 'i', content_index: 0, audio_end_ms: 0 }],
  ])('accepts %j', (event) => {
    expect(readClientEvent(JSON.stringify(event))).toEqual({ event });
  });

  it('refuses the beta shape of a session', () => {
    const beta = { type: 'realtime', modalities: ['audio', 'text'] };
    expect(update(beta)).toMatchObject({ code: 'unknown_parameter', param: 'session.modalities' });
    expect(update({ type: 'realtime', voice: 'alloy' })).toMatchObject({
      type: 'invalid_request_error',
      code: 'unknown_parameter',
      message: "Unknown parameter: 'session.voice'.",
    });
    expect(update({ type: 'realtime', temperature: 0.8 })?.param).toBe('session.temperature');
    expect(update({ instructions: 'Hello' })).toMatchObject({
      code: 'missing_required_parameter',
      param: 'session.type',
    });
  });

  it('names the fault inside the alternative that was meant', () => {
    const detection = { type: 'server_vad', eagerness: 'low' };
    expect(
      update({ type: 'realtime', audio: { input: { turn_detection: detection } } })?.param,
    ).toBe('session.audio.input.turn_detection.eagerness');
    const format = { type: 'audio/pcmu', rate: 8000 };
    expect(update({ type: 'realtime', audio: { output: { format } } })).toMatchObject({
      code: 'unknown_parameter',
      param: 'session.audio.output.format.rate',
    });
    expect(
      item({ type: 'message', role: 'assistant', content: [{ type: 'input_text' }] }),
    ).toMatchObject({ code: 'invalid_value', param: 'item.content[0].type' });
    expect(item({ type: 'function_call_output', output: '{}' })).toMatchObject({
      code: 'missing_required_parameter',
      param: 'item.call_id',
    });
  });

  it('refuses wrong types, values out of range and unknown events', () => {
    const truncate = { type: 'conversation.item.truncate', item_id: 'i', content_index: 0 };
    expect(errorOf({ ...truncate, audio_end_ms: '20' })?.code).toBe('invalid_type');
    expect(errorOf({ ...truncate, audio_end_ms: 20.5 })?.code).toBe('invalid_type');
    expect(errorOf({ ...truncate, audio_end_ms: -1 })?.code).toBe('invalid_value');
    expect(errorOf({ type: 'response.audio' })).toMatchObject({
      code: 'invalid_value',
      param: 'type',
    });
    expect(errorOf({ type: 'constructor' })?.code).toBe('invalid_value');
    expect(errorOf([])?.code).toBe('missing_required_parameter');
    expect(readClientEvent('{"type":')).toMatchObject({ error: { code: 'invalid_json' } });
  });

  it('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(fc.json(), (frame) => {
        const read = readClientEvent(frame);
        expect('error' in read || 'event' in read).toBe(true);
      }),
    );
  });
});
