import type { IncomingMessage } from 'node:http';
import { strangerSign } from './local-request.js';

interface Asked {
  readonly address?: string;
  readonly httpVersion?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const sign = ({ address = '127.0.0.1', httpVersion = '1.1', headers = {} }: Asked) =>
  strangerSign({
    socket: { remoteAddress: address },
    httpVersion,
    headers: { host: 'localhost:6001', ...headers },
  } as unknown as IncomingMessage);

describe('A request of this machine', () => {
  it.each<Asked>([
    {},
    { address: '::1' },
    { address: '::ffff:127.0.0.1' },
    { address: '127.8.9.10' },
    { headers: { host: 'LOCALHOST' } },
    { headers: { host: '127.0.0.1:6001' } },
    { headers: { host: '[::1]:6001' } },
    { headers: { origin: 'http://localhost:6001', 'sec-fetch-site': 'same-origin' } },
    { headers: { origin: 'https://127.0.0.1:3000', 'sec-fetch-site': 'same-site' } },
    { headers: { origin: 'http://[::1]' } },
    { headers: { 'sec-fetch-site': 'none' } },
  ])('has no sign of a stranger: %j', (asked) => {
    expect(sign(asked)).toBeNull();
  });

  it.each(['192.168.1.7', '2001:db8::1', '::ffff:10.0.0.1', '', 'localhost'])(
    'is not one from the address %j',
    (address) => {
      expect(sign({ address })).toBe('address');
    },
  );

  it.each([
    'Forwarded',
    'Via',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'X-Forwarded',
    'X-Real-IP',
    'X-Client-IP',
    'X-Cluster-Client-Ip',
    'True-Client-IP',
    'Fly-Client-IP',
    'X-Azure-ClientIP',
    'CF-Connecting-IP',
    'CDN-Loop',
    'X-Original-Forwarded-For',
    'X-Envoy-External-Address',
  ])('is not one that came by a proxy: %s', (name) => {
    expect(sign({ headers: { [name.toLowerCase()]: '127.0.0.1' } })).toBe('proxy');
  });

  it("is not one in the protocol of nginx's defaults", () => {
    expect(sign({ httpVersion: '1.0' })).toBe('proxy');
  });

  it.each([
    '',
    'evil.example',
    'localhost.evil.example',
    'evil-localhost',
    '127.0.0.1.evil.example',
    'user@localhost',
    'localhost:6001@evil.example',
    '0.0.0.0',
    '[::ffff:1.2.3.4]',
  ])('is not one for the host %j', (host) => {
    expect(sign({ headers: { host } })).toBe('host');
  });

  it.each([
    'null',
    '',
    'http://evil.example',
    'https://localhost.evil.example',
    'http://evil.example://localhost',
    'http://localhost@evil.example',
    'http://localhost://evil.example',
    'http://localhost evil.example',
    'file://',
    'chrome-extension://abc',
  ])('is not one of a page of %j', (origin) => {
    expect(sign({ headers: { origin } })).toBe('origin');
  });

  it('is not one that another site makes', () => {
    expect(sign({ headers: { 'sec-fetch-site': 'cross-site' } })).toBe('site');
  });
});
