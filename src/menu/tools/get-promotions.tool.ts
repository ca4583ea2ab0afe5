import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { isRunning } from '../business-hours.js';
import type { MenuPromotion } from '../catalogue/menu-document.js';
import { Clock } from '../clock.js';
import { MenuService } from '../menu.service.js';
import { spokenWindows } from '../spoken/english.js';
import { NO_PARAMETERS, Tool, type ToolAnswer } from './tool.js';

/** Lists the offers of now and of later. */
@Injectable()
export class GetPromotionsTool extends Tool {
  readonly name = 'get_promotions';
  readonly description = 'The offers that count now, and those of other days or times.';
  readonly parameters = NO_PARAMETERS;

  constructor(
    private readonly menu: MenuService,
    private readonly clock: Clock,
  ) {
    super();
  }

  run(): ToolAnswer {
    const { promotions, business } = this.menu.current();
    const now = this.clock.now();
    const today = DateTime.fromJSDate(now, { zone: business.timezone }).toISODate() ?? '';
    const running = (promotion: MenuPromotion) => isRunning(promotion, business.timezone, now);
    const later = promotions.filter(
      (promotion) => !running(promotion) && (promotion.active?.endsOn ?? today) >= today,
    );
    return {
      result: {
        ok: true,
        promotions: promotions.filter(running).map(view),
        ...(later.length > 0 && { notNow: later.map(view) }),
      },
    };
  }
}

function view({ code, name, description, active }: MenuPromotion) {
  return {
    code,
    name,
    description,
    ...(active?.times && { when: spokenWindows(active.times) }),
    ...(active?.startsOn !== undefined && { startsOn: active.startsOn }),
    ...(active?.endsOn !== undefined && { endsOn: active.endsOn }),
  };
}
