import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for 127.0.0.1 that nobody but its maker vouches for. */
export interface SelfSigned {
  /** Files in PEM. */
  readonly certificate: string;
  readonly key: string;
  /** The certificate as text, for clients that shall trust it. */
  readonly text: string;
  remove(): void;
}

/** Makes a certificate with the `openssl` of the machine; it is good for a day. */
export function selfSigned(): SelfSigned {
  const folder = mkdtempSync(join(tmpdir(), 'lamplighter-tls-'));
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return {
    certificate,
    key,
    text: readFileSync(certificate, 'utf8'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A token that says whom it is for; the emulator does not check who signed it. */
export function tokenFor(audience: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ aud: audience, exp: Math.floor(Date.now() / 1000) + 3600 })}.`;
}
