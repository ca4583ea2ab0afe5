import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { errorFields } from '../common/error-fields.js';

/** Where `npm run build` puts the pages; the same from `dist/web` and from `src/web`. */
const FOLDER = join(import.meta.dirname, '../../dist/web/public');

/** A page by the name of its folder in `client/pages`. */
export type PageName = 'operations' | 'call' | 'kitchen' | 'phone' | 'sign-in';

/** Files of one page, by their addresses. */
export interface PageFiles {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** What the page's audio thread runs. */
  readonly worklet?: string;
}

/** A file as it is sent. */
export interface Asset {
  readonly mediaType: string;
  /** By content coding; `identity` is always there. */
  readonly bytes: ReadonlyMap<string, Buffer>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.svg': 'image/svg+xml',
  '.ulaw': 'audio/basic',
  '.wav': 'audio/wav',
};

/** The codings that files are kept in, by the ending that the build gives them. */
const CODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** The built files of the pages, in memory: about two megabytes, most of them recordings, that are read once. */
@Injectable()
export class PageAssets implements OnModuleInit {
  private readonly logger = new Logger(PageAssets.name);
  private readonly assets = new Map<string, Asset>();
  private pages: Readonly<Partial<Record<PageName, PageFiles>>> = {};

  /** Without built pages the server runs all the same, and says so. */
  async onModuleInit(): Promise<void> {
    try {
      this.pages = JSON.parse(
        await readFile(join(FOLDER, 'pages.json'), 'utf8'),
      ) as typeof this.pages;
      const names = await readdir(FOLDER);
      await Promise.all(
        names.filter((name) => extname(name) in MEDIA_TYPES).map((name) => this.load(name, names)),
      );
    } catch (error) {
      this.logger.warn('No pages: npm run build has not been run', errorFields(error));
    }
  }

  /** Null when there is no such file. */
  find(name: string): Asset | null {
    return this.assets.get(name) ?? null;
  }

  /** Null when the pages are not built. */
  page(name: PageName): PageFiles | null {
    return this.pages[name] ?? null;
  }

  private async load(name: string, names: readonly string[]): Promise<void> {
    const codings = CODINGS.filter(([, ending]) => names.includes(name + ending));
    const files = [['identity', ''] as const, ...codings];
    const bytes = await Promise.all(
      files.map(
        async ([coding, ending]) => [coding, await readFile(join(FOLDER, name + ending))] as const,
      ),
    );
    this.assets.set(name, { mediaType: MEDIA_TYPES[extname(name)] ?? '', bytes: new Map(bytes) });
  }
}
