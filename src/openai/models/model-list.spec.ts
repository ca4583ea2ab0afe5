import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchModelList, readModelList } from './model-list.js';

describe('The list of models', () => {
  it('has the day of their end', () => {
    const data = [
      { id: 'a', shutdown_date: '2027-01-06' },
      { id: 'b', shutdown_date: null },
      { id: 'c' },
      { id: 'd', shutdown_date: '2027-01-06T00:00:00Z' },
    ];
    const { ends, dated } = readModelList(JSON.stringify({ object: 'list', data }));
    expect([...ends]).toEqual([
      ['a', '2027-01-06'],
      ['b', null],
      ['c', null],
      ['d', '2027-01-06'],
    ]);
    expect(dated).toBe(true);
  });

  it('is undated where no entry has the field', () => {
    expect(readModelList('{"data":[{"id":"llama"}]}').dated).toBe(false);
    expect(readModelList('{"data":[]}').dated).toBe(false);
  });

  it.each([[null], [7], ['soon'], [{}], [{ id: 7 }], [[]]])('passes over the entry %j', (odd) => {
    const { ends } = readModelList(JSON.stringify({ data: [odd, { id: 'a' }] }));
    expect([...ends.keys()]).toEqual(['a']);
  });

  it.each([7, true, '', 'soon', '2027-13-40', '06.01.2027', {}, []])(
    'takes the date %j for none',
    (date) => {
      const { ends } = readModelList(JSON.stringify({ data: [{ id: 'a', shutdown_date: date }] }));
      expect(ends.get('a')).toBeNull();
    },
  );

  it.each(['', '<html></html>', 'null', '[]', '7', '{}', '{"data":{}}', '{"data":[', '"data"'])(
    'is not read from %j',
    (text) => {
      expect(() => readModelList(text)).toThrow('not_a_list');
    },
  );
});

describe('A service that is asked for its models', () => {
  let server: Server;
  const never = new AbortController().signal;

  async function serve(answer: RequestListener): Promise<string> {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is asked with the key', async () => {
    const asked: unknown[] = [];
    const url = await serve(({ url: path, headers: { authorization } }, response) => {
      asked.push([path, authorization]);
      response.end('{"data":[{"id":"a"}]}');
    });
    expect([...(await fetchModelList(url, 'sk-1', never)).ends.keys()]).toEqual(['a']);
    expect(asked).toEqual([['/v1/models', 'Bearer sk-1']]);
  });

  it.each([401, 403, 404, 429, 500, 503])('may answer %d', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end('{"error":{}}'));
    await expect(fetchModelList(url, 'sk-1', never)).rejects.toMatchObject({
      code: `http_${status}`,
    });
  });

  it('may send something else', async () => {
    const url = await serve((_, response) => response.end('<html>Welcome</html>'));
    await expect(fetchModelList(url, 'sk-1', never)).rejects.toMatchObject({ code: 'not_a_list' });
  });

  it.each<[string, RequestListener]>([
    ['never answer', () => undefined],
    ['stop in the middle', (_, response) => response.write('{"data":[')],
  ])('may %s', async (_what, answer) => {
    const url = await serve(answer);
    await expect(fetchModelList(url, 'sk-1', never, 100)).rejects.toMatchObject({
      code: 'timeout',
    });
  });

  it('may send without end', async () => {
    const url = await serve((_, response) => {
      const more = (): void => {
        while (response.write(' '.repeat(65_536))) continue;
        response.once('drain', more);
      };
      more();
    });
    await expect(fetchModelList(url, 'sk-1', never)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('may not be there', async () => {
    const url = await serve(() => undefined);
    server.close();
    await expect(fetchModelList(url, 'sk-1', never)).rejects.toMatchObject({ code: 'connection' });
  });

  it('is not waited for any longer when the process ends', async () => {
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    await expect(fetchModelList(url, 'sk-1', stop.signal)).rejects.toMatchObject({
      code: 'connection',
    });
  });
});
