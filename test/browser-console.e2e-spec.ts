import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { NO_TOKENS } from './support/account.js';
import { Chromium, FOREIGN_SITE } from './support/chromium.js';
import { type Line, startLine } from './support/line.js';

/** The README's stream by hand without its first line, as it says for a browser. */
const [, SNIPPET = ''] =
  /```js\nimport .*?\n(.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? [];

/** The snippet for a server, giving what it prints first. */
function snippet(host: string): string {
  expect(SNIPPET).toContain('ws://localhost:6001/');
  const code = SNIPPET.replace('localhost:6001', host);
  return `new Promise((resolve) => { console.log = (...words) => resolve(words.join(' '));\n${code}})`;
}

/** The same in a frame that has no origin, whose words come by message. */
function sandboxed(host: string): string {
  const page = `<script>${snippet(host)}.then((text) => parent.postMessage(text, '*'))</script>`;
  return `new Promise((resolve) => {
    addEventListener('message', ({ data }) => resolve(data));
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    frame.srcdoc = ${JSON.stringify(page)};
    document.body.append(frame);
  })`;
}

describe("The README's stream by hand in a browser's console", () => {
  let line: Line;
  let chromium: Chromium;
  let site: Server;
  let sitePort: number;
  let ours: string;

  beforeAll(async () => {
    line = await startLine({ brain: () => ({ say: 'Hello.' }), env: NO_TOKENS });
    ours = new URL(line.app.url).port;
    site = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end('<title>Another site</title><p>Hello.');
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    sitePort = (site.address() as AddressInfo).port;
    chromium = await Chromium.start();
  }, 60_000);
  afterAll(async () => {
    await chromium.close();
    site.closeAllConnections();
    site.close();
    await line.close();
  });

  it.each([
    ['localhost', '/health', 'localhost'],
    ['127.0.0.1', '/status', 'localhost'],
    ['localhost', '/docs', '127.0.0.1'],
  ])('hears the greeting on %s%s, for %s', async (host, path, called) => {
    const said = await chromium.evaluate(
      `http://${host}:${ours}${path}`,
      snippet(`${called}:${ours}`),
    );
    expect(JSON.parse(String(said))).toMatchObject({ event: 'media', streamSid: 'MZ1' });
  });

  it('hears it on a page of another server of this machine', async () => {
    const page = `http://localhost:${sitePort}/`;
    expect(await chromium.evaluate(page, snippet(`localhost:${ours}`))).toContain('"media"');
  });

  it("is refused on another site's page, and in a frame of it that has no origin", async () => {
    const page = `http://${FOREIGN_SITE}:${sitePort}/`;
    for (const code of [snippet, sandboxed]) {
      expect(await chromium.evaluate(page, code(`localhost:${ours}`))).toBe('closed 1006');
    }
  });
});
