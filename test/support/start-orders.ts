import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AppConfigModule } from '../../src/config/app-config.module.js';
import { AppConfig } from '../../src/config/app-config.js';
import { readEnvironment } from '../../src/config/environment.js';
import { OpsModule } from '../../src/ops/ops.module.js';
import { KitchenOutbox } from '../../src/orders/kitchen/kitchen-outbox.js';
import { OrderSpool } from '../../src/orders/order-spool.js';
import { OrdersModule } from '../../src/orders/orders.module.js';
import { OrdersService } from '../../src/orders/orders.service.js';
import { Database } from '../../src/storage/database.js';
import { StorageModule } from '../../src/storage/storage.module.js';

/** One process's worth of orders: storage, orders, `/orders` and the kitchen's outbox. */
export interface OrdersReplica {
  readonly url: string;
  readonly app: INestApplication;
  readonly orders: OrdersService;
  readonly spool: OrderSpool;
  readonly outbox: KitchenOutbox;
  readonly database: Database;
  /** Stops it as SIGTERM does; doing it twice is harmless. */
  close(): Promise<void>;
}

/** Boots the storage and orders modules with these environment variables, on a free port. */
export async function startOrders(environment: Record<string, string>): Promise<OrdersReplica> {
  const config = readEnvironment({ HOST: '127.0.0.1', LOG_LEVEL: 'ERROR', ...environment });
  const module = await Test.createTestingModule({
    imports: [AppConfigModule, OpsModule, StorageModule, OrdersModule],
  })
    .overrideProvider(AppConfig)
    .useValue(config)
    .compile();
  const app = module.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  let closed: Promise<void> | null = null;
  return {
    url: `http://127.0.0.1:${port}`,
    app,
    orders: app.get(OrdersService),
    spool: app.get(OrderSpool),
    outbox: app.get(KitchenOutbox),
    database: app.get(Database),
    close: () => (closed ??= app.close()),
  };
}

/** Makes an empty data folder; `remove` deletes it. */
export async function dataFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'voiceplate-orders-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
