import { describe, expect, it } from 'vitest';
import { decodeCalendar } from '../../../src/core/text/decode-calendar.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('decodeCalendar', () => {
  it('puts a line together again that is folded inside a character', () => {
    const whole = utf8('SUMMARY:für alle\r\n');
    const at = whole.indexOf(0xc3) + 1;
    const folded = Uint8Array.from([...whole.slice(0, at), 0x0d, 0x0a, 0x20, ...whole.slice(at)]);
    expect(decodeCalendar(folded)).toBe('SUMMARY:für alle\r\n');
  });

  it.each([
    ['a:b\r\n c\r\n', 'a:bc\r\n'],
    ['a:b\n\tc\n', 'a:bc\n'],
    ['a:b\r\n\r\n c', 'a:b\r\nc'],
    ['a:b\rc', 'a:b\rc'],
    ['', ''],
  ])('reads %j as %j', (text, expected) => expect(decodeCalendar(utf8(text))).toBe(expected));

  it('knows UTF-16 by its byte order mark, either way round', () => {
    const little = new Uint8Array(Buffer.from('\uFEFFBEGIN:VCALENDAR für', 'utf16le'));
    const big = Uint8Array.from(little, (_, index) => little[index ^ 1] ?? 0);
    expect(decodeCalendar(little)).toBe('BEGIN:VCALENDAR für');
    expect(decodeCalendar(big)).toBe('BEGIN:VCALENDAR für');
  });
});
