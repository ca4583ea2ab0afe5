/**
 * An oxlint plugin with one rule: a file of a room imports only its own room and those that
 * `rooms.json` allows it, types included; pages and server nothing of each other. Files directly in `src` may import every room; nothing
 * in `src` imports `test`, but specs the doubles.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const ROOMS = JSON.parse(readFileSync(new URL('rooms.json', import.meta.url), 'utf8'));

/** Code of browsers: it and the server know each other by HTTP alone. */
const CLIENT = 'src/web/client/';

/** What specs in `src` may import of `test`. */
const DOUBLES = 'test/support/doubles/';

/**
 * What is wrong with an import; null when it is allowed.
 *
 * @param {string} file path of the importing file, from the project's folder.
 * @param {string} specifier what it imports.
 * @returns {string | null}
 */
export function faultOf(file, specifier) {
  if (!specifier.startsWith('.')) return null;
  const [top, room, ...rest] = file.split('/');
  if (top !== 'src' || rest.length === 0) return null;
  const path = join(dirname(file), specifier).split(sep);
  const [targetTop, target] = path;
  if (targetTop !== 'src') {
    const double = file.endsWith('.spec.ts') && path.join('/').startsWith(DOUBLES);
    return double ? null : 'src may not import what lies outside of it.';
  }
  if (file.startsWith(CLIENT) !== `${path.join('/')}/`.startsWith(CLIENT)) {
    return 'The pages and the server import nothing of each other.';
  }
  if (target === room) return null;
  const allowed = ROOMS[room]?.mayImport ?? [];
  if (allowed.includes(target)) return null;
  const list = allowed.length > 0 ? allowed.join(', ') : 'no other room';
  return `src/${room} may import only: ${list} (test/lint/rooms.json).`;
}

const mayImport = {
  create(context) {
    const file = relative(ROOT, context.filename).split(sep).join('/');
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const message = faultOf(file, specifier);
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

/** Named as oxlint wants a plugin. */
export default { meta: { name: 'rooms' }, rules: { 'may-import': mayImport } };
