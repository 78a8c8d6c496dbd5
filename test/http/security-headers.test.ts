import { describe, expect, it } from 'vitest';
import type { Ports } from '../../src/app/ports.ts';
import { withSecurityHeaders } from '../../src/http/security-headers.ts';
import { AppError } from '../../src/ports/errors.ts';
import { operationNamed } from '../support/api-description.ts';
import { type BareHandler, call } from '../support/http-call.ts';

const NO_PORTS = { settings: {} } as Ports;

const EXPECTED = [
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
] as const;

const ANSWERS: readonly (readonly [string, BareHandler])[] = [
  ['with JSON', async () => ({ jsonBody: {} })],
  ['with nothing', async () => ({ status: 204 })],
  ['with a problem', () => Promise.reject(new AppError('PoolNotFound', 'No.'))],
  ['to what nobody foresaw', () => Promise.reject(new Error('No.'))],
];

describe.each(ANSWERS)('an answer %s', (_, handler) => {
  it.each(EXPECTED)('has %s: %s', async (name, value) => {
    expect((await call(handler, NO_PORTS)).headers.get(name)).toBe(value);
  });
});

describe('an answer of the API that anybody gets', () => {
  it.each(EXPECTED)('has %s: %s', async (name, value) => {
    const { headers } = await call(operationNamed('get-openapi'), NO_PORTS);
    expect(headers.get(name)).toBe(value);
  });
});

describe('a page', () => {
  it('says for itself what it may do, however it writes the name of a header', async () => {
    const policy = "default-src 'self'";
    const handler: BareHandler = async () => ({ headers: { 'Content-Security-Policy': policy }, body: '' });
    const { headers } = await call(handler, NO_PORTS);
    expect(headers.get('content-security-policy')).toBe(policy);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('the way back', () => {
  it.each([
    ['https://lamplighter.azurewebsites.net/api/health', 'max-age=31536000'],
    ['http://127.0.0.1:7071/api/health', undefined],
  ])('is https only where somebody came by it: %s', (url, expected) => {
    const headers = withSecurityHeaders({ url }, {}).headers as Readonly<Record<string, string>>;
    expect(headers['strict-transport-security']).toBe(expected);
  });
});
