import { Module } from '@nestjs/common';
import { KitchenOutbox } from './kitchen/kitchen-outbox.js';
import { OrderFences } from './order-fences.js';
import { OrderLedger } from './order-ledger.js';
import { OrderRetention } from './order-retention.js';
import { OrderSpool } from './order-spool.js';
import { OrdersController } from './orders.controller.js';
import { OrdersMetrics } from './orders.metrics.js';
import { OrdersService } from './orders.service.js';
import { OrdersStore } from './orders.store.js';
import { PlacementGuards } from './placement-guards.js';
import { OutboxStore } from './kitchen/outbox.store.js';

/** Orders, from the first item to the kitchen. */
@Module({
  controllers: [OrdersController],
  providers: [
    OrdersService,
    OrdersMetrics,
    OrderLedger,
    OrderFences,
    OrderRetention,
    OrderSpool,
    OrdersStore,
    PlacementGuards,
    OutboxStore,
    KitchenOutbox,
  ],
  exports: [OrdersService, OrderRetention, PlacementGuards],
})
export class OrdersModule {}
