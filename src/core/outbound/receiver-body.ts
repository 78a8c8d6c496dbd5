import { fieldAt } from '../rules/field-at.ts';
import type { CloudEvent } from './cloud-event.ts';
import { EMAIL_PATH, type EmailParties, type EmailText, toEmail } from './email.ts';

/** The format that a receiver wants: CloudEvents, chat messages, JSON of its own with placeholders, or e-mails. */
export type ReceiverFormat =
  | { readonly kind: 'cloudevents' }
  | { readonly kind: 'slack' }
  | { readonly kind: 'teams' }
  | { readonly kind: 'template'; readonly template: unknown }
  | ({ readonly kind: 'email' } & EmailParties);

/** The request to a receiver. */
export interface ReceiverBody {
  readonly contentType: string;
  readonly body: unknown;
  /** The path to post to, if it differs from that of the receiver's address. */
  readonly path?: string;
  /** The app signs in to the receiver with its identity. */
  readonly signsIn?: true;
}

/** An event in the format of a receiver. A placeholder without a value in the event becomes an empty string. */
export function toReceiverBody(event: CloudEvent, format: ReceiverFormat): ReceiverBody {
  switch (format.kind) {
    case 'cloudevents':
      return { contentType: 'application/cloudevents+json; charset=utf-8', body: event };
    case 'slack':
      return { contentType: JSON_TYPE, body: toSlackMessage(event) };
    case 'teams':
      return { contentType: JSON_TYPE, body: toTeamsMessage(event) };
    case 'template':
      return { contentType: JSON_TYPE, body: filled(format.template, event) };
    case 'email':
      return { contentType: JSON_TYPE, body: toEmail(format, emailText(event)), path: EMAIL_PATH, signsIn: true };
  }
}

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * A message for an incoming webhook of Slack; `&`, `<` and `>` are escaped, so that no event makes a link or calls people.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
function toSlackMessage(event: CloudEvent): unknown {
  const links = linksOf(event).map(({ title, url }) => `<${escaped(url)}|${title}>`);
  return { text: [`*${escaped(titleOf(event))}*`, escaped(event.data.reason), ...links].join('\n') };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A message for the workflow "Post to a channel when a webhook request is received" of Microsoft Teams: an Adaptive Card, whose
 * text runs show no Markdown. https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
function toTeamsMessage(event: CloudEvent): unknown {
  const run = (text: string, weight: 'bolder' | 'default') => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text, weight }],
  });
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [run(titleOf(event), 'bolder'), run(event.data.reason, 'default')],
    actions: linksOf(event).map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
  return { type: 'message', attachments: [attachment] };
}

function emailText(event: CloudEvent): EmailText {
  const links = linksOf(event).map(({ title, url }) => `${title}: ${url}`);
  const { time, data } = event;
  return {
    subject: titleOf(event),
    lines: [data.reason, '', ...links, `${time}, ${data.actor}, correlation ${data.correlation}`],
  };
}

/** Subject and event in short: `demo/render: node.start-failed`. */
function titleOf({ type, data }: CloudEvent): string {
  const { account, pool, node, document } = data;
  const subject = document ?? [account, pool, node].filter((part) => part !== undefined).join('/');
  const what = type.replace(/^lamplighter\./, '');
  return subject === '' ? what : `${subject}: ${what}`;
}

const LINK_TITLES = {
  skip: 'Keep on until the next window',
  plusOneHour: 'One hour more',
  plusTwoHours: 'Two hours more',
};

/** The links of a notice that a window closes. */
function linksOf({ data }: CloudEvent): readonly { readonly title: string; readonly url: string }[] {
  return Object.entries(LINK_TITLES).flatMap(([name, title]) => {
    const url = fieldAt(data, `links.${name}.url`);
    return typeof url === 'string' ? [{ title, url }] : [];
  });
}

const PLACEHOLDER = /\{\{ {0,3}([A-Za-z0-9_.-]{1,200}) {0,3}\}\}/g;

/** The paths of all placeholders in a template. */
export function placeholdersIn(template: unknown): readonly string[] {
  if (typeof template === 'string') return [...template.matchAll(PLACEHOLDER)].map(([, path = '']) => path);
  return typeof template === 'object' && template !== null ? Object.values(template).flatMap(placeholdersIn) : [];
}

function filled(template: unknown, event: CloudEvent): unknown {
  if (typeof template === 'string') {
    return template.replaceAll(PLACEHOLDER, (_, path: string) => shown(fieldAt(event, path)));
  }
  if (Array.isArray(template)) return template.map((item) => filled(item, event));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, filled(value, event)]));
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
