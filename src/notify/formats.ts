/** The bodies that receivers take. */
import type { Message } from './message.ts';
import { type ChatText, chatTextOf } from './words.ts';

export const notifyFormats = ['json', 'slack', 'teams'] as const;
export type NotifyFormat = (typeof notifyFormats)[number];

const writers: Readonly<Record<NotifyFormat, (message: Message) => object>> = {
  json: (message) => message,
  slack: (message) => slackBody(chatTextOf(message)),
  teams: (message) => teamsBody(chatTextOf(message)),
};

export const bodyOf = (format: NotifyFormat, message: Message): string =>
  JSON.stringify(writers[format](message));

/**
 * Block Kit. A header has at most 150 characters, a section 3000 and ten fields (https://docs.slack.dev/reference/block-kit/blocks); a
 * message of more than about 13,000 characters of blocks was refused (slackapi/bolt-js#2509). The lines are cut far below.
 */
function slackBody({ title, facts, sections, foot }: ChatText): object {
  return {
    text: slackText(title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
      { type: 'section', fields: facts.map(([name, value]) => mrkdwn(`*${name}*\n${slackText(value)}`)) },
      ...sections.map((one) => ({
        type: 'section',
        text: mrkdwn(
          [`*${slackText(one.title)}*`, ...one.lines.map((line) => `• ${slackText(line)}`)].join('\n'),
        ),
      })),
      { type: 'context', elements: [mrkdwn(slackText(foot))] },
    ],
  };
}

/** `verbatim`: nothing in it becomes a link or a mention by itself. */
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });

/** The three characters by which links and mentions (`<!channel>`) are written. https://docs.slack.dev/messaging/formatting-message-text */
const slackText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * An Adaptive Card for "When a Teams webhook request is received" of Workflows, which took the place of connectors and takes no older card
 * (https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using). Version 1.4: of later ones it
 * shows nothing (microsoft/AdaptiveCards#8965). At most 28 KB (MicrosoftDocs/msteams-docs#11274). Text runs have no markup, so that nothing
 * in a title becomes a link.
 */
function teamsBody({ title, facts, sections, foot }: ChatText): object {
  const body = [
    plain(title, { size: 'Large', weight: 'Bolder' }),
    ...facts.map(([name, value]) => plain(`${name}: ${value}`)),
    ...sections.flatMap((one) => [
      plain(one.title, { weight: 'Bolder' }),
      ...one.lines.map((line) => plain(`• ${line}`)),
    ]),
    plain(foot, { isSubtle: true, size: 'Small' }),
  ];
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body,
        },
      },
    ],
  };
}

const plain = (text: string, style: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...style }],
});
