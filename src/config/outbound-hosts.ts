import type { Parsed } from './setting.ts';

/** A host name or IP address, with an optional port. */
const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Accepts a comma-separated list of hosts; empty items are ignored. */
export function parseOutboundHosts(text: string): Parsed<readonly string[]> {
  const hosts = text.split(',').map((host) => host.trim());
  const named = hosts.filter((host) => host !== '');
  return named.every((host) => HOST.test(host)) ? { value: named } : { problems: [] };
}
