import { HttpRequest } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/http/operations.ts';
import { answerUnknownRoute } from '../../src/http/unknown-route.ts';

function ask(method: 'GET' | 'POST' | 'DELETE', path: string) {
  const request = new HttpRequest({ method, url: `http://127.0.0.1:7071${path}` });
  const { status, headers, body } = answerUnknownRoute(request, OPERATIONS, 'invocation');
  const problem = typeof body === 'string' ? (JSON.parse(body) as { readonly code: string }) : undefined;
  return { status, headers: headers as Readonly<Record<string, string>>, code: problem?.code };
}

describe('an address that no operation has', () => {
  it.each(['/api/pool', '/api/accounts/demo/pool', '/api/schedules/a/b/c', '/api/%2e%2e/x', '/api//schedules'])(
    '%s is a problem',
    (path) => {
      const { status, headers, code } = ask('GET', path);
      expect([status, code]).toEqual([404, 'RouteNotFound']);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it('is told which methods it takes', () => {
    const { status, headers, code } = ask('POST', '/api/schedules/office-hours');
    expect([status, code, headers['allow']]).toEqual([405, 'MethodNotAllowed', 'DELETE, GET, PUT']);
    expect(ask('DELETE', '/api/Health')).toMatchObject({ status: 405, headers: { allow: 'GET' } });
  });

  it.each(['/api', '/api/'])('%s leads to the description', (path) => {
    expect(ask('GET', path)).toMatchObject({ status: 302, headers: { location: '/api/openapi.json' } });
  });
});
