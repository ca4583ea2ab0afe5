import { once } from 'node:events';
import { jest } from '@jest/globals';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { downloadMenu } from './menu-download.js';

/** A server that answers each path with a redirect to its value, or with a menu. */
async function menuServer(redirects: Readonly<Record<string, string>>) {
  const asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url: path = '', headers }, response) => {
    asked.push({ path, headers });
    const location = redirects[path];
    if (location !== undefined) response.writeHead(302, { location }).end();
    else response.setHeader('etag', '"1"').end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { host: `127.0.0.1:${port}`, asked, close };
}

describe('downloadMenu', () => {
  it.each([
    ['never answers', false],
    ['stops in the middle of the menu', true],
  ])('gives up on a server that %s', async (_, begins) => {
    const server = createServer((_request, response) => {
      if (begins) response.write('{"business":');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(downloadMenu(`http://127.0.0.1:${port}/`, null, 50)).rejects.toThrow(
      'no complete answer within 50 ms',
    );
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('follows redirects, with its credentials as long as the origin is theirs', async () => {
    const other = await menuServer({});
    const server = await menuServer({
      '/menu': '/newer',
      '/newer': `http://mallory:key@${other.host}/copy`,
    });
    const menu = await downloadMenu(`http://ann:secret@${server.host}/menu`, '"0"');
    expect(menu).toEqual({ text: '{}', etag: '"1"' });
    const authorization = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
    expect(server.asked).toMatchObject([
      { path: '/menu', headers: { authorization } },
      { path: '/newer', headers: { authorization } },
    ]);
    expect(other.asked).toMatchObject([{ path: '/copy', headers: { 'if-none-match': '"0"' } }]);
    expect(other.asked[0]?.headers).not.toHaveProperty('authorization');
    await Promise.all([server.close(), other.close()]);
  });

  it('gives up on a server that redirects again and again', async () => {
    const server = await menuServer({ '/menu': '/menu' });
    await expect(downloadMenu(`http://${server.host}/menu`, null)).rejects.toThrow(
      'the server redirects again and again',
    );
    expect(server.asked).toHaveLength(6);
    await server.close();
  });

  it.each([
    ['https://menu.example/', 'http://menu.example/'],
    ['https://menu.example/', 'ftp://menu.example/'],
    ['https://menu.example/', 'file:///etc/passwd'],
    ['http://menu.example/', 'data:application/json,{}'],
    ['http://menu.example/', 'file:///etc/passwd'],
    ['http://menu.example/', 'http://[/'],
  ])('does not follow %s to %s, and names neither', async (address, location) => {
    const fetched = jest
      .spyOn(globalThis, 'fetch')
      .mockResolvedValue(new Response(null, { status: 301, headers: { location } }));
    await expect(downloadMenu(address, null)).rejects.toThrow(
      /^the server redirects to an address that is not followed$/,
    );
    expect(fetched).toHaveBeenCalledTimes(1);
    fetched.mockRestore();
  });

  it('takes a byte order mark for none of the text', async () => {
    const fetched = jest
      .spyOn(globalThis, 'fetch')
      .mockResolvedValue(new Response(Buffer.from('\uFEFF{"name":"Jalapeño"}', 'utf8')));
    const menu = await downloadMenu('https://menu.example/', null);
    expect(menu?.text).toBe('{"name":"Jalapeño"}');
    fetched.mockRestore();
  });

  it.each(['latin1', 'utf16le'] as const)('refuses a menu in %s', async (encoding) => {
    const fetched = jest
      .spyOn(globalThis, 'fetch')
      .mockResolvedValue(new Response(Buffer.from('\u00FE{"name":"Jalapeño"}', encoding)));
    await expect(downloadMenu('https://menu.example/', null)).rejects.toThrow(
      /^the menu is not in UTF-8$/,
    );
    fetched.mockRestore();
  });

  it('follows http to https, and https to https', async () => {
    const redirect = (location: string) =>
      new Response(null, { status: 308, headers: { location } });
    const fetched = jest
      .spyOn(globalThis, 'fetch')
      .mockResolvedValueOnce(redirect('https://menu.example/a'))
      .mockResolvedValueOnce(redirect('https://cdn.example/b'))
      .mockResolvedValueOnce(new Response('{}'));
    expect(await downloadMenu('http://menu.example/', null)).toEqual({ text: '{}', etag: null });
    expect(fetched.mock.calls.map(([url]) => (url instanceof URL ? url.href : url))).toEqual([
      'http://menu.example/',
      'https://menu.example/a',
      'https://cdn.example/b',
    ]);
    fetched.mockRestore();
  });
});
