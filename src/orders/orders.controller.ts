import {
  BadRequestException,
  Body,
  ConflictException,
  Controller,
  Get,
  NotFoundException,
  Param,
  Patch,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AccessFor } from '../ops/access-role.js';
import { EventStreams } from '../ops/event-streams.js';
import type { LiveEvent } from '../ops/live-events.js';
import { ProblemResponses } from '../ops/problem.js';
import { isFault } from './order-fault.js';
import { OrderDto, OrderListDto, OrdersQuery, OrderStepDto } from './orders.dto.js';
import { OrdersService } from './orders.service.js';

const EVENT_EXAMPLE = `id: 0b7e1f38-6f0a-4a0e-8d5e-3f1f6f0c9a11.62.1795802640120
event: menu
data: {"id":"0b7e1f38-6f0a-4a0e-8d5e-3f1f6f0c9a11-62","type":"menu","at":"2026-11-27T18:04:00.120Z","data":{"id":"tiramisu","soldOut":true,"until":null}}

`;

/** The kitchen's view of the orders. */
@ApiTags('orders')
@Controller('orders')
@AccessFor('kitchen')
@ProblemResponses(401, 403, 503)
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly streams: EventStreams,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Placed orders, newest first' })
  @ApiOkResponse({ type: OrderListDto })
  @ProblemResponses(400)
  async list(@Query() query: OrdersQuery): Promise<OrderListDto> {
    const page = await this.orders.list(query, query.state);
    if (isFault(page)) throw new BadRequestException(page.message);
    return { count: page.items.length, orders: page.items, nextCursor: page.nextCursor };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One order' })
  @ApiOkResponse({ type: OrderDto })
  @ProblemResponses(404)
  async find(@Param('id') id: string): Promise<OrderDto> {
    const order = await this.orders.find(id);
    if (order === null) throw new NotFoundException('There is no such order.');
    return order;
  }

  // Behind `:id`: only of two in this order does the sort by specificity count as intended.
  @Get('events')
  @ApiOperation({ summary: 'Orders, what is sold out and the pace of the kitchen as they change' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was read; what came after it is told first',
  })
  @ApiOkResponse({
    description:
      'Server-sent events as of `GET /events`: `order` of orders that were placed, `menu`, `pace`.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EVENT_EXAMPLE } },
  })
  events(@Req() request: Request, @Res() response: Response): void {
    this.streams.stream(request, response, isOfKitchen);
  }

  @Patch(':id')
  @ApiOperation({ summary: "The kitchen's next step" })
  @ApiOkResponse({ type: OrderDto })
  @ProblemResponses(400, 404, 409)
  async advance(@Param('id') id: string, @Body() step: OrderStepDto): Promise<OrderDto> {
    const order = await this.orders.advance(id, step.state);
    if (!isFault(order)) return order;
    if (order.error === 'unknown_order') throw new NotFoundException(order.message);
    throw new ConflictException(order.message);
  }
}

/** A draft is not the kitchen's yet. */
function isOfKitchen({ type, data }: LiveEvent): boolean {
  return type === 'menu' || type === 'pace' || (type === 'order' && data['state'] !== 'draft');
}
