import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt } from './build.js';

const ROOT = join(import.meta.dirname, '../..');

/** Boots the built storage and orders rooms and calls the methods that it reads. */
const SCRIPT = `
  await import('reflect-metadata');
  const { createInterface } = await import('node:readline');
  const { NestFactory } = await import('@nestjs/core');
  const at = (path) => import(process.cwd() + '/dist/' + path);
  const { AppConfigModule } = await at('config/app-config.module.js');
  const { OpsModule } = await at('ops/ops.module.js');
  const { StorageModule } = await at('storage/storage.module.js');
  const { OrdersModule } = await at('orders/orders.module.js');
  const { OrdersService } = await at('orders/orders.service.js');
  class Root {}
  const module = {
    module: Root,
    imports: [AppConfigModule, OpsModule, StorageModule, OrdersModule],
  };
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  const orders = app.get(OrdersService);
  console.log('"ready"');
  for await (const line of createInterface({ input: process.stdin })) {
    const [method, ...args] = JSON.parse(line);
    console.log(JSON.stringify((await orders[method](...args)) ?? null));
  }
  await app.close();`;

/** A replica's orders in a process of its own, so that it can be stopped in the middle of things. */
export class OrdersProcess {
  private readonly answers: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcess) {
    if (!child.stdout) throw new Error('The process has no output');
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Builds the product if need be and starts a replica with these environment variables. */
  static async start(environment: Record<string, string>): Promise<OrdersProcess> {
    await ensureBuilt();
    const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const started = new OrdersProcess(child);
    await started.answer();
    return started;
  }

  /** Calls a method of its `OrdersService`; resolves with what that returned. */
  async call(method: 'take' | 'place', ...args: unknown[]): Promise<unknown> {
    this.child.stdin?.write(`${JSON.stringify([method, ...args])}\n`);
    return this.answer();
  }

  /** Stops it where it is. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  private async answer(): Promise<unknown> {
    const { value, done } = await this.answers.next();
    if (done) throw new Error('The process has ended');
    return JSON.parse(value) as unknown;
  }
}
