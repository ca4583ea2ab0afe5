import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { MenuService } from '../../menu/menu.service.js';

/** Whether the menu in use is the newest one. */
@Injectable()
export class MenuHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly menu: MenuService,
  ) {}

  check(): HealthIndicatorResult {
    const menu = this.indicator.check('menu');
    const { ok, items, loadedAt } = this.menu.status();
    return ok
      ? menu.up({ items, loadedAt })
      : menu.down({ items, loadedAt, message: 'the last reload failed; an older menu is in use' });
  }
}
