import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppConfig } from '../config/app-config.js';
import type { MenuCheckSettings } from '../config/menu-check-settings.js';
import { VoiceScript } from '../config/voice-script.js';
import type { Menu } from '../menu/catalogue/menu.js';
import { Clock } from '../menu/clock.js';
import { MenuSearch, type MenuQuery, type MenuSearchResult } from '../menu/menu-search.js';
import { Metrics } from '../ops/metrics.js';
import { MENU_PROVIDERS } from '../menu/menu.module.js';
import { MenuService } from '../menu/menu.service.js';
import { ToolBox } from '../menu/tools/tool-box.js';
import type { Order } from '../orders/order.js';
import { OrdersService } from '../orders/orders.service.js';
import { DialogueContexts, type DialogueContext } from '../ivr/dialogue-context.js';
import { ivrTurn } from '../ivr/dialogue.js';
import type { IvrInput, IvrReply, IvrState } from '../ivr/ivr-state.js';
import { runTurn } from '../ivr/run-turn.js';
import { TrialOrders } from './trial-orders.js';

const CALLER = '+12125550187';

/** The parts of a menu's service that the tools and the dialogue use. */
type ServedMenu = Pick<MenuService, 'current' | 'search' | 'restaurantName'>;

/** A menu that never changes. */
class TrialMenu implements ServedMenu {
  private readonly index: MenuSearch;

  constructor(private readonly menu: Menu) {
    this.index = new MenuSearch(menu);
  }

  get restaurantName(): string {
    return this.menu.business.name;
  }

  current(): Menu {
    return this.menu;
  }

  search(query: MenuQuery): MenuSearchResult {
    return this.index.search(query);
  }
}

/** A clock that stands where a trial puts it. */
class TrialClock extends Clock {
  at = new Date();

  override now(): Date {
    return this.at;
  }
}

@Module({})
class TrialModule {}

/**
 * The order line without AI with its dialogue and its tools as they are, over a menu on trial, a
 * clock that is set and orders in memory.
 */
export class TrialLine {
  private calls = 0;

  private constructor(
    private readonly app: INestApplicationContext,
    private readonly clock: TrialClock,
    private readonly orders: TrialOrders,
  ) {}

  static async open(menu: Menu, { config, script }: MenuCheckSettings): Promise<TrialLine> {
    const clock = new TrialClock();
    const orders = new TrialOrders();
    const module = {
      module: TrialModule,
      // Of two providers of one thing the later counts.
      providers: [
        ...MENU_PROVIDERS,
        DialogueContexts,
        Metrics,
        { provide: AppConfig, useValue: config },
        { provide: VoiceScript, useValue: script },
        { provide: Clock, useValue: clock },
        { provide: MenuService, useValue: new TrialMenu(menu) },
        { provide: OrdersService, useValue: orders },
      ],
    };
    const options = { logger: false, abortOnError: false } as const;
    return new TrialLine(
      await NestFactory.createApplicationContext(module, options),
      clock,
      orders,
    );
  }

  /** What the dialogue knows at a moment. */
  contextAt(moment: Date): DialogueContext {
    this.clock.at = moment;
    return this.app.get(DialogueContexts).now();
  }

  /** A call that has heard the first words, at a moment. */
  async dial(moment: Date): Promise<TrialCall> {
    this.calls += 1;
    const { app, orders } = this;
    const context = this.contextAt(moment);
    const call = new TrialCall(`trial-${this.calls}`, context, app.get(ToolBox), orders);
    await call.turn({ start: true, resumed: false });
    return call;
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}

/** One call on the trial line. Only one is to be going on at a time: they share the clock. */
export class TrialCall {
  private reply: IvrReply | null = null;

  constructor(
    private readonly callSid: string,
    readonly context: DialogueContext,
    private readonly tools: ToolBox,
    private readonly orders: TrialOrders,
  ) {}

  /** The state after the last turn. */
  get state(): IvrState {
    return this.last.state;
  }

  /** What the caller heard last. */
  get prompt(): string {
    return this.last.prompt;
  }

  /** The line has ended the call. */
  get ended(): boolean {
    return this.last.end !== null;
  }

  /** The call's order; null before the first dish. */
  order(): Promise<Order | null> {
    return this.orders.current(this.callSid);
  }

  async turn(input: IvrInput): Promise<void> {
    const heard = this.reply?.prompt ?? '';
    const readBack = () => Promise.resolve({ heard, answered: heard, cut: false, misread: 0 });
    const { spoken } = this.context.words.vocabulary;
    const caller = { callSid: this.callSid, callerNumber: CALLER, spoken, readBack };
    const flow = ivrTurn(this.reply?.state ?? null, input, this.context);
    this.reply = await runTurn(flow, (name, args) =>
      this.tools.run(name, JSON.stringify(args), caller),
    );
  }

  /** Forgets the order. */
  hangUp(): void {
    this.orders.release(this.callSid);
  }

  private get last(): IvrReply {
    if (this.reply === null) throw new Error('The call has not begun');
    return this.reply;
  }
}
