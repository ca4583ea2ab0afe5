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
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { isFault } from './order-fault.js';
import type { Order } from './order.js';
import { OrderDto, OrderListDto, OrdersQuery, OrderStepDto } from './orders.dto.js';
import { OrdersService } from './orders.service.js';

/** The kitchen's view of the orders. */
@ApiTags('orders')
@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get()
  @ApiOperation({ summary: 'Placed orders, newest first' })
  @ApiOkResponse({ type: OrderListDto })
  @ApiBadRequestResponse({ description: 'A query parameter is not allowed' })
  async list(@Query() query: OrdersQuery): Promise<OrderListDto> {
    const page = await this.orders.list(query, query.state);
    if (isFault(page)) throw new BadRequestException(page.message);
    return { count: page.items.length, orders: page.items, nextCursor: page.nextCursor };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One order' })
  @ApiOkResponse({ type: OrderDto })
  @ApiNotFoundResponse({ description: 'Unknown order' })
  async find(@Param('id') id: string): Promise<Order> {
    const order = await this.orders.find(id);
    if (order === null) throw new NotFoundException('There is no such order.');
    return order;
  }

  @Patch(':id')
  @ApiOperation({ summary: "The kitchen's next step" })
  @ApiOkResponse({ type: OrderDto })
  @ApiNotFoundResponse({ description: 'Unknown order' })
  @ApiConflictResponse({ description: 'The order cannot take this step' })
  async advance(@Param('id') id: string, @Body() step: OrderStepDto): Promise<Order> {
    const order = await this.orders.advance(id, step.state);
    if (!isFault(order)) return order;
    if (order.error === 'unknown_order') throw new NotFoundException(order.message);
    throw new ConflictException(order.message);
  }
}
