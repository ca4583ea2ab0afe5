import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../common/paging.js';
import { CENTS, COUNT, TEXT_OR_NULL, TIME, TIME_OR_NULL } from '../ops/api-schema.js';
import type {
  AppliedPromotion,
  LineOption,
  Order,
  OrderCustomer,
  OrderFlag,
  OrderLine,
  OrderState,
  OrderSummary,
} from './order.js';
import type { OrderPricing } from './pricing.js';

/** What the kitchen sees of an order's life. */
const KITCHEN_STATES = [
  'placed',
  'accepted',
  'preparing',
  'ready',
  'completed',
  'cancelled',
] as const satisfies readonly OrderState[];

const STATES = ['draft', ...KITCHEN_STATES] as const;

/** Query of `GET /orders`. */
export class OrdersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: KITCHEN_STATES })
  @IsOptional()
  @IsIn(KITCHEN_STATES)
  state?: OrderState;
}

/** Body of `PATCH /orders/:id`. */
export class OrderStepDto {
  @ApiProperty({ enum: KITCHEN_STATES })
  @IsIn(KITCHEN_STATES)
  state!: OrderState;
}

class LineOptionDto implements LineOption {
  @ApiProperty() groupId!: string;
  @ApiProperty() optionId!: string;
  @ApiProperty() name!: string;
  @ApiProperty(CENTS) priceDeltaCents!: number;
}

class OrderLineDto implements OrderLine {
  @ApiProperty() lineId!: string;
  @ApiProperty() itemId!: string;
  @ApiProperty() categoryId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: 'integer' }) quantity!: number;
  @ApiProperty(CENTS) unitPriceCents!: number;
  @ApiProperty({ type: [LineOptionDto] }) options!: readonly LineOption[];
  @ApiProperty(TEXT_OR_NULL) note!: string | null;
  @ApiProperty(CENTS) totalCents!: number;
}

class AppliedPromotionDto implements AppliedPromotion {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty(CENTS) discountCents!: number;
}

class OrderCustomerDto implements OrderCustomer {
  @ApiProperty(TEXT_OR_NULL) name!: string | null;
  @ApiProperty(TEXT_OR_NULL) phone!: string | null;
  @ApiProperty({ enum: ['pickup', 'delivery'] }) fulfilment!: 'pickup' | 'delivery';
  @ApiProperty(TEXT_OR_NULL) address!: string | null;
}

class OrderFlagDto implements OrderFlag {
  @ApiProperty({
    ...TEXT_OR_NULL,
    description: 'Its note is meant; null: name, address or allergies',
  })
  lineId!: string | null;
  @ApiProperty({
    enum: ['price', 'priced-option'],
    description: 'It speaks of no price or a lower one, or names an option that costs extra',
  })
  reason!: OrderFlag['reason'];
  @ApiProperty({ description: 'The words that were found, or the name of the option' })
  words!: string;
}

class OrderPricingDto implements OrderPricing {
  @ApiProperty({ type: 'integer', description: 'Parts per million' }) taxPpm!: number;
  @ApiProperty(CENTS) deliveryFeeCents!: number;
  @ApiProperty() deliveryFeeTaxed!: boolean;
  @ApiProperty(CENTS) deliveryMinimumCents!: number;
}

/** An order as the kitchen gets it, over HTTP and by webhook. */
export class OrderDto implements Order {
  @ApiProperty({
    type: [String],
    description:
      'What the caller is allergic to: allergens of the menu by id, others in their word. A webhook ' +
      'with any begins with `alert`: "ALLERGY: MILK, KIWI"',
  })
  allergies!: readonly string[];
  @ApiProperty() id!: string;
  @ApiProperty() callSid!: string;
  @ApiProperty({ ...TEXT_OR_NULL, description: 'What the caller asks for at the counter' })
  number!: string | null;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: STATES }) state!: OrderState;
  @ApiProperty({ type: [OrderLineDto] }) lines!: readonly OrderLine[];
  @ApiProperty({ type: AppliedPromotionDto, nullable: true }) promotion!: AppliedPromotion | null;
  @ApiProperty({ type: OrderCustomerDto }) customer!: OrderCustomer;
  @ApiProperty({
    ...TIME_OR_NULL,
    description: 'When the caller wants it; null: as soon as possible',
  })
  readyAt!: string | null;
  @ApiProperty({
    type: [OrderFlagDto],
    description: 'Words of the caller about the price, to look at before cooking; the total stands',
  })
  flags!: readonly OrderFlag[];
  @ApiProperty({ type: OrderPricingDto }) pricing!: OrderPricing;
  @ApiProperty(CENTS) subtotalCents!: number;
  @ApiProperty(CENTS) discountCents!: number;
  @ApiProperty(CENTS) deliveryFeeCents!: number;
  @ApiProperty(CENTS) taxCents!: number;
  @ApiProperty(CENTS) totalCents!: number;
  @ApiProperty(TEXT_OR_NULL) confirmationId!: string | null;
  @ApiProperty(TIME) createdAt!: string;
  @ApiProperty(TIME) updatedAt!: string;
  @ApiProperty(TIME_OR_NULL) placedAt!: string | null;
  @ApiProperty({
    ...TIME_OR_NULL,
    description:
      'When the caller was told that it is ready; a later change of pace does not move it. null: not ' +
      'placed, or placed by a version that did not keep it',
  })
  promisedAt!: string | null;
}

/** The part of an order that lists of calls show. */
export class OrderSummaryDto implements OrderSummary {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: STATES }) state!: OrderState;
  @ApiProperty(CENTS) totalCents!: number;
  @ApiPropertyOptional({ ...COUNT, description: 'Goes up with every change' }) version?: number;
  @ApiPropertyOptional({ ...COUNT, description: 'Lines of the order' }) lines?: number;
}

/** Answer of `GET /orders`. */
export class OrderListDto {
  @ApiProperty({ ...COUNT, description: 'Orders on this page' }) count!: number;
  @ApiProperty({ type: [OrderDto] }) orders!: readonly Order[];
  @ApiProperty({ ...TEXT_OR_NULL, description: 'null on the last page' }) nextCursor!:
    string | null;
}
