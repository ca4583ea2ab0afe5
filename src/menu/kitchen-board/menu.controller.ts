import {
  BadRequestException,
  Body,
  ConflictException,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Put,
} from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { AccessFor } from '../../ops/access-role.js';
import { ProblemResponses } from '../../ops/problem.js';
import { Clock } from '../clock.js';
import { MenuService } from '../menu.service.js';
import { KitchenBoard } from './kitchen-board.js';
import { MenuOnSaleDto, SoldOutDto, TakeOffDto } from './menu.dto.js';
import { menuView, namedOn, sellableIds } from './menu-view.js';
import { nearIds } from './near-ids.js';
import { UNTIL_ALLOWED, offUntil } from './off-until.js';

const ID = { name: 'id', description: 'Of an item, or of an option wherever it is on the menu' };

/** The menu as it is sold now, and what the kitchen takes off. */
@ApiTags('menu')
@Controller('menu')
@AccessFor('kitchen')
@ProblemResponses(401, 403)
export class MenuController {
  constructor(
    private readonly menu: MenuService,
    private readonly board: KitchenBoard,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The menu as it is sold now' })
  @ApiOkResponse({ type: MenuOnSaleDto })
  find(): MenuOnSaleDto {
    return menuView({
      written: this.menu.asWritten(),
      onSale: this.menu.current(),
      soldOut: this.board.soldOut(),
      now: this.clock.now(),
    });
  }

  @Put('sold-out/:id')
  @ApiOperation({
    summary: 'Takes an item or an option off, on all replicas and for calls that are going on',
    description:
      'Once this is answered, no order with it is placed: the caller is told what is off, and the ' +
      'order stays open. 503: nothing has changed.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: SoldOutDto })
  @ProblemResponses(400, 404, 503)
  async takeOff(@Param('id') id: string, @Body() { until }: TakeOffDto): Promise<SoldOutDto> {
    const named = this.named(id);
    const moment = offUntil(until, this.menu.asWritten().business, this.clock.now());
    if (moment === undefined) throw new BadRequestException(UNTIL_ALLOWED);
    return { ...(await this.board.takeOff(id, moment)), ...named };
  }

  @Delete('sold-out/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Puts back on what was taken off; harmless for what is on' })
  @ApiParam(ID)
  @ApiNoContentResponse()
  @ProblemResponses(404, 409, 503)
  async putBack(@Param('id') id: string): Promise<void> {
    const { name } = this.named(id);
    const isOff = this.board.soldOut().some((off) => off.id === id);
    if (!isOff && this.isOffInFile(id)) {
      throw new ConflictException(`The menu file says that ${name} is sold out: change it there.`);
    }
    await this.board.putBack(id);
  }

  private named(id: string) {
    const menu = this.menu.asWritten();
    const named = namedOn(menu, id);
    if (named) return named;
    const near = nearIds(id, sellableIds(menu));
    const hint = near.length > 0 ? ` Near it: ${near.join(', ')}.` : ' GET /menu has all ids.';
    throw new NotFoundException(`The menu has no item or option "${id}".${hint}`);
  }

  private isOffInFile(id: string): boolean {
    const menu = this.menu.asWritten();
    const options = menu.modifierGroups.flatMap((group) => group.options);
    return [...menu.items, ...options].some((one) => one.id === id && one.soldOut === true);
  }
}
