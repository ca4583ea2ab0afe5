import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Ajv } from 'ajv';
import { loadVoiceScript } from '../../src/config/voice-script.js';
import { parseMenu } from '../../src/menu/catalogue/parse-menu.js';
import type {
  VoiceSessionListener,
  VoiceSessionRequest,
} from '../../src/realtime/voice-provider.js';
import { GetParkingTool } from './get-parking.tool.js';
import { serveMenu } from './menu-server.js';
import { ParrotProvider } from './parrot.provider.js';

const DOCUMENT = readFileSync('docs/extend.md', 'utf8');

/** A program without the folders of its imports, which are others in its final place. */
const program = (text: string): string =>
  text
    .replaceAll(/ from '[^']*\/([^/']+)'/g, " from '$1'")
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('docs/extend.md', () => {
  it.each(['get-parking.tool.ts', 'parrot.provider.ts', 'menu-server.ts'])(
    'has the program that is tried here: %s',
    (file) => {
      const shown = [...DOCUMENT.matchAll(/```ts\n(.*?)```/gs)].map(([, text = '']) =>
        program(text),
      );
      expect(shown).toContain(program(readFileSync(join('test/extend', file), 'utf8')));
    },
  );

  it('has a tool that models can call', () => {
    const { parameters, ...tool } = new GetParkingTool();
    const takes = new Ajv().compile(parameters);
    expect([takes({ for: 'pickup' }), takes({ for: 'free' }), takes({})]).toEqual([
      true,
      false,
      false,
    ]);
    expect(tool.name).toMatch(/^[a-z_]+$/);
    expect(new GetParkingTool().run({ for: 'dinner' })).toEqual({
      result: { ok: true, place: 'behind the house' },
    });
  });

  it('has a provider whose session is ready and speaks, and is probed', async () => {
    const provider = new ParrotProvider();
    await provider.probe();
    const listener = { ready: jest.fn(), audio: jest.fn() };
    const session = provider.open(
      {} as VoiceSessionRequest,
      listener as unknown as VoiceSessionListener,
    );
    await Promise.resolve();
    expect([listener.ready.mock.calls.length, session.state]).toEqual([1, 'ready']);
    session.hear('/w==', 20);
    session.close();
    session.hear('/w==', 20);
    expect(listener.audio.mock.calls).toEqual([['echo', '/w==', 20]]);
  });

  it('has a menu source whose menu is taken', async () => {
    const { business } = JSON.parse(readFileSync('data/menu.json', 'utf8')) as { business: object };
    const server = serveMenu({ business }, () => [
      { code: '17', text: 'Lasagna', about: 'With ragù.', price: '12.50' },
    ]);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const parsed = parseMenu(await (await fetch(`http://127.0.0.1:${port}`)).text());
      expect(parsed).toEqual({ ok: true, menu: expect.anything() });
    } finally {
      server.close();
    }
  });

  it('has a voice file of another language that can be used', () => {
    const [, text = ''] = /```json\n(.*?)```/s.exec(DOCUMENT) ?? [];
    const shipped = JSON.parse(readFileSync('data/voice.json', 'utf8')) as object;
    const folder = mkdtempSync(join(tmpdir(), 'voiceplate-extend-'));
    try {
      const file = join(folder, 'voice.it.json');
      const own = JSON.parse(text) as object;
      writeFileSync(file, JSON.stringify({ ...shipped, otherVoiceFile: undefined, ...own }));
      expect(loadVoiceScript(file)).toMatchObject({ language: 'it-IT', callerLanguages: ['it'] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names files that are there', () => {
    const files = [...DOCUMENT.matchAll(/`((?:src|data|test)\/[\w./-]+)`/g)].map(
      ([, file = '']) => file,
    );
    expect(files.length).toBeGreaterThan(12);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});
