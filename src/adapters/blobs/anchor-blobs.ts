import type { ContainerClient, RestError } from '@azure/storage-blob';
import { fromAnchorLine, furthestOf, toAnchorLine } from '../../ports/anchor-line.ts';
import type { Anchor, AuditAnchors, FurthestAnchor } from '../../ports/audit-anchors.ts';
import { linesOf } from '../../ports/lines.ts';
import { reachingBlob } from './blob-container.ts';
import { listBlobs } from './list-blobs.ts';

/** The container of anchors. The name is a contract: an immutability policy is set on it. */
export const ANCHOR_CONTAINER = 'lamplighter-audit-anchors';

/**
 * The most lines of one append: "each block in an append blob can be a different size, up to a maximum of 4 MiB", and a line
 * has some 200 bytes.
 * https://learn.microsoft.com/rest/api/storageservices/append-block
 */
const LINES_A_BLOCK = 10_000;

/** Anchors, an append blob of JSON Lines for each month. */
export function anchorBlobs(open: () => Promise<ContainerClient>): AuditAnchors {
  const using = <Result>(name: string, operation: (container: ContainerClient) => Promise<Result>) =>
    reachingBlob(`${ANCHOR_CONTAINER}/${name}`, async () => operation(await open()));
  return {
    add: (month, anchors) =>
      using(nameOf(month), async (container) => {
        const blob = container.getAppendBlobClient(nameOf(month));
        // Under an immutability policy only appending is certain to be allowed to a blob that is there.
        if (!(await blob.exists())) {
          await container.createIfNotExists();
          await blob.createIfNotExists();
        }
        for (let first = 0; first < anchors.length; first += LINES_A_BLOCK) {
          const block = Buffer.from(
            anchors
              .slice(first, first + LINES_A_BLOCK)
              .map(toAnchorLine)
              .join(''),
          );
          await blob.appendBlock(block, block.length);
        }
      }),
    furthest: (month) => using(nameOf(month), (container) => read(container, nameOf(month))),
    months: () => using('', monthsIn),
  };
}

async function monthsIn(container: ContainerClient): Promise<readonly string[]> {
  const months: string[] = [];
  for await (const { name } of listBlobs(container)) {
    const [, month] = /^(\d{4}-\d{2})\.jsonl$/.exec(name) ?? [];
    if (month !== undefined) months.push(month);
  }
  return months;
}

async function read(container: ContainerClient, name: string): Promise<ReadonlyMap<string, FurthestAnchor>> {
  try {
    const { readableStreamBody } = await container.getBlobClient(name).download();
    const anchors: Anchor[] = [];
    if (readableStreamBody === undefined) return new Map();
    for await (const line of linesOf(readableStreamBody as AsyncIterable<Uint8Array> & NodeJS.ReadableStream)) {
      const anchor = fromAnchorLine(line);
      if (anchor !== undefined) anchors.push(anchor);
    }
    return furthestOf(anchors);
  } catch (error) {
    if ((error as RestError).statusCode === 404) return new Map();
    throw error;
  }
}

function nameOf(month: string): string {
  return `${month}.jsonl`;
}
