import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Allow, IsInt, Max, Min, ValidateIf } from 'class-validator';
import { CENTS, COUNT, TIME, TIME_OR_NULL } from '../../ops/api-schema.js';
import { MAX_ADDED_MINUTES } from './pace.js';

const TEXTS_OR_NULL: ApiPropertyOptions = { type: [String], nullable: true };
const MINUTES = { type: 'integer', description: 'Minutes as callers are told' } as const;
const MINUTES_OR_NULL = { ...MINUTES, nullable: true } as const;
const UNTIL = {
  type: String,
  nullable: true,
  description:
    'A moment of the next year in ISO 8601 (without offset: of the restaurant), "tonight" ' +
    '(to the end of today’s business) or null (until told)',
  examples: ['tonight', '2026-11-27T21:30:00-05:00', null],
};

/** Whose word it is that something is sold out. */
type SoldOutBy = 'kitchen' | 'menu';

/** Whether something is on sale. */
class OnSaleDto {
  @ApiProperty() soldOut!: boolean;
  @ApiProperty({
    enum: ['kitchen', 'menu'],
    nullable: true,
    description:
      'Who says so: `kitchen` by `PUT /menu/sold-out/:id`, or for want of a required option; ' +
      '`menu`: the menu file. null: it is on sale',
  })
  soldOutBy!: SoldOutBy | null;
  @ApiProperty({ ...TIME_OR_NULL, description: 'null: until it is put back on' })
  soldOutUntil!: string | null;
}

/** An option on sale. */
export class OptionOnSaleDto extends OnSaleDto {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty(CENTS) priceDeltaCents!: number;
  @ApiProperty({ ...TEXTS_OR_NULL, description: 'null: not known' })
  allergens!: readonly string[] | null;
}

class GroupOnSaleDto {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty(COUNT) min!: number;
  @ApiProperty(COUNT) max!: number;
  @ApiProperty({ type: [OptionOnSaleDto] }) options!: readonly OptionOnSaleDto[];
}

/** An item on sale. */
export class ItemOnSaleDto extends OnSaleDto {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() description!: string;
  @ApiProperty(CENTS) priceCents!: number;
  @ApiProperty({ type: [String] }) dietary!: readonly string[];
  @ApiProperty({ ...TEXTS_OR_NULL, description: 'null: not known' })
  allergens!: readonly string[] | null;
  @ApiProperty({ type: [String], description: 'Ids of its `modifierGroups`' })
  modifierGroups!: readonly string[];
  @ApiProperty({ description: 'It can be ordered now: not sold out, and at this time of day' })
  available!: boolean;
}

class CategoryOnSaleDto {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [ItemOnSaleDto] }) items!: readonly ItemOnSaleDto[];
}

class BusinessNowDto {
  @ApiProperty() name!: string;
  @ApiProperty() address!: string;
  @ApiProperty() phone!: string;
  @ApiProperty() timezone!: string;
  @ApiProperty({ enum: ['USD'] }) currency!: 'USD';
  @ApiProperty() open!: boolean;
  @ApiProperty({ ...TIME_OR_NULL, description: 'null: closed, or it never closes' })
  closesAt!: string | null;
  @ApiProperty({ ...TIME_OR_NULL, description: 'null: open, or not known' })
  opensAt!: string | null;
  @ApiProperty(MINUTES) pickupMinutes!: number;
  @ApiProperty({ ...MINUTES_OR_NULL, description: 'null: no delivery' })
  deliveryMinutes!: number | null;
}

/** Something that the kitchen has taken off. */
export class SoldOutDto {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['item', 'option'] }) kind!: 'item' | 'option';
  @ApiProperty() name!: string;
  @ApiProperty({ ...TIME_OR_NULL, description: 'null: until it is put back on' })
  until!: string | null;
  @ApiProperty(TIME) since!: string;
}

/** Answer of `GET /menu`. */
export class MenuOnSaleDto {
  @ApiProperty() business!: BusinessNowDto;
  @ApiProperty({ type: [CategoryOnSaleDto] }) categories!: readonly CategoryOnSaleDto[];
  @ApiProperty({ type: [GroupOnSaleDto] }) modifierGroups!: readonly GroupOnSaleDto[];
  @ApiProperty({ type: [SoldOutDto], description: 'By the kitchen, the latest last' })
  soldOut!: readonly SoldOutDto[];
}

/** Body of `PUT /menu/sold-out/:id`; `until` is read by `offUntil`. */
export class TakeOffDto {
  @ApiProperty(UNTIL)
  @Allow()
  until!: unknown;
}

/** Body of `PUT /orders/pace`; `until` is read by `offUntil`. */
export class SetPaceDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: MAX_ADDED_MINUTES,
    description:
      'Added to the minutes of the menu in place of what open orders would add; null: they do',
    example: 20,
  })
  @ValidateIf((_, value) => value !== null)
  @IsInt()
  @Min(0)
  @Max(MAX_ADDED_MINUTES)
  addedMinutes!: number | null;

  @ApiProperty({ ...UNTIL, required: false, default: null })
  @Allow()
  until: unknown = null;
}

/** Answer of `GET /orders/pace`. */
export class PaceDto {
  @ApiProperty({
    enum: ['automatic', 'by-hand'],
    description: '`automatic`: by open orders, where the menu says how (`business.kitchen`)',
  })
  mode!: 'automatic' | 'by-hand';
  @ApiProperty({ ...COUNT, description: 'To the minutes of the menu' }) addedMinutes!: number;
  @ApiProperty({ ...TIME_OR_NULL, description: 'null: automatic, or until it is set otherwise' })
  until!: string | null;
  @ApiProperty({
    ...COUNT,
    nullable: true,
    description: 'Orders that the kitchen works on; null: the menu does not have them counted',
  })
  openOrders!: number | null;
  @ApiProperty(MINUTES) pickupMinutes!: number;
  @ApiProperty({ ...MINUTES_OR_NULL, description: 'null: no delivery' })
  deliveryMinutes!: number | null;
}
