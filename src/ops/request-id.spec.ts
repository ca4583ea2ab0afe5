import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { currentRequestId, identifyRequest } from './request-id.js';

/** A request under this id; `close` is the end of its response. */
function handle(id: string, handler: () => void): { readonly close: () => void } {
  const response = Object.assign(new EventEmitter(), { setHeader: () => undefined });
  const request = { get: () => id };
  identifyRequest(request as unknown as Request, response as unknown as Response, handler);
  return { close: () => void response.emit('close') };
}

describe('currentRequestId', () => {
  it('is known to all that a request waits for, and to nothing else', async () => {
    let before: string | undefined;
    let after: string | undefined;
    const work = new Promise<void>((resolve) => {
      handle('mine', () => {
        before = currentRequestId();
        void delay(5).then(() => {
          after = currentRequestId();
          resolve();
        });
      });
    });
    expect(currentRequestId()).toBeUndefined();
    await work;
    expect([before, after]).toEqual(['mine', 'mine']);
  });

  it('is forgotten with the response, also by timers that go on', async () => {
    let later: string | undefined = 'not asked';
    const { close } = handle('mine', () => {
      setTimeout(() => (later = currentRequestId()), 5);
    });
    close();
    await delay(20);
    expect(later).toBeUndefined();
  });
});
