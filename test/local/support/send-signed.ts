import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

/**
 * A sender of Standard Webhooks in a process of its own: signs its standard input with the reference library and sends it.
 * `send-signed.ts URL KEY SECRET ID`; writes the status and the answer as JSON.
 */
const [url = '', key = '', secret = '', id = ''] = process.argv.slice(2);
const body = readFileSync(0, 'utf8');
const at = new Date();
const response = await fetch(url, {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'x-functions-key': key,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  },
  body,
});
process.stdout.write(JSON.stringify({ status: response.status, body: await response.json() }));
