import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import type { MenuPromotion } from '../catalogue/menu-document.js';
import { Clock } from '../clock.js';
import { MenuService } from '../menu.service.js';
import { toldOffers } from '../orderables.js';
import { spokenWindows } from '../spoken/english.js';
import { offerIn } from '../spoken/in-language.js';
import { NO_PARAMETERS, Tool, type ToolAnswer, type ToolContext } from './tool.js';

/** Lists the offers of now, with their codes, and those of later; private ones are never told. */
@Injectable()
export class GetPromotionsTool extends Tool {
  readonly name = 'get_promotions';
  readonly description =
    'When the caller asks for offers: those that count now, and those of other days or times.';
  readonly parameters = NO_PARAMETERS;

  constructor(
    private readonly menu: MenuService,
    private readonly clock: Clock,
  ) {
    super();
  }

  run(_: object, { spoken }: ToolContext): ToolAnswer {
    const menu = this.menu.current();
    const now = this.clock.now();
    const today = DateTime.fromJSDate(now, { zone: menu.business.timezone }).toISODate() ?? '';
    const running = toldOffers(menu, now);
    const later = menu.promotions.filter(
      (promotion) =>
        promotion.listed !== false &&
        !running.includes(promotion) &&
        (promotion.active?.endsOn ?? today) >= today,
    );
    const told = (promotion: MenuPromotion) => view(offerIn(spoken, promotion));
    return {
      result: {
        ok: true,
        promotions: running.map((promotion) => ({ code: promotion.code, ...told(promotion) })),
        ...(later.length > 0 && { notNow: later.map(told) }),
      },
    };
  }
}

function view({ name, description, active }: MenuPromotion) {
  return {
    name,
    description,
    ...(active?.times && { when: spokenWindows(active.times) }),
    ...(active?.startsOn !== undefined && { startsOn: active.startsOn }),
    ...(active?.endsOn !== undefined && { endsOn: active.endsOn }),
  };
}
