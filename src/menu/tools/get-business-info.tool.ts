import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { openState } from '../business-hours.js';
import { WEEKDAYS } from '../catalogue/menu-document.js';
import { Clock } from '../clock.js';
import { deliveryTerms } from '../delivery-area.js';
import { MenuService } from '../menu.service.js';
import { NO_PARAMETERS, Tool, type ToolAnswer, type ToolContext } from './tool.js';

/** Tells address, hours and the terms of pickup and delivery. */
@Injectable()
export class GetBusinessInfoTool extends Tool {
  readonly name = 'get_business_info';
  readonly description =
    'Address, phone, opening hours with holidays, and the terms of pickup and delivery.';
  readonly parameters = NO_PARAMETERS;

  constructor(
    private readonly menu: MenuService,
    private readonly clock: Clock,
  ) {
    super();
  }

  run(_: object, { spoken }: ToolContext): ToolAnswer {
    const {
      name,
      address,
      phone,
      timezone,
      hours,
      pickup,
      delivery,
      ordersAhead,
      taxRate,
      allergenNotice,
    } = this.menu.current().business;
    const now = this.clock.now();
    const state = openState(hours, timezone, now);
    const local = DateTime.fromJSDate(now, { zone: timezone });
    const today = local.toFormat('yyyy-MM-dd');
    return {
      result: {
        ok: true,
        name,
        address,
        phone,
        localTime: local.toFormat('cccc yyyy-MM-dd HH:mm', { locale: 'en-US' }),
        open: state.open,
        spoken: spoken.openState(state, now),
        ...(!state.open && { notice: spoken.closed(state, now, ordersAhead !== undefined) }),
        hours: Object.fromEntries(WEEKDAYS.map((day) => [day, spoken.hours(hours.weekly[day])])),
        exceptions: hours.exceptions
          .filter(({ date }) => date.length === 5 || date >= today)
          .map((day) => `${day.name} (${day.date}): ${spoken.hours(day.hours)}`),
        pickup,
        delivery: deliveryTerms(delivery, spoken) ?? 'We do not deliver.',
        ...(ordersAhead && { ordersAhead }),
        taxPercent: Number((taxRate * 100).toFixed(4)),
        allergenNotice,
      },
    };
  }
}
