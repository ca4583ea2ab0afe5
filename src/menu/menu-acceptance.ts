import { Injectable } from '@nestjs/common';
import { errorText } from '../common/error-text.js';
import { menuBriefing } from './briefing.js';
import type { Menu } from './catalogue/menu.js';

/**
 * Tries a menu out as calls would use it. One line for each fault, with what could not be done; an
 * exception is a fault, too.
 */
export type MenuCheck = (menu: Menu) => readonly string[] | Promise<readonly string[]>;

/** What a menu without faults of its own must stand before calls are answered with it. */
@Injectable()
export class MenuAcceptance {
  private readonly checks = new Map<string, MenuCheck>([['instructions of the model', briefed]]);

  /**
   * To be called in constructors: the first menu is loaded when modules are initialised.
   *
   * @param name what the menu is tried for.
   */
  add(name: string, check: MenuCheck): void {
    this.checks.set(name, check);
  }

  /** The faults that all checks have found; empty when the menu can be used. Never rejects. */
  async faultsOf(menu: Menu): Promise<readonly string[]> {
    const found = [...this.checks].map(async ([name, check]) => {
      try {
        return (await check(menu)).map((fault) => `${name}: ${fault}`);
      } catch (error) {
        return [`${name}: ${errorText(error)}`];
      }
    });
    return (await Promise.all(found)).flat();
  }
}

function briefed(menu: Menu): readonly string[] {
  menuBriefing(menu, new Date());
  return [];
}
