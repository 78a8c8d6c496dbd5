import { createHash } from 'node:crypto';
import * as api from '../api/dashboard.ts';
import { remember } from '../core/remember.ts';
import { type Operation, operation } from './serving/operation.ts';

/** The page contains no data: it asks the user for a key, and calls the API with it. */
export const getDashboard = operation(api.getDashboard).by(async (_, { dashboard }) => {
  const page = await dashboard.read();
  return {
    status: 200,
    headers: {
      'content-security-policy': policyOf(page),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    },
    body: page,
  };
});

/** The operations on the web page. */
export const DASHBOARD: readonly Operation[] = [getDashboard];

/**
 * The Content-Security-Policy of the page: only its own script and style, by their hashes, and requests to this app. Trusted
 * types are required and no policy for them exists, so foreign text can never become markup or script.
 */
const policyOf = remember((page: string) => {
  const directives = [
    "default-src 'none'",
    `script-src ${hashes(page, /<script[^>]*>(.*?)<\/script>/gs)}`,
    `style-src ${hashes(page, /<style>(.*?)<\/style>/gs)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return directives.join('; ');
}, 1);

function hashes(page: string, element: RegExp): string {
  const texts = [...page.matchAll(element)].map(([, text = '']) => text);
  return texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
}
