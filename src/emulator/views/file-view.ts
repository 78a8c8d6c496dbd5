import { Temporal } from 'temporal-polyfill';
import type { WireNodeFile } from '../../wire/node-file.ts';
import type { Answer } from '../http/operation.ts';
import type { EmulatedFile } from '../world/files.ts';
import { toHttpDate } from '../world/wire-time.ts';

// The mode of a file on Linux that its owner may read and write.
const FILE_MODE = '0x00008180';

/** A file as lists show it; `folder` is the address of its list. */
export function toWireFile({ name, isDirectory, lastModified, content }: EmulatedFile, folder: string): WireNodeFile {
  const properties = {
    lastModified,
    contentLength: Buffer.byteLength(content),
    contentType: 'text/plain',
    fileMode: FILE_MODE,
  };
  return { name, url: `${folder}/${name}`, isDirectory, ...(!isDirectory && { properties }) };
}

/**
 * The content of a file or, if `withContent` is false, only the headers about it. A range has the form `ocp-range: bytes=0-99`.
 */
export function fileAnswer(
  { name, isDirectory, lastModified, content }: EmulatedFile,
  {
    folder,
    range,
    withContent,
  }: { readonly folder: string; readonly range: string | undefined; readonly withContent: boolean },
): Answer {
  const modified = Temporal.Instant.from(lastModified);
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const bytes = Buffer.from(content);
  const part = first === undefined ? bytes : bytes.subarray(Number(first), last === '' ? undefined : Number(last) + 1);
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(part.length),
      'last-modified': toHttpDate(modified),
      'ocp-creation-time': toHttpDate(modified),
      'ocp-batch-file-isdirectory': String(isDirectory),
      'ocp-batch-file-mode': FILE_MODE,
      'ocp-batch-file-url': `${folder}/${name}`,
    },
    ...(withContent && { text: part.toString() }),
  };
}
