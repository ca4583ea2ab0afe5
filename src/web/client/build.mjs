/**
 * Bundles the pages into `dist/web/public`: one entry a page, shared code in chunks, a hash in
 * each name, compressed beside. `pages.json` names the files of each page. With `--clean` all of
 * `dist` is removed first; with `--watch` it goes on for as long as sources change.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { context } from 'esbuild';

const CLIENT = import.meta.dirname;
const ROOT = join(CLIENT, '../../..');
const PUBLIC = join(ROOT, 'dist/web/public');
const PAGES = join(CLIENT, 'pages');
/** Modules that a page loads by their address: audio worklets. */
const WORKLET = /\.worklet\.ts$/;

/** Whether a file of a page is bundled by itself. */
function isEntry(file) {
  return file === 'main.tsx' || WORKLET.test(file);
}

/** Writes what esbuild has made, so that names are known and nothing old stays. */
const output = {
  name: 'output',
  setup(build) {
    build.onEnd(async ({ errors, outputFiles = [], metafile }) => {
      if (errors.length > 0 || metafile === undefined) return;
      await rm(PUBLIC, { recursive: true, force: true });
      await mkdir(PUBLIC, { recursive: true });
      await Promise.all(outputFiles.map(({ path, contents }) => write(basename(path), contents)));
      await writeFile(join(PUBLIC, 'pages.json'), JSON.stringify(pagesOf(metafile)));
    });
  },
};

async function write(name, contents) {
  await writeFile(join(PUBLIC, name), contents);
  if (!/\.(css|js|svg)$/.test(name)) return;
  await writeFile(join(PUBLIC, `${name}.br`), await promisify(brotliCompress)(contents));
  await writeFile(join(PUBLIC, `${name}.gz`), await promisify(gzip)(contents));
}

/** Fills `recordings/addresses.ts` with the recordings beside it, by their names. */
const recordings = {
  name: 'recordings',
  setup(build) {
    build.onLoad({ filter: /\/recordings\/addresses\.ts$/ }, async ({ path }) => {
      const files = (await readdir(dirname(path))).filter((file) => file.endsWith('.ulaw'));
      const imports = files.map((file, index) => `import r${index} from './${file}';`);
      const entries = files.map((file, index) => `'${basename(file, '.ulaw')}': r${index},`);
      return {
        contents: `${imports.join('\n')}\nexport const RECORDINGS = {${entries.join('\n')}};`,
        resolveDir: dirname(path),
        watchDirs: [dirname(path)],
      };
    });
  },
};

/** The script, the styles and the worklet of each page. */
function pagesOf({ outputs }) {
  const pages = {};
  for (const [path, { entryPoint, cssBundle }] of Object.entries(outputs)) {
    const [, page, file] = /client\/pages\/([\w-]+)\/(.*)$/.exec(entryPoint ?? '') ?? [];
    if (page === undefined || !isEntry(file)) continue;
    const own = WORKLET.test(file)
      ? { worklet: basename(path) }
      : {
          scripts: [basename(path)],
          styles: cssBundle === undefined ? [] : [basename(cssBundle)],
        };
    pages[page] = { ...pages[page], ...own };
  }
  return pages;
}

if (process.argv.includes('--clean'))
  await rm(join(ROOT, 'dist'), { recursive: true, force: true });

const pages = await readdir(PAGES);
const entries = await Promise.all(
  pages.map(async (page) => {
    const folder = join(PAGES, page);
    const files = await readdir(folder, { recursive: true });
    return files.filter(isEntry).map((file) => join(folder, file));
  }),
);
const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
const bundler = await context({
  absWorkingDir: ROOT,
  entryPoints: entries.flat().map((file) => {
    const name = relative(PAGES, file)
      .replaceAll('/', '-')
      .replace(/(-main)?\.tsx?$/, '');
    return { in: file, out: name };
  }),
  outdir: PUBLIC,
  entryNames: '[name]-[hash]',
  chunkNames: 'shared-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['chrome111', 'firefox115', 'safari16.4'],
  minify: true,
  legalComments: 'eof',
  metafile: true,
  write: false,
  tsconfig: join(CLIENT, 'tsconfig.json'),
  loader: { '.svg': 'file', '.ulaw': 'file', '.wav': 'file' },
  publicPath: '/assets',
  define: { VERSION: JSON.stringify(version) },
  logLevel: 'warning',
  plugins: [recordings, output],
});
if (process.argv.includes('--watch')) {
  await bundler.watch();
} else {
  await bundler.rebuild();
  await bundler.dispose();
}
