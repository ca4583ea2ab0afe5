import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Body,
  ConflictException,
  Controller,
  Get,
  Global,
  HttpCode,
  Module,
  Post,
  Query,
} from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { jest } from '@jest/globals';
import { AppConfig } from '../config/app-config.js';
import { readEnvironment } from '../config/environment.js';
import { EventHistory } from './event-history.js';
import { LiveEvents } from './live-events.js';
import { OpenAccess } from './open-access.js';
import { OpsModule } from './ops.module.js';
import { PageQuery } from '../common/paging.js';

/** All but `setInterval`; sockets need the others. */
const REAL_TIMERS = [
  'Date',
  'clearImmediate',
  'clearTimeout',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'setTimeout',
] as const;

@Controller()
class ProbeController {
  @Get('closed')
  closed(): string {
    return 'for operators';
  }

  @Post('closed')
  @HttpCode(202)
  change(): void {}

  @OpenAccess()
  @Get('open')
  open(): string {
    return 'for all';
  }

  @OpenAccess()
  @Get('list')
  list(@Query() query: PageQuery): PageQuery {
    return query;
  }

  @OpenAccess()
  @Post('signed')
  signed(@Body() body: Record<string, string>): Record<string, string> {
    return body;
  }

  @OpenAccess()
  @Get('conflict')
  conflict(): void {
    throw new ConflictException('The order is already completed.');
  }

  @OpenAccess()
  @Get('broken')
  broken(): void {
    throw new Error('password=hunter2');
  }
}

describe('OpsModule', () => {
  let app: NestExpressApplication;
  let url: string;

  async function start(env: Record<string, string> = {}): Promise<void> {
    @Global()
    @Module({
      providers: [{ provide: AppConfig, useValue: readEnvironment(env) }],
      exports: [AppConfig],
    })
    class ConfigStub {}

    const module = await Test.createTestingModule({
      imports: [ConfigStub, OpsModule],
      controllers: [ProbeController],
    }).compile();
    app = module.createNestApplication<NestExpressApplication>({ logger: false });
    const { trustProxy } = readEnvironment(env).http;
    app.set('trust proxy', trustProxy === null ? false : Number(trustProxy));
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  }

  afterEach(() => app.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(url + path, { headers });
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

  describe('access with a token', () => {
    beforeEach(() => start({ OPS_TOKEN: 'pass:word' }));

    it.each([
      ['the token as Basic password of any user', basic('anyone:pass:word'), 200],
      ['a wrong password', basic('anyone:other'), 401],
      ['the token as Basic user', basic('pass:word'), 401],
      ['no credentials', '', 401],
      ['another scheme', 'Digest pass', 401],
      ['a wrong token', 'Bearer other', 401],
    ])('answers %s accordingly', async (_, authorization, status) => {
      const response = await get('/closed', authorization ? { authorization } : {});
      expect(response.status).toBe(status);
    });

    it('tells a browser how to ask', async () => {
      const response = await get('/closed');
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toEqual({
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        detail: 'The operations token is missing or wrong.',
      });
    });

    it('lets anyone reach what is marked open', async () => {
      expect((await get('/open')).status).toBe(200);
    });

    it('refuses changes that another site makes with the credentials of a browser', async () => {
      const headers = {
        authorization: basic('anyone:pass:word'),
        'sec-fetch-site': 'cross-site',
      };
      const change = await fetch(`${url}/closed`, { method: 'POST', headers });
      expect(change.status).toBe(403);
      expect((await get('/closed', headers)).status).toBe(200);
    });
  });

  it('takes the token as Bearer', async () => {
    await start({ OPS_TOKEN: 'secret' });
    expect((await get('/closed', { authorization: 'Bearer secret' })).status).toBe(200);
    expect((await get('/closed', { authorization: 'bearer secret' })).status).toBe(200);
  });

  describe('access without a token', () => {
    it('is for this machine alone', async () => {
      await start();
      expect((await get('/closed')).status).toBe(200);
    });

    it.each<Record<string, string>>([
      { 'x-forwarded-for': '203.0.113.9' },
      { 'x-forwarded-for': '127.0.0.1' },
      { forwarded: 'for=127.0.0.1' },
    ])('is refused to a request that came through a proxy: %j', async (headers) => {
      await start();
      expect((await get('/closed', headers)).status).toBe(403);
    });

    it('is gone behind a proxy, whatever address that tells', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'ops-'));
      await start({ TRUST_PROXY: '1', DATA_DIR: folder });
      for (const address of ['127.0.0.1', '203.0.113.9']) {
        expect((await get('/closed', { 'x-forwarded-for': address })).status).toBe(401);
      }
      await rm(folder, { recursive: true });
    });

    it('is refused to a page whose name was made to point here', async () => {
      await start();
      const rebound = request(`${url}/closed`, { headers: { host: 'evil.example' } }).end();
      const [response] = (await once(rebound, 'response')) as [IncomingMessage];
      response.resume();
      expect(response.statusCode).toBe(403);
    });
  });

  describe('allowed networks', () => {
    beforeEach(() =>
      start({ OPS_TOKEN: 't', TRUST_PROXY: '1', ALLOWED_CIDRS: '10.1.0.0/16, 2001:db8::/32' }),
    );

    it.each([
      ['10.1.2.3', 200],
      ['::ffff:10.1.2.3', 200],
      ['2001:db8::1', 200],
      ['10.2.0.1', 403],
      ['2001:db9::1', 403],
      ['nonsense', 403],
    ])('answers %s with %d', async (address, status) => {
      const headers = { authorization: 'Bearer t', 'x-forwarded-for': address };
      expect((await get('/closed', headers)).status).toBe(status);
    });
  });

  describe('errors', () => {
    beforeEach(() => start());

    it('say what an expected failure says', async () => {
      const response = await get('/conflict');
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({
        title: 'Conflict',
        status: 409,
        detail: 'The order is already completed.',
      });
    });

    it('reveal nothing of an unknown one', async () => {
      const response = await get('/broken');
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain('hunter2');
    });

    it('list every fault of a query', async () => {
      const response = await get('/list?limit=0&cursor=1&cursor=2');
      expect(response.status).toBe(400);
      const { detail } = (await response.json()) as { detail: string };
      expect(detail).toContain('limit');
      expect(detail).toContain('cursor');
    });

    it.each([
      ['an unknown path', '/nowhere', undefined, 404],
      ['a malformed body', '/signed', '{', 400],
    ])('have the same shape for %s', async (_, path, body, status) => {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        ...(body !== undefined && { body }),
      });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ status });
    });
  });

  it('turns typed queries into their class and drops what it does not know', async () => {
    await start();
    expect(await (await get('/list?limit=7&other=1')).json()).toEqual({ limit: 7 });
  });

  it('leaves untyped bodies as they came, as a signature covers them', async () => {
    await start();
    const fields = { CallSid: 'CA1', Digits: '', From: ' +1555 ', Unknown: '1' };
    const response = await fetch(`${url}/signed`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    expect(await response.json()).toEqual(fields);
  });

  describe('live events', () => {
    const EVENT = { type: 'order', at: '2026-11-22T10:00:00.000Z', data: { id: 'o1', n: 'a\nb' } };

    it('arrive as server-sent events, one line of JSON each', async () => {
      await start();
      const { body } = await get('/events');
      const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
      expect((await reader.read()).value).toMatch(/^retry: \d+\n\n$/);

      app.get(LiveEvents).publish(EVENT);

      const [id, name, data = ''] = ((await reader.read()).value ?? '').trimEnd().split('\n');
      expect([id, name]).toEqual([expect.stringMatching(/^id: \S+$/), 'event: order']);
      expect(JSON.parse(data.replace(/^data: /, ''))).toEqual({ ...EVENT, id: expect.any(String) });
      await reader.cancel();
    });

    it('go on after the one that a client read last, without gap or repetition', async () => {
      await start();
      const { body } = await get('/events');
      const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
      await reader.read();
      const publish = (number: number): void =>
        app.get(LiveEvents).publish({ ...EVENT, data: { number } });
      publish(1);
      const [, place = ''] = /^id: (\S+)$/m.exec((await reader.read()).value ?? '') ?? [];
      await reader.cancel();
      [2, 3].forEach(publish);

      const again = await get('/events', { 'last-event-id': place });
      const second = again.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      const until = async (words: string): Promise<void> => {
        while (!text.includes(words)) text += (await second.read()).value ?? '';
      };
      await until('"number":3');
      publish(4);
      await until('"number":4');
      expect(text.match(/"number":\d/g)).toEqual(['"number":2', '"number":3', '"number":4']);
      await second.cancel();

      const lost = await get('/events', { 'last-event-id': 'of.another.time' });
      const third = lost.body!.pipeThrough(new TextDecoderStream()).getReader();
      text = '';
      while (!text.includes('event: ')) text += (await third.read()).value ?? '';
      expect(text).toContain('event: reset\n');
      await third.cancel();
    });

    it('end when the application closes', async () => {
      await start();
      const response = await get('/events');
      const text = response.text();
      await app.close();
      expect(await text).toMatch(/^retry: /);
    });

    it('are no longer listened to once the client is gone', async () => {
      await start();
      const history = app.get(EventHistory);
      const follow = history.follow.bind(history);
      const ended = new Promise<void>((resolve) => {
        history.follow = (reader) => {
          const end = follow(reader);
          return () => {
            end();
            resolve();
          };
        };
      });
      const { body } = await get('/events');
      await body!.cancel();
      await ended;
    });

    it('come with a comment every 15 s, so that no proxy takes the stream for dead', async () => {
      await start();
      jest.useFakeTimers({ doNotFake: [...REAL_TIMERS] });
      try {
        const { body } = await get('/events');
        const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
        await reader.read();
        jest.advanceTimersByTime(15_000);
        expect((await reader.read()).value).toBe(': still here\n\n');
        await reader.cancel();
      } finally {
        jest.useRealTimers();
      }
    });

    it('cut off a client that does not read', async () => {
      await start();
      const client = request(`${url}/events`).end();
      const [response] = (await once(client, 'response')) as [IncomingMessage];
      response.pause();

      const sent = 400;
      const text = 'x'.repeat(60_000);
      for (let i = 0; i < sent; i++) {
        app.get(LiveEvents).publish({ ...EVENT, data: { text } });
      }

      let received = 0;
      response.on('data', (chunk: Buffer) => (received += chunk.length));
      response.resume();
      await expect(once(response, 'end')).rejects.toThrow('aborted');
      expect(received).toBeLessThan(sent * text.length);
    });
  });
});
