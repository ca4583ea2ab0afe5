import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger, type INestApplicationContext, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DateTime } from 'luxon';
import { ClusterModule } from '../../src/cluster/cluster.module.js';
import { AppConfigModule } from '../../src/config/app-config.module.js';
import { AppConfig } from '../../src/config/app-config.js';
import { readEnvironment } from '../../src/config/environment.js';
import type { MenuDocument } from '../../src/menu/catalogue/menu-document.js';
import { Clock } from '../../src/menu/clock.js';
import { DialogueContexts, type DialogueContext } from '../../src/ivr/dialogue-context.js';
import { IvrModule } from '../../src/ivr/ivr.module.js';
import { KitchenBoard } from '../../src/menu/kitchen-board/kitchen-board.js';
import { MenuModule } from '../../src/menu/menu.module.js';
import { MenuService } from '../../src/menu/menu.service.js';
import { ToolBox } from '../../src/menu/tools/tool-box.js';
import type { ToolContext, ToolOutcome } from '../../src/menu/tools/tool.js';
import { OpsModule } from '../../src/ops/ops.module.js';
import { StandingFaults } from '../../src/ops/standing-faults.js';
import { OrderFences } from '../../src/orders/order-fences.js';
import { OrderLedger } from '../../src/orders/order-ledger.js';
import { OrderSpool } from '../../src/orders/order-spool.js';
import { OrdersMetrics } from '../../src/orders/orders.metrics.js';
import { Database } from '../../src/storage/database.js';
import { OrdersModule } from '../../src/orders/orders.module.js';
import { OrdersService } from '../../src/orders/orders.service.js';
import { OrdersStore } from '../../src/orders/orders.store.js';
import { StorageModule } from '../../src/storage/storage.module.js';
import { menuFixture, writeMenu } from './menu-fixture.js';
import { VOICE_FIXTURE } from './voice-fixture.js';

/** A Wednesday at three in the afternoon: open, and after lunch. */
export const AFTERNOON = '2026-11-18T15:00';
/** A folder in memory, where there is one: each change of an order waits for its disk. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/** Who calls; also the number that an order gets when the caller names no other. */
export const CALLER = '+12125550187';

/** What a tool answered the model. */
export type Result = Readonly<Record<string, unknown>> & { readonly ok: boolean };

/** A clock that stands where the test puts it, in the restaurant's zone. */
class StandingClock extends Clock {
  private read = { at: '', ms: 0 };
  at = AFTERNOON;

  override now(): Date {
    if (this.read.at !== this.at) {
      const ms = DateTime.fromISO(this.at, { zone: 'America/New_York' }).toMillis();
      this.read = { at: this.at, ms };
    }
    return new Date(this.read.ms);
  }
}

/** What a restaurant has beside tools and orders. */
interface RestaurantParts {
  readonly modules?: readonly Type[];
  /** Stand in for providers of the modules. */
  readonly doubles?: readonly (readonly [token: Type | AbstractType, double: object])[];
}

type AbstractType = abstract new (...args: never[]) => object;

/**
 * The restaurant's side of calls: tools, orders and the menu file, with a real database and a
 * clock of its own. Each `ring()` begins a new call at the same afternoon with the menu of the tests.
 */
export class Restaurant {
  private calls = 0;
  private readBack = '';
  private menuChanged = false;

  private constructor(
    private readonly app: INestApplicationContext,
    readonly folder: string,
    readonly clock: StandingClock,
  ) {}

  static async open(
    env: Record<string, string> = {},
    { modules = [], doubles = [] }: RestaurantParts = {},
  ): Promise<Restaurant> {
    const folder = await mkdtemp(join(MEMORY, 'menu-e2e-'));
    const clock = new StandingClock();
    const config = readEnvironment({
      DATA_DIR: folder,
      MENU_FILE: await writeMenu(folder, await menuFixture()),
      VOICE_FILE: VOICE_FIXTURE,
      ...env,
    });
    const builder = Test.createTestingModule({
      imports: [
        AppConfigModule,
        OpsModule,
        ClusterModule,
        StorageModule,
        OrdersModule,
        MenuModule,
        IvrModule,
        ...modules,
      ],
    })
      .overrideProvider(AppConfig)
      .useValue(config)
      .overrideProvider(Clock)
      .useValue(clock);
    for (const [token, double] of doubles) builder.overrideProvider(token).useValue(double);
    const module = await builder.compile();
    module.useLogger(false);
    const restaurant = new Restaurant(await module.init(), folder, clock);
    // Orders of earlier calls make no one wait longer.
    await restaurant.get(KitchenBoard).setPace({ mode: 'by-hand', addedMinutes: 0, until: null });
    return restaurant;
  }

  /** Begins a new call. */
  async ring(): Promise<void> {
    this.calls++;
    this.clock.at = AFTERNOON;
    if (this.menuChanged) await this.changeMenu((menu) => menu);
    this.menuChanged = false;
  }

  /** The caller of a test hears each read-back as it is given, and answers. */
  async run(
    name: string,
    args: object = {},
    call: Partial<ToolContext> = {},
  ): Promise<ToolOutcome> {
    const heard = this.readBack;
    const report = { heard, answered: heard, cut: false, misread: 0 };
    const readBack = () => Promise.resolve(report);
    const { spoken } = this.world.words.vocabulary;
    const context = { callSid: this.callSid, callerNumber: CALLER, spoken, readBack, ...call };
    const outcome = await this.toolBox.run(name, JSON.stringify(args), context);
    const { result } = outcome;
    if (name === 'read_back_order' && result.ok) this.readBack = String(result['spoken']);
    return outcome;
  }

  /** The call that is going on. */
  get callSid(): string {
    return `CA${this.calls}`;
  }

  /** A provider of its modules. */
  get<T extends object>(token: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(token);
  }

  get config(): AppConfig {
    return this.app.get(AppConfig);
  }

  /** What the model is told of the restaurant. */
  get briefing(): string {
    return this.app.get(MenuService).briefing(this.clock.now());
  }

  /** How many orders a replica finds that has just taken the call over. */
  async placedAsTakenOver(): Promise<number> {
    const { app } = this;
    const ledger = new OrderLedger(
      app.get(Database),
      app.get(OrdersStore),
      app.get(OrderSpool),
      app.get(OrderFences),
      app.get(OrdersMetrics),
      app.get(StandingFaults),
    );
    await ledger.taken(this.callSid);
    return ledger.placedCount(this.callSid);
  }

  /** The answer to the model alone. */
  async result(name: string, args: object = {}): Promise<Result> {
    return (await this.run(name, args)).result;
  }

  get toolBox(): ToolBox {
    return this.app.get(ToolBox);
  }

  get orders(): OrdersService {
    return this.app.get(OrdersService);
  }

  get store(): OrdersStore {
    return this.app.get(OrdersStore);
  }

  /** What the order line without AI knows right now. */
  get world(): DialogueContext {
    return this.worldIn(null);
  }

  /** The same in a language by its code. */
  worldIn(language: string | null): DialogueContext {
    return this.app.get(DialogueContexts).now(language);
  }

  get tools(): readonly string[] {
    return this.app
      .get(ToolBox)
      .definitions()
      .map(({ name }) => name);
  }

  /** Puts another menu in place of the one that was loaded. */
  async changeMenu(change: (menu: MenuDocument) => MenuDocument): Promise<void> {
    this.menuChanged = true;
    await writeMenu(this.folder, change(await menuFixture()));
    await this.app.get(MenuService).refresh();
    const { lastError } = this.app.get(MenuService).status();
    if (lastError !== null) throw new Error(lastError);
  }

  async close(): Promise<void> {
    await this.app.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * A restaurant for the tests of a `describe`: a new call for each, and nothing is logged.
 *
 * @param told is given it before the first test.
 */
export function onRestaurant(told: (restaurant: Restaurant) => void): void {
  let restaurant: Restaurant;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    restaurant = await Restaurant.open();
    told(restaurant);
  });
  beforeEach(() => restaurant.ring());
  afterAll(async () => {
    await restaurant.close();
    Logger.overrideLogger(['log', 'error', 'warn']);
  });
}
