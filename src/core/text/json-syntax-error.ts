/** The codes of syntax errors in JSON, as the parser of JSON with comments names them. */
const SENTENCES: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word that is not true, false or null',
  InvalidNumberFormat: 'a number in another form than that of JSON',
  PropertyNameExpected: 'the name of a member in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected after the name of a member',
  CommaExpected: 'a comma is expected between two members or values',
  CloseBraceExpected: 'a closing brace } is expected',
  CloseBracketExpected: 'a closing bracket ] is expected',
  EndOfFileExpected: 'the text goes on after the end of the document',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'a comment does not end',
  UnexpectedEndOfString: 'a text has no closing double quote',
  UnexpectedEndOfNumber: 'a number ends too early',
  InvalidUnicode: 'four hexadecimal digits are expected after \\u',
  InvalidEscapeCharacter: 'a backslash is followed by a character that it cannot escape',
  InvalidCharacter: 'a control character, which a text can only contain as an escape such as \\n',
};

/** A syntax error in JSON as words, by the code of the parser; a code that is not known is its own word. */
export function describeSyntaxError(code: string): string {
  return SENTENCES[code] ?? code;
}
