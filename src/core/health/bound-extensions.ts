import { asciiBeginning, asciiJson } from '../text/ascii-json.ts';
import type { ExtensionHealth, ExtensionStatus } from './extension.ts';

/**
 * A node has a handful of extensions; more are ignored. The summary and the changes of so many fit in the four properties of 32,000
 * characters that each has: an extension takes up to 3,500, of which its message takes 2,000 and its names 1,200.
 */
const MOST_EXTENSIONS = 32;
const MOST_STATUSES = 20;
const LONGEST_TEXT = 2_000;
const LONGEST_NAME = 200;
const LARGEST_SETTINGS = 20_000;
/** A table entity holds 1 MiB, which is half as many characters, and must also hold the summary and the changes. */
const LARGEST_NODE = 200_000;

/**
 * Bounds what is stored of a node's answer. An attacker on a node can report anything: the answer of one node must neither fill
 * a table nor block the others. Omitted parts are marked.
 */
export function boundExtensions(extensions: readonly ExtensionHealth[]): readonly ExtensionHealth[] {
  let room = LARGEST_NODE;
  return extensions.slice(0, MOST_EXTENSIONS).map((extension) => {
    const bounded = boundExtension(extension);
    const size = asciiJson(bounded).length;
    room -= size;
    return room >= 0 ? bounded : withoutDetails(bounded);
  });
}

function boundExtension(extension: ExtensionHealth): ExtensionHealth {
  const { name, otherName, publisher, type, version, message, statuses, subStatuses, settings } = extension;
  const isLarge = asciiJson(settings).length > LARGEST_SETTINGS;
  return {
    ...extension,
    name: shortened(name, LONGEST_NAME),
    otherName: otherName && shortened(otherName, LONGEST_NAME),
    publisher: publisher && shortened(publisher, LONGEST_NAME),
    type: type && shortened(type, LONGEST_NAME),
    version: version && shortened(version, LONGEST_NAME),
    message: shortened(message, LONGEST_TEXT),
    statuses: statuses.slice(0, MOST_STATUSES).map(boundStatus),
    subStatuses: subStatuses.slice(0, MOST_STATUSES).map(boundStatus),
    ...(isLarge && { settings: {}, settingsFault: 'the settings are too large to be kept' }),
  };
}

function boundStatus({ code, level, display, message, time }: ExtensionStatus): ExtensionStatus {
  return {
    code: code && shortened(code, LONGEST_NAME),
    level,
    display: display && shortened(display, LONGEST_NAME),
    message: message && shortened(message, LONGEST_TEXT),
    time: time && shortened(time, LONGEST_NAME),
  };
}

/** State and level stay, because the verdict depends on them. */
function withoutDetails(extension: ExtensionHealth): ExtensionHealth {
  const message = shortened(extension.message, LONGEST_NAME);
  return { ...extension, message, statuses: [], subStatuses: [], settings: {}, settingsFault: undefined };
}

/** Shortens a text that is longer as JSON in ASCII, the form in which it is kept. */
function shortened(text: string, most: number): string {
  const beginning = asciiBeginning(text, most);
  return beginning.length === text.length ? text : `${beginning}… (${text.length} characters)`;
}
