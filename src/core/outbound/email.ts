/** Who sends an e-mail, and to whom. */
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
 * Where Azure Communication Services takes an e-mail, beside the address of the resource.
 * https://learn.microsoft.com/rest/api/communication/email/email/send (api-version 2023-03-31)
 */
export const EMAIL_PATH = '/emails:send?api-version=2023-03-31';

/** The body of such a request. It is plain text: nothing in it can be a link or a tag that the sender did not mean. */
export function toEmail({ from, to }: EmailParties, { subject, lines }: EmailText): unknown {
  return {
    senderAddress: from,
    recipients: { to: to.map((address) => ({ address })) },
    content: { subject: subject.replaceAll(/\p{Cc}+/gu, ' ').slice(0, LONGEST_SUBJECT), plainText: lines.join('\n') },
  };
}

const LONGEST_SUBJECT = 200;
