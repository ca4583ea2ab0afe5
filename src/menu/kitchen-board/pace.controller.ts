import { BadRequestException, Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../../ops/access-role.js';
import { ProblemResponses } from '../../ops/problem.js';
import { Clock } from '../clock.js';
import { MenuService } from '../menu.service.js';
import { KitchenBoard, type PaceNow } from './kitchen-board.js';
import { PaceDto, SetPaceDto } from './menu.dto.js';
import { UNTIL_ALLOWED, offUntil } from './off-until.js';

/** How long callers are told that an order takes. */
@ApiTags('orders')
@Controller('orders/pace')
@AccessFor('kitchen')
@ProblemResponses(401, 403)
export class PaceController {
  constructor(
    private readonly menu: MenuService,
    private readonly board: KitchenBoard,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The minutes that callers are told now, and how they come about' })
  @ApiOkResponse({ type: PaceDto })
  find(): PaceDto {
    return this.view(this.board.paceNow());
  }

  @Put()
  @ApiOperation({ summary: 'Sets the minutes that are added, on all replicas' })
  @ApiOkResponse({ type: PaceDto })
  @ProblemResponses(400, 503)
  async set(@Body() { addedMinutes, until }: SetPaceDto): Promise<PaceDto> {
    if (addedMinutes === null) return this.view(await this.board.setPace({ mode: 'automatic' }));
    const moment = offUntil(until, this.menu.asWritten().business, this.clock.now());
    if (moment === undefined) throw new BadRequestException(UNTIL_ALLOWED);
    const pace = { mode: 'by-hand', addedMinutes, until: moment } as const;
    return this.view(await this.board.setPace(pace));
  }

  private view({ pace, openOrders, addedMinutes }: PaceNow): PaceDto {
    const { pickup, delivery } = this.menu.current().business;
    return {
      mode: pace.mode,
      addedMinutes,
      until: pace.mode === 'by-hand' ? pace.until : null,
      openOrders,
      pickupMinutes: pickup.leadMinutes,
      deliveryMinutes: delivery?.leadMinutes ?? null,
    };
  }
}
