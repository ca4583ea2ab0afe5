import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { errorText } from '../common/error-text.js';
import { PRIVATE_FILE } from '../common/private-modes.js';
import { errorFields, errorKind } from '../common/error-fields.js';
import { utf8Text } from '../common/utf8-text.js';
import { AppConfig } from '../config/app-config.js';
import { BootError } from '../config/boot-error.js';
import { menuBriefing } from './briefing.js';
import { watchMenuFile } from './catalogue/file-watch.js';
import { MENU_MAX_BYTES, downloadMenu, type DownloadedMenu } from './catalogue/menu-download.js';
import type { CatalogueItem, Menu } from './catalogue/menu.js';
import { parseMenu } from './catalogue/parse-menu.js';
import { AS_WRITTEN, menuOnSale, type SaleTerms } from './kitchen-board/menu-on-sale.js';
import { MenuAcceptance } from './menu-acceptance.js';
import { MenuSearch, type MenuQuery, type MenuSearchResult } from './menu-search.js';

/** How often `MENU_URL` is asked for a newer menu. */
const MENU_REFRESH_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
/** The last good menu of `MENU_URL`, under `DATA_DIR`. */
const COPY_NAME = 'menu.last-good.json';

/** There is no usable menu at boot; the message has one line for each fault. */
export class MenuError extends BootError {}

/** The state of the menu, for health checks and `/status`. */
export interface MenuStatus {
  readonly ok: boolean;
  readonly items: number;
  /** When the menu that is served was loaded, in ISO 8601; empty while there is none. */
  readonly loadedAt: string;
  /** Why the newest attempt to load has failed; null when it has not. */
  readonly lastError: string | null;
}

interface Loaded {
  /** As it is written. */
  readonly menu: Menu;
  /** As it is sold now. */
  readonly onSale: Menu;
  readonly search: MenuSearch;
  readonly loadedAt: Date;
}

/**
 * Holds the restaurant's menu. It comes from `MENU_FILE` and is reloaded when the file changes, or
 * from `MENU_URL`, which is asked every 15 minutes. A menu with faults, or one that a check of
 * `MenuAcceptance` refuses, is not taken, and the one before stays. If the URL does not answer at
 * boot, the copy of its last good menu is used, otherwise the file.
 */
@Injectable()
export class MenuService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(MenuService.name);
  private readonly listeners = new Set<() => void>();
  private loaded: Loaded | null = null;
  private saleTerms = AS_WRITTEN;
  private names: { readonly of: Menu; readonly list: readonly string[] } | null = null;
  private briefed: { readonly of: Menu; readonly minute: number; readonly text: string } | null =
    null;
  private text: string | null = null;
  private etag: string | null = null;
  private lastError: string | null = null;
  /** The faults in the log that were found since a menu was good. */
  private reported: string | null = null;
  private pending: Promise<void> = Promise.resolve();
  private stop: () => void = () => undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly acceptance: MenuAcceptance,
  ) {}

  /** @throws MenuError when no menu can be had from anywhere. */
  async onModuleInit(): Promise<void> {
    const { file, url } = this.config.menu;
    // What a process that died has left half written.
    await rm(this.draftPath, { force: true });
    await this.refresh();
    if (url !== null) {
      if (!this.loaded) await this.take('copy', () => readMenu(this.copyPath));
      if (!this.loaded) await this.take('file', () => readMenu(file));
      const timer = setInterval(() => void this.refresh(), MENU_REFRESH_MS).unref();
      this.stop = () => clearInterval(timer);
    }
    const faults = this.lastError?.split('\n') ?? [];
    if (!this.loaded) throw new MenuError(faults);
    if (url !== null && faults.length > 0) this.report('url', faults);
    if (url === null) this.stop = watchMenuFile(file, () => void this.refresh());
  }

  async onModuleDestroy(): Promise<void> {
    this.stop();
    this.listeners.clear();
    await this.pending;
  }

  /** The menu as it is sold now, frozen: a reload and other terms make a new one. */
  current(): Menu {
    return this.ready.onSale;
  }

  /** The menu without what the kitchen has changed for now. */
  asWritten(): Menu {
    return this.ready.menu;
  }

  /** What the kitchen has changed about the menu. */
  get terms(): SaleTerms {
    return this.saleTerms;
  }

  /** Sells the menu on other terms, also after a reload. */
  putOnSale(terms: SaleTerms): void {
    if (isDeepStrictEqual(terms, this.saleTerms)) return;
    this.saleTerms = terms;
    if (this.loaded === null) return;
    this.loaded = { ...this.loaded, onSale: menuOnSale(this.loaded.menu, terms) };
    this.tellListeners();
  }

  search(query: MenuQuery): MenuSearchResult {
    const { search, onSale } = this.ready;
    const { items, unknownAllergens } = search.search(query);
    const sold = (found: readonly CatalogueItem[]) =>
      found.flatMap(({ id }) => onSale.item(id) ?? []);
    return { items: sold(items), unknownAllergens: sold(unknownAllergens) };
  }

  get restaurantName(): string {
    return this.ready.menu.business.name;
  }

  /** Names that callers may say: the restaurant's, then those of its dishes and their options. */
  vocabulary(): readonly string[] {
    const { menu } = this.ready;
    if (this.names?.of !== menu) {
      const { business, items, modifierGroups } = menu;
      const options = modifierGroups.flatMap((group) => group.options);
      const list = [business.name, ...[...items, ...options].map(({ name }) => name)];
      this.names = { of: menu, list };
    }
    return this.names.list;
  }

  /**
   * The part of a model's instructions that is about the restaurant and its menu. It tells the time
   * to the minute, so that all calls of a minute share one text.
   */
  briefing(now: Date): string {
    const { onSale } = this.ready;
    const minute = Math.floor(now.getTime() / MINUTE_MS);
    const { briefed } = this;
    if (briefed?.of === onSale && briefed.minute === minute) return briefed.text;
    const text = menuBriefing(onSale, now);
    this.briefed = { of: onSale, minute, text };
    return text;
  }

  status(): MenuStatus {
    return {
      ok: this.lastError === null,
      items: this.loaded?.menu.items.length ?? 0,
      loadedAt: this.loaded?.loadedAt.toISOString() ?? '',
      lastError: this.lastError,
    };
  }

  /** Calls the listener after each attempt to load, failed ones too; returns its removal. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Loads the menu from the file or the URL; attempts wait for each other. Never rejects. */
  refresh(): Promise<void> {
    const { file, url } = this.config.menu;
    this.pending = this.pending.then(async () => {
      await (url === null
        ? this.take('file', () => readMenu(file))
        : this.take('url', () => downloadMenu(url, this.etag)));
      this.tellListeners();
    });
    return this.pending;
  }

  /** @param read gives null when the menu has not changed. */
  private async take(source: Source, read: () => Promise<DownloadedMenu | null>): Promise<void> {
    try {
      const found = await read();
      if (found !== null && found.text !== this.text) {
        const parsed = parseMenu(found.text);
        if (!parsed.ok) return this.refuse(source, parsed.faults);
        const { menu } = parsed;
        const faults = await this.acceptance.faultsOf(menu);
        if (faults.length > 0) return this.refuse(source, faults);
        const onSale = menuOnSale(menu, this.saleTerms);
        this.loaded = { menu, onSale, search: new MenuSearch(menu), loadedAt: new Date() };
        this.text = found.text;
        this.reported = null;
        this.logger.log('Menu loaded', { source, items: menu.items.length });
        if (source === 'url') await this.keepCopy(found.text);
      }
      // The tag of a menu with faults is not kept, so that the next attempt refuses it again.
      if (found !== null) this.etag = found.etag;
      // A copy or a file instead of the URL's answer leaves the URL's error in the status.
      if (source === 'url' || this.config.menu.url === null) this.lastError = null;
    } catch (error) {
      this.refuse(source, [errorText(error)]);
    }
  }

  private tellListeners(): void {
    for (const listener of this.listeners) {
      try {
        listener();
      } catch (error) {
        this.logger.error('Menu listener failed', errorFields(error));
      }
    }
  }

  private refuse(source: Source, faults: readonly string[]): void {
    const name = this.nameOf(source);
    const lines = faults.map((fault) => `${name}: ${fault}`);
    const earlier = this.loaded || this.lastError === null ? [] : [this.lastError];
    this.lastError = [...earlier, ...lines].join('\n');
    // At boot the faults are reported once it is known whether they end the start.
    if (this.loaded) this.report(source, lines);
  }

  /** Once: one change of a file is noticed more than once, and a URL is asked again and again. */
  private report(source: Source, faults: readonly string[]): void {
    const text = faults.join('\n');
    if (text !== this.reported) this.logger.error('Menu not accepted', { source, faults });
    this.reported = text;
  }

  /** Writes a new file and renames it, so that a crash leaves the old copy or the new one. */
  private async keepCopy(text: string): Promise<void> {
    try {
      await mkdir(this.config.storage.dataDir, { recursive: true });
      await writeFile(this.draftPath, text, { mode: PRIVATE_FILE });
      await rename(this.draftPath, this.copyPath);
    } catch (error) {
      await rm(this.draftPath, { force: true }).catch(() => undefined);
      this.logger.warn('Menu copy not written', { reason: errorKind(error) });
    }
  }

  private get copyPath(): string {
    return join(this.config.storage.dataDir, COPY_NAME);
  }

  private get draftPath(): string {
    return `${this.copyPath}.tmp`;
  }

  /** The source's name for operators, without the URL, which may hold a secret. */
  private nameOf(source: Source): string {
    switch (source) {
      case 'file':
        return `MENU_FILE ${this.config.menu.file}`;
      case 'copy':
        return `last good copy ${this.copyPath}`;
      case 'url':
        return 'MENU_URL';
    }
  }

  private get ready(): Loaded {
    if (!this.loaded) throw new Error('The menu is read before it is loaded');
    return this.loaded;
  }
}

type Source = 'file' | 'url' | 'copy';

/**
 * Reads a menu from a file.
 *
 * @throws Error when it cannot be read, is larger than `MENU_MAX_BYTES` or not in UTF-8.
 */
export async function readMenu(path: string): Promise<DownloadedMenu> {
  const { size } = await stat(path);
  if (size > MENU_MAX_BYTES) throw new Error(`${path} is larger than ${MENU_MAX_BYTES} bytes`);
  const text = utf8Text(await readFile(path));
  if (text === null) throw new Error(`${path} is not in UTF-8`);
  return { text, etag: null };
}
