import { EventEmitter } from 'node:events';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { currentRequestId, identifyRequest, leaveRequest } from './request-id.js';

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
    let close = (): void => undefined;
    const work = new Promise<void>((resolve) => {
      ({ close } = handle('mine', () => {
        before = currentRequestId();
        void delay(5).then(() => {
          after = currentRequestId();
          resolve();
        });
      }));
    });
    expect(currentRequestId()).toBeUndefined();
    await work;
    close();
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

  it('is forgotten by a stream without end, whose events belong to no request', async () => {
    let later: string | undefined = 'not asked';
    const { close } = handle('mine', () => {
      leaveRequest();
      setTimeout(() => (later = currentRequestId()), 5);
    });
    await delay(20);
    expect(later).toBeUndefined();
    close();
  });

  it('costs what is done meanwhile nothing once no request is open', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', WATCHED],
      { cwd: join(import.meta.dirname, '../..') },
    );
    const hooks = Number(process.versions.node.split('.')[0]) < 24;
    expect(JSON.parse(stdout)).toEqual({
      twoOpen: hooks,
      oneOpen: hooks,
      allAnswered: false,
      stream: false,
      oneMore: hooks,
    });
  });
});

/** Tells when Node calls hooks for each callback of a process; Jest has hooks of its own. */
const WATCHED = `
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs';
import { identifyRequest, leaveRequest } from './src/ops/request-id.ts';

const handle = (handler = () => undefined) => {
  const response = Object.assign(new EventEmitter(), { setHeader: () => undefined });
  identifyRequest({ get: () => 'an-id' }, response, handler);
  return () => response.emit('close');
};
const hooked = () =>
  new Promise((resolve) => {
    readFile('/dev/null', () => resolve(new Error('where').stack.includes('async_hooks')));
  });
const [closeFirst, closeSecond] = [handle(), handle()];
const seen = { twoOpen: await hooked() };
closeFirst();
closeFirst();
seen.oneOpen = await hooked();
closeSecond();
seen.allAnswered = await hooked();
handle(leaveRequest);
seen.stream = await hooked();
handle();
seen.oneMore = await hooked();
console.log(JSON.stringify(seen));
`;
