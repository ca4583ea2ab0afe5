/**
 * Puts the modules that a start loads into few files, in place in `dist`: reading 3,900 modules one
 * by one is most of the time that a start takes. Classes keep their names, which are in logs and
 * errors; what is not bundled is loaded from `node_modules` as before.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

/**
 * Packages that stay outside. `libsql` has a native part, which its thread loads as well. Nest finds
 * `class-validator` and `class-transformer` by name and has to find the ones that our classes are
 * described with. `reflect-metadata` has to run before everything else, and `twilio` is loaded only
 * with credentials, but for two files.
 */
const OUTSIDE = ['libsql', 'class-validator', 'class-transformer', 'reflect-metadata', 'twilio'];

/** What Nest asks for and lives without. */
const OPTIONAL = [
  '@nestjs/microservices',
  '@nestjs/websockets/socket-module',
  '@nestjs/platform-socket.io',
  '@nestjs/platform-fastify',
  '@fastify/static',
];

/**
 * Our modules as they are bundled: they find their files from where they stood before, and have
 * signs beyond ASCII as escapes. esbuild leaves those in patterns as they are, and V8 keeps a file
 * with one of them at two bytes a character.
 */
const ownModules = {
  name: 'own-modules',
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      if (!path.startsWith(`${DIST}/`)) return;
      const contents = await readFile(path, 'utf8');
      const file = relative(DIST, path);
      return {
        contents: contents
          .replaceAll(
            'import.meta.dirname',
            `(import.meta.dirname + ${JSON.stringify(`/${dirname(file)}`)})`,
          )
          .replaceAll('import.meta.url', `new URL(${JSON.stringify(file)}, import.meta.url)`)
          .replaceAll(BEYOND_ASCII, escaped),
        loader: 'js',
      };
    });
  },
};

const BEYOND_ASCII = /[\u0080-\uffff]/g;

/** In texts, patterns and the raw texts that patterns are made of it means the same. */
function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * With `keepNames` esbuild names every function each time it is made, also those that are made for
 * each frame. Only the names of classes matter: they are given once, as a class is made.
 */
const NAME_HELPER = /var __name\s*=\s*\(target,\s*value\)\s*=>[^;]+;/;
const NAMED_CLASS = /static\s*\{\s*__name\(\s*this,\s*("[^"]+")\s*\);?\s*\}/g;

function withClassNames(code) {
  return code
    .replace(NAME_HELPER, 'var __name=(target)=>target;')
    .replace(NAMED_CLASS, 'static{Object.defineProperty(this,"name",{value:$1})}');
}

// Of an earlier build, under other names.
const old = (await readdir(DIST)).filter((file) => file.startsWith('bundle-'));
await Promise.all(old.map((file) => rm(join(DIST, file))));

const result = await build({
  absWorkingDir: ROOT,
  entryPoints: [join(DIST, 'main.js'), join(DIST, 'menu-check.js')],
  outdir: DIST,
  write: false,
  chunkNames: 'bundle-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  keepNames: true,
  legalComments: 'none',
  // The text of every file stays in memory. Lines, so that a stack trace says more than a column.
  minifyWhitespace: true,
  lineLimit: 120,
  external: [...OUTSIDE, ...OPTIONAL],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
  plugins: [ownModules],
});
const written = result.outputFiles.map(({ path, text }) => ({
  path,
  text: path.endsWith('.js') ? withClassNames(text) : text,
}));
const isNamedOtherwise =
  !result.outputFiles.some(({ text }) => NAME_HELPER.test(text)) ||
  written.some(({ path, text }) => path.endsWith('.js') && /__name\(\s*this\b/.test(text));
if (isNamedOtherwise) throw new Error('esbuild names classes in another way than before');
await Promise.all(written.map(({ path, text }) => writeFile(path, text)));
const { inputs, outputs } = result.metafile;
const files = Object.keys(outputs).filter((path) => path.endsWith('.js'));
const counts = `${Object.keys(inputs).length} modules into ${files.length} files`;
process.stdout.write(`Bundled ${counts}\n`);
