/**
 * The text of a calendar with its folded lines joined. "Implementations need to unfold lines in such a way to properly restore
 * the original sequence" (https://datatracker.ietf.org/doc/html/rfc5545#section-3.1): a line may be folded between the octets
 * of one character, so octets are unfolded before they are decoded as UTF-8. UTF-16 is recognized by its byte order mark.
 */
export function decodeCalendar(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(unfolded(bytes));
}

const [TAB, LINE_FEED, RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];

function unfolded(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const folded = foldAt(bytes, index);
    // A fold may directly follow another.
    if (folded > 0) index += folded - 1;
    else kept[length++] = bytes[index] ?? 0;
  }
  return kept.subarray(0, length);
}

/** The number of octets of a fold at a position: a line break and a space or tab; 0 if there is none. */
function foldAt(bytes: Uint8Array, index: number): number {
  const end = bytes[index] === RETURN ? index + 1 : index;
  const next = bytes[end + 1];
  return bytes[end] === LINE_FEED && (next === SPACE || next === TAB) ? end + 2 - index : 0;
}
