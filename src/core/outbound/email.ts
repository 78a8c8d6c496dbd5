/** The sender and the receivers of an e-mail. */
export interface EmailParties {
  /** An address of a domain that the Communication Services resource may send from. */
  readonly from: string;
  readonly to: readonly string[];
}

/** What an e-mail says. */
export interface EmailText {
  readonly subject: string;
  readonly lines: readonly string[];
}

/**
 * The path of the operation that sends an e-mail through Azure Communication Services.
 * https://learn.microsoft.com/rest/api/communication/email/email/send (api-version 2023-03-31)
 */
export const EMAIL_PATH = '/emails:send?api-version=2023-03-31';

/** The body of such a request. It is plain text, so that it cannot contain an unintended link or tag. */
export function toEmail({ from, to }: EmailParties, { subject, lines }: EmailText): unknown {
  return {
    senderAddress: from,
    recipients: { to: to.map((address) => ({ address })) },
    content: { subject: subject.replaceAll(/\p{Cc}+/gu, ' ').slice(0, LONGEST_SUBJECT), plainText: lines.join('\n') },
  };
}

const LONGEST_SUBJECT = 200;
