import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];
/** An address of another site, which leads to this machine. */
export const FOREIGN_SITE = 'site.example.com';

interface Reply {
  readonly id?: number;
  readonly sessionId?: string;
  readonly result?: Readonly<Record<string, unknown>>;
}

/** A headless Chromium that is told what to do over its DevTools protocol. */
export class Chromium {
  private requests = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly devTools: WebSocket,
    private readonly profile: string,
  ) {}

  static async start(): Promise<Chromium> {
    const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=MAP ${FOREIGN_SITE} 127.0.0.1`,
    ];
    const child = spawn(chromiumProgram(), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
    for await (const line of createInterface({ input: child.stderr })) {
      const [, url] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (url === undefined) continue;
      child.stderr.resume();
      const devTools = new WebSocket(url);
      await once(devTools, 'open');
      return new Chromium(child, devTools, profile);
    }
    throw new Error('Chromium has ended.');
  }

  /** What an expression gives in the console of a page; a promise is waited for. */
  async evaluate(pageUrl: string, expression: string): Promise<unknown> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const session = String(sessionId);
    await this.send('Page.enable', {}, session);
    const loaded = this.untilEvent('Page.loadEventFired', session);
    await this.send('Page.navigate', { url: pageUrl }, session);
    await loaded;
    const parameters = { expression, awaitPromise: true, returnByValue: true };
    const { result } = await this.send('Runtime.evaluate', parameters, session);
    await this.send('Target.closeTarget', { targetId });
    return (result as { value?: unknown }).value;
  }

  async close(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.devTools.terminate();
    this.child.kill('SIGKILL');
    await exit;
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async send(
    method: string,
    params: object,
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.requests;
    const reply = this.until((message) => message.id === id);
    this.devTools.send(JSON.stringify({ id, method, params, sessionId }));
    const { result } = await reply;
    if (result === undefined) throw new Error(`Chromium refuses ${method}.`);
    return result;
  }

  private untilEvent(method: string, sessionId: string): Promise<Reply> {
    return this.until(
      (message) =>
        'method' in message && message.method === method && message.sessionId === sessionId,
    );
  }

  private until(matches: (message: Reply) => boolean): Promise<Reply> {
    return new Promise((resolve) => {
      const look = (data: Buffer): void => {
        const message = JSON.parse(data.toString()) as Reply;
        if (!matches(message)) return;
        this.devTools.off('message', look);
        resolve(message);
      };
      this.devTools.on('message', look);
    });
  }
}

/** Where Chromium is. */
export function chromiumProgram(): string {
  const folders = `${process.env['PATH'] ?? ''}${delimiter}/usr/bin`.split(delimiter);
  const files = PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = files.find((file) => {
    try {
      accessSync(file);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('Chromium is missing: apt-get install chromium.');
  return found;
}
