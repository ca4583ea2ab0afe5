import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { Type } from 'typebox';
import { fault } from '../../orders/order-fault.js';
import type { Order } from '../../orders/order.js';
import { TOOL_TIMEOUT_MS, ToolBox } from './tool-box.js';
import { oneOf, Tool, toolParameters, type CallEffect, type ToolAnswer } from './tool.js';
import { ENGLISH_SPOKEN } from '../spoken/english.js';

const CONTEXT = { callSid: 'CA1', callerNumber: '+15551230100', spoken: ENGLISH_SPOKEN };
const ORDER = {
  id: 'order-1',
  state: 'draft',
  totalCents: 1250,
  version: 3,
  lines: [],
} as unknown as Order;

/** Answers, throws or hangs, and remembers what it was run with. */
class ProbeTool extends Tool {
  readonly name = 'probe';
  readonly description = 'A tool of the tests.';
  readonly parameters = toolParameters({
    lineId: Type.String(),
    quantity: Type.Optional(Type.Integer({ minimum: 1, description: 'How many.' })),
    options: Type.Optional(Type.Array(Type.String())),
    fulfilment: Type.Optional(oneOf(['pickup', 'delivery'])),
  });
  override readonly effect: CallEffect = { kind: 'end-call' };
  readonly seen: unknown[] = [];
  answer: () => Promise<ToolAnswer> | ToolAnswer = () => ({ result: { ok: true }, order: ORDER });

  run(args: object): Promise<ToolAnswer> | ToolAnswer {
    this.seen.push(args);
    return this.answer();
  }
}

describe('ToolBox', () => {
  let probe: ProbeTool;
  let box: ToolBox;

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));

  beforeEach(() => {
    probe = new ProbeTool();
    box = new ToolBox([probe]);
  });

  afterEach(() => jest.useRealTimers());

  it('offers name, description and parameters of each tool and nothing else', () => {
    const { name, description, parameters } = probe;
    expect(box.definitions()).toEqual([{ name, description, parameters }]);
  });

  it('describes arguments in plain JSON Schema, closed', () => {
    expect(JSON.parse(JSON.stringify(box.definitions()[0]?.parameters))).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['lineId'],
      properties: {
        lineId: { type: 'string' },
        quantity: { type: 'integer', minimum: 1, description: 'How many.' },
        options: { type: 'array', items: { type: 'string' } },
        fulfilment: { type: 'string', enum: ['pickup', 'delivery'] },
      },
    });
  });

  it('answers with the result, the effect and the order as the tool left it', async () => {
    expect(await box.run('probe', '{"lineId":"L1"}', CONTEXT)).toEqual({
      result: { ok: true },
      effect: { kind: 'end-call' },
      order: { id: 'order-1', state: 'draft', totalCents: 1250, version: 3, lines: 0 },
    });
  });

  it('says nothing about the order after a tool that has not seen it', async () => {
    probe.answer = () => ({ result: { ok: true, items: [] } });
    expect(await box.run('probe', '{"lineId":"L1"}', CONTEXT)).toMatchObject({
      result: { ok: true, items: [] },
      order: null,
    });
  });

  it('hands a tool no character that cannot be spoken', async () => {
    await box.run('probe', String.raw`{"lineId":"L\u00001","options":["a\ud800b"]}`, CONTEXT);
    expect(probe.seen).toEqual([{ lineId: 'L 1', options: ['a b'] }]);
  });

  it('has no effect on the call when the tool refused', async () => {
    probe.answer = () => fault('sold_out', 'Sold out.');
    expect(await box.run('probe', '{"lineId":"L1"}', CONTEXT)).toEqual({
      result: { ok: false, error: 'sold_out', message: 'Sold out.' },
      effect: null,
      order: null,
    });
  });

  it('knows no tool by the name of an object’s own machinery', async () => {
    for (const name of ['', 'nope', '__proto__', 'constructor', 'toString']) {
      const { result } = await box.run(name, '{}', CONTEXT);
      expect(result).toMatchObject({ ok: false, error: 'unknown_tool' });
    }
  });

  it.each<[string, string]>([
    ['{"lineId":', 'The arguments are not a JSON object.'],
    ['[]', 'The arguments are not a JSON object.'],
    ['null', 'The arguments are not a JSON object.'],
    ['', 'The argument lineId is missing.'],
    ['{}', 'The argument lineId is missing.'],
    ['{"lineId":7}', 'The argument lineId must be text.'],
    ['{"lineId":"L1","quantity":1.5}', 'The argument quantity must be a whole number.'],
    ['{"lineId":"L1","quantity":0}', 'The argument quantity must be at least 1.'],
    ['{"lineId":"L1","options":"large"}', 'The argument options must be a list.'],
    ['{"lineId":"L1","options":["large",3]}', 'The argument entry 2 of options must be text.'],
    ['{"lineId":"L1","fulfilment":"drone"}', 'The argument fulfilment must be pickup or delivery.'],
    ['{"lineId":"L1","size":"large"}', 'There is no argument size.'],
    [
      '{"quantity":"two"}',
      'The argument lineId is missing. The argument quantity must be a whole number.',
    ],
  ])('refuses the arguments %s in words', async (json, message) => {
    const { result } = await box.run('probe', json, CONTEXT);
    expect(result).toEqual({ ok: false, error: 'invalid_arguments', message });
    expect(probe.seen).toEqual([]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('turns a tool that %s into a sentence', async (_, answer) => {
    probe.answer = answer;
    const { result, effect } = await box.run('probe', '{"lineId":"L1"}', CONTEXT);
    expect(result).toMatchObject({
      ok: false,
      error: 'internal',
      message: expect.stringMatching(/sorry/),
    });
    expect(effect).toBeNull();
  });

  it('answers in 8 s when the tool hangs', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    probe.answer = () => new Promise(() => undefined);
    const outcome = box.run('probe', '{"lineId":"L1"}', CONTEXT);
    await jest.advanceTimersByTimeAsync(TOOL_TIMEOUT_MS - 1);
    const early = await Promise.race([outcome, Promise.resolve('nothing yet')]);
    expect(early).toBe('nothing yet');
    await jest.advanceTimersByTimeAsync(1);
    expect((await outcome).result).toMatchObject({ ok: false, error: 'timeout' });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('never throws, whatever a model sends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('probe', 'other'),
        fc.oneof(fc.string(), fc.json()),
        async (name, json) => {
          const { result } = await box.run(name, json, CONTEXT);
          expect(typeof result.ok).toBe('boolean');
          if (!result.ok) expect(result.message).toMatch(/\w.*\.$/);
        },
      ),
    );
  });
});
