import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';
import { readEnvironment } from '../config/environment.js';
import { MENU_MAX_BYTES } from './catalogue/menu-download.js';
import { MenuAcceptance } from './menu-acceptance.js';
import { MenuError, MenuService } from './menu.service.js';

const fixture = await readFile('test/fixtures/menu.json', 'utf8');

/** The menu of the tests under another name of the restaurant. */
function menuOf(name: string): string {
  return fixture.replace('"Luigi\'s"', JSON.stringify(name));
}

describe('MenuService', () => {
  let folder: string;
  let file: string;
  let acceptance: MenuAcceptance;
  const services: MenuService[] = [];

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['log', 'error', 'warn']));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'menu-'));
    file = join(folder, 'menu.json');
    await writeFile(file, fixture);
    acceptance = new MenuAcceptance();
  });

  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.onModuleDestroy()));
    await rm(folder, { recursive: true, force: true });
  });

  function service(url?: string): MenuService {
    const config: AppConfig = readEnvironment({
      MENU_FILE: file,
      DATA_DIR: join(folder, 'data'),
      ...(url !== undefined && { MENU_URL: url }),
    });
    const made = new MenuService(config, acceptance);
    services.push(made);
    return made;
  }

  async function started(url?: string): Promise<MenuService> {
    const made = service(url);
    await made.onModuleInit();
    return made;
  }

  /** Resolves at the next attempt to load after which `holds` is true. */
  function loaded(menu: MenuService, holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const stop = menu.subscribe(() => {
        if (!holds()) return;
        stop();
        resolve();
      });
    });
  }

  describe('with a file', () => {
    it('takes a byte order mark, and refuses another encoding than UTF-8', async () => {
      await writeFile(file, `\uFEFF${fixture}`);
      expect((await started()).restaurantName).toBe("Luigi's");
      await writeFile(file, Buffer.from(fixture, 'utf16le'));
      await expect(started()).rejects.toThrow(`MENU_FILE ${file}: ${file} is not in UTF-8`);
    });

    it('loads the menu at boot', async () => {
      const menu = await started();
      expect(menu.restaurantName).toBe("Luigi's");
      expect(menu.status()).toEqual({
        ok: true,
        items: 52,
        loadedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        lastError: null,
      });
    });

    it('keeps the menu when a new one cannot be used in calls, and says what for', async () => {
      const menu = await started();
      acceptance.add('TwiML', ({ business }) => [`goodbye: ${business.name} is not sayable`]);
      acceptance.add('order line', () => {
        throw new RangeError('too many dishes');
      });
      await writeFile(file, menuOf('Mario'));
      await menu.refresh();
      expect(menu.restaurantName).toBe("Luigi's");
      expect(menu.status()).toMatchObject({
        ok: false,
        lastError:
          `MENU_FILE ${file}: TwiML: goodbye: Mario is not sayable\n` +
          `MENU_FILE ${file}: order line: too many dishes`,
      });
      await writeFile(file, fixture);
      await menu.refresh();
      expect(menu.status().ok).toBe(true);
    });

    it('refuses to boot with a menu that cannot be used in calls', async () => {
      acceptance.add('TwiML', () => Promise.reject(new Error('no document')));
      await expect(service().onModuleInit()).rejects.toThrow(MenuError);
      await expect(service().onModuleInit()).rejects.toMatchObject({
        lines: [`MENU_FILE ${file}: TwiML: no document`],
      });
    });

    it('keeps the menu when a new one has a character that cannot be spoken', async () => {
      const menu = await started();
      await writeFile(file, menuOf('Lui\u0000gi\uD800'));
      await menu.refresh();
      expect(menu.restaurantName).toBe("Luigi's");
      expect(menu.status().lastError).toBe(
        `MENU_FILE ${file}: /business/name holds the control character U+0000 at 4`,
      );
    });

    it('refuses to boot with a bad file, one line for each fault', async () => {
      await writeFile(
        file,
        fixture.replace('"priceCents": 1250', '"priceCents": "12.50"').replace('0.08875', '-1'),
      );
      const fault: unknown = await service()
        .onModuleInit()
        .catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(MenuError);
      expect((fault as MenuError).lines).toEqual([
        `MENU_FILE ${file}: /business/taxRate must be >= 0`,
        `MENU_FILE ${file}: /categories/0/items/0/priceCents (Margherita) must be integer`,
      ]);
    });

    it('refuses to boot without a file', async () => {
      await rm(file);
      await expect(service().onModuleInit()).rejects.toThrow(/MENU_FILE .*ENOENT/);
    });

    it('takes over a changed file without a restart', async () => {
      const menu = await started();
      const before = menu.current();
      const reloaded = loaded(menu, () => menu.restaurantName === "Mario's");
      await writeFile(file, menuOf("Mario's"));
      await reloaded;
      expect(menu.status().ok).toBe(true);
      expect(before.business.name).toBe("Luigi's");
    });

    it('takes over a file that was replaced by renaming', async () => {
      const menu = await started();
      const reloaded = loaded(menu, () => menu.restaurantName === "Mario's");
      await writeFile(`${file}.new`, menuOf("Mario's"));
      await rename(`${file}.new`, file);
      await reloaded;
      expect(menu.search({ query: 'coke' }).items[0]?.id).toBe('coca-cola');
    });

    it('keeps the last good menu when the file turns bad, says why, and recovers', async () => {
      const menu = await started();
      const refused = loaded(menu, () => !menu.status().ok);
      await writeFile(file, fixture.slice(0, 500));
      await refused;
      expect(menu.restaurantName).toBe("Luigi's");
      expect(menu.status()).toMatchObject({
        items: 52,
        lastError: expect.stringContaining('/ is not JSON'),
      });
      const recovered = loaded(menu, () => menu.status().ok);
      await writeFile(file, fixture);
      await recovered;
      expect(menu.status().lastError).toBeNull();
    });

    it('keeps the last good menu when the file disappears', async () => {
      const menu = await started();
      const refused = loaded(menu, () => !menu.status().ok);
      await rm(file);
      await refused;
      expect(menu.restaurantName).toBe("Luigi's");
    });

    it('goes on when a listener fails', async () => {
      const menu = await started();
      menu.subscribe(() => {
        throw new Error('broken listener');
      });
      await menu.refresh();
      await writeFile(file, menuOf("Mario's"));
      await menu.refresh();
      expect(menu.restaurantName).toBe("Mario's");
    });
  });

  describe('with a URL', () => {
    let server: Server;
    let url: string;
    let answer: (request: IncomingMessage, response: ServerResponse) => void;
    const tags: (string | undefined)[] = [];

    beforeEach(async () => {
      tags.length = 0;
      answer = serving(menuOf('From the web'), '"1"');
      server = createServer((request, response) => {
        tags.push(request.headers['if-none-match']);
        answer(request, response);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/menu.json`;
    });

    afterEach(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });

    function serving(text: string, etag: string) {
      return (request: IncomingMessage, response: ServerResponse): void => {
        if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
        else response.writeHead(200, { etag }).end(text);
      };
    }

    it('prefers the URL to the file', async () => {
      const menu = await started(url);
      expect(menu.restaurantName).toBe('From the web');
      expect(menu.status().ok).toBe(true);
    });

    it('asks by the tag of the last good menu and takes over a new one', async () => {
      const menu = await started(url);
      await menu.refresh();
      answer = serving(menuOf('Newer'), '"2"');
      await menu.refresh();
      await menu.refresh();
      expect(tags).toEqual([undefined, '"1"', '"1"', '"2"']);
      expect(menu.restaurantName).toBe('Newer');
    });

    it('never asks by the tag of a menu with faults', async () => {
      const menu = await started(url);
      answer = serving('{}', '"bad"');
      await menu.refresh();
      await menu.refresh();
      expect(menu.status()).toMatchObject({
        ok: false,
        lastError: expect.stringContaining("MENU_URL: / must have required property 'business'"),
      });
      expect(tags).toEqual([undefined, '"1"', '"1"']);
      expect(menu.restaurantName).toBe('From the web');
    });

    it('keeps the menu while the server is away, without its URL in the reason', async () => {
      const menu = await started(url);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await menu.refresh();
      expect(menu.restaurantName).toBe('From the web');
      expect(menu.status()).toMatchObject({
        ok: false,
        lastError: expect.stringMatching(/^MENU_URL: the server cannot be reached \([A-Z_]+\)$/),
      });
      server.listen(0);
      await once(server, 'listening');
    });

    it('boots from the last good copy on disk when the URL fails', async () => {
      await (await started(url)).onModuleDestroy();
      answer = (_, response) => response.writeHead(500).end();
      const menu = await started(url);
      expect(menu.restaurantName).toBe('From the web');
      expect(menu.status()).toMatchObject({
        ok: false,
        lastError: 'MENU_URL: the server answered with status 500',
      });
    });

    it('boots from the file when there is neither an answer nor a copy', async () => {
      answer = (_, response) => response.writeHead(404).end();
      const menu = await started(url);
      expect(menu.restaurantName).toBe("Luigi's");
      expect(menu.status().ok).toBe(false);
      answer = serving(menuOf('Back'), '"3"');
      await menu.refresh();
      expect(menu.restaurantName).toBe('Back');
      expect(menu.status()).toMatchObject({ ok: true, lastError: null });
    });

    it('refuses to boot when nothing at all can be used, with the lines of every attempt', async () => {
      answer = (_, response) => response.writeHead(404).end();
      await writeFile(file, '[]');
      const fault: unknown = await service(url)
        .onModuleInit()
        .catch((error: unknown) => error);
      expect((fault as MenuError).lines).toEqual([
        'MENU_URL: the server answered with status 404',
        expect.stringMatching(/^last good copy .*ENOENT/),
        `MENU_FILE ${file}: / must be object`,
      ]);
    });

    it('stops reading a menu that is too large', async () => {
      const menu = await started(url);
      answer = (_, response) => response.writeHead(200).end(Buffer.alloc(MENU_MAX_BYTES + 1, ' '));
      await menu.refresh();
      expect(menu.status().lastError).toBe(
        `MENU_URL: the menu is larger than ${MENU_MAX_BYTES} bytes`,
      );
    });
  });

  it('has one briefing for all calls of a minute, until the time or the menu is another', async () => {
    const menu = await started();
    const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 27, 18, 30, seconds));
    const first = menu.briefing(at(0));
    expect(menu.briefing(at(59))).toBe(first);
    expect(menu.briefing(at(60))).not.toBe(first);
    expect(menu.briefing(at(60))).toContain('1:31 PM');
    const told = menu.briefing(at(60));
    menu.putOnSale({ ...menu.terms, addedMinutes: 25 });
    const changed = menu.briefing(at(60));
    expect(changed).not.toBe(told);
    expect(menu.briefing(at(61))).toBe(changed);
    expect(menu.vocabulary()).toBe(menu.vocabulary());
  });
});
