import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultOf } from './rooms-plugin.js';

interface Room {
  readonly owns: string;
  readonly mayImport: readonly string[];
}

const ROOMS = JSON.parse(readFileSync(join(import.meta.dirname, 'rooms.json'), 'utf8')) as Readonly<
  Record<string, Room>
>;

const folders = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Lines of a room's sources, specs left out. */
function linesOf(room: string): number {
  return readdirSync(join('src', room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join('src', room, file), 'utf8').split('\n').length)
    .reduce((sum, lines) => sum + lines, 0);
}

describe('The table of rooms', () => {
  it('has an entry for every folder of src and for nothing else', () => {
    expect(Object.keys(ROOMS).toSorted()).toEqual(folders.toSorted());
  });

  it('lets imports point one way only', () => {
    const seen: string[] = [];
    for (const [room, { mayImport }] of Object.entries(ROOMS)) {
      expect(mayImport.filter((target) => !seen.includes(target))).toEqual([]);
      seen.push(room);
    }
  });

  it('is the table of ARCHITECTURE.md', () => {
    const written = readFileSync('ARCHITECTURE.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `src/'))
      .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | *\|$/g, '').trim()));
    const rows = Object.entries(ROOMS).map(([room, { owns, mayImport }]) => [
      `\`src/${room}\``,
      owns,
      mayImport.join(', ') || '–',
    ]);
    expect(written).toEqual(rows);
  });

  it('leaves no room with more than a fifth of the source', () => {
    const sizes = folders.map((room) => ({ room, lines: linesOf(room) }));
    const all = sizes.reduce((sum, { lines }) => sum + lines, 0);
    expect(sizes.filter(({ lines }) => lines > all / 5)).toEqual([]);
  });
});

describe('The rule rooms/may-import', () => {
  it.each([
    ['src/audio/mulaw.ts', '../common/mask.js'],
    ['src/audio/mulaw.ts', './wav.js'],
    ['src/calls/session/call-session.ts', '../call/call.js'],
    ['src/calls/session/call-session.ts', '../../menu/tools/tool.js'],
    ['src/app.module.ts', './health/health.module.js'],
    ['test/demo.ts', '../src/calls/calls.module.js'],
    ['src/menu/menu.module.ts', '@nestjs/common'],
    ['src/menu/menu.spec.ts', '../../test/support/doubles/stand-in.js'],
    ['src/web/client/pages/kitchen/main.tsx', '../../ui/shell.js'],
    ['src/web/web.module.ts', '../ops/ops.module.js'],
  ])('allows %s to import %s', (file, specifier) => {
    expect(faultOf(file, specifier)).toBeNull();
  });

  it.each([
    ['src/common/mask.ts', '../ops/metrics.js', 'src/common may import only: no other room'],
    ['src/menu/menu.service.ts', '../ivr/ivr.service.js', 'src/menu may import only: orders'],
    ['src/menu/tools/tool.ts', '../../calls/call/call.js', 'src/menu may import only: orders'],
    ['src/realtime/realtime.module.ts', '../twilio/twiml.js', 'src/realtime may import only'],
    ['src/calls/calls.module.ts', '../app.module.js', 'src/calls may import only'],
    ['src/health/health.module.ts', '../../test/demo.js', 'outside of it'],
    ['src/menu/menu.service.ts', '../../test/support/doubles/stand-in.js', 'outside of it'],
    ['src/menu/menu.spec.ts', '../../test/support/line.js', 'outside of it'],
    ['src/web/client/live/api.ts', '../../../ops/problem.js', 'nothing of each other'],
    ['src/web/client/live/api.ts', '../../page-assets.js', 'nothing of each other'],
    ['src/web/web.module.ts', './client/live/api.js', 'nothing of each other'],
  ])('refuses %s the import of %s', (file, specifier, words) => {
    expect(faultOf(file, specifier)).toContain(words);
  });
});
