import { remember } from '../../../core/remember.ts';

/** Does a link to the next page of a list lead to the service that has sent it? No other is followed: it would get the credentials. */
export function isOwnLink(link: string, endpoint: string): boolean {
  const own = originOf(endpoint);
  return link.startsWith(`${own}/`) || URL.parse(link)?.origin === own;
}

/** There are few endpoints, and many pages from each. */
const originOf = remember((endpoint: string) => new URL(endpoint).origin, 100);
