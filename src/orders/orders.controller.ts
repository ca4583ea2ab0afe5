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
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../ops/access-role.js';
import { ProblemResponses } from '../ops/problem.js';
import { isFault } from './order-fault.js';
import { OrderDto, OrderListDto, OrdersQuery, OrderStepDto } from './orders.dto.js';
import { OrdersService } from './orders.service.js';

/** The kitchen's view of the orders. */
@ApiTags('orders')
@Controller('orders')
@AccessFor('kitchen')
@ProblemResponses(401, 403, 503)
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

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
