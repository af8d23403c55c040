/** Mail, chat, telephony. */
import type { Detector } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

export const messaging = (): readonly Detector[] => [
  {
    id: 'telegram-bot-token',
    title: 'Telegram bot token',
    source: 'https://core.telegram.org/bots/api#authorizing-your-bot',
    anchors: [':AA'],
    expression: sticky`(?<=(?<![A-Za-z0-9])(?<head>\d{8,10})):AA(?<body>[\w-]{33})(?![\w-])`,
    judge: drawn(3.5),
  },
  {
    id: 'discord-webhook',
    title: 'Discord webhook',
    source: 'https://discord.com/developers/docs/resources/webhook',
    anchors: ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    expression: sticky`discord(?:app)?\.com/api/webhooks/(?<value>\d{17,20}/(?<body>[\w-]{60,68}))(?![\w-])`,
    judge: drawn(4),
  },
  {
    id: 'microsoft-teams-webhook',
    title: 'Microsoft Teams webhook',
    source: 'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/',
    anchors: ['.webhook.office.com/webhookb2/'],
    expression: sticky`\.webhook\.office\.com/webhookb2/(?<value>[0-9a-z-]{36}@[0-9a-z-]{36}/IncomingWebhook/(?<body>[0-9a-z]{32})/[0-9a-z-]{36})`,
    judge: drawn(2.5),
  },
  {
    id: 'twilio-key',
    title: 'Twilio API key',
    source: 'https://www.twilio.com/docs/iam/api-keys',
    anchors: [...'0123456789abcdef'].map((digit) => `SK${digit}`),
    expression: token`SK(?<body>[a-f0-9]{32})`,
    shown: 2,
    judge: ({ groups, text, start }) =>
      isRandom(groups['body'] ?? '', 2.8)
        ? {
            confidence: /twilio/i.test(text.slice(Math.max(0, start - 200), start)) ? 'likely' : 'possible',
            why: 'two letters and 32 digits',
          }
        : undefined,
  },
  {
    id: 'sendgrid-key',
    title: 'SendGrid API key',
    source: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
    anchors: ['SG.'],
    expression: token`SG\.(?:(?<body>[\w-]{22}\.[\w-]{43})|[\w=.-]{66})(?![\w-])`,
    shown: 3,
    judge: drawn(3.5),
  },
  {
    id: 'mailgun-key',
    title: 'Mailgun API key',
    source: 'https://documentation.mailgun.com/docs/mailgun/api-reference/intro/',
    anchors: ['key-'],
    expression: sticky`(?<![\w-](?<!\\[nrt]))key-(?<body>[a-f0-9]{32})(?![\w-])`,
    shown: 4,
    judge: drawn(2.8),
  },
  {
    id: 'mailchimp-key',
    title: 'Mailchimp API key',
    source: 'https://mailchimp.com/developer/marketing/docs/fundamentals/',
    anchors: ['-us'],
    expression: sticky`(?<=(?<![A-Za-z0-9])(?<head>(?<body>[a-f0-9]{32})))-us\d{1,2}(?![\w-])`,
    judge: drawn(2.8),
  },
  {
    id: 'brevo-key',
    title: 'Brevo API key',
    source: 'https://developers.brevo.com/docs/getting-started',
    anchors: ['xkeysib-', 'xsmtpsib-'],
    expression: token`x(?:key|smtp)sib-(?<body>[a-f0-9]{64}-[A-Za-z0-9]{16})`,
    shown: 8,
    judge: drawn(),
  },
  {
    id: 'intra42-secret',
    title: '42 intra client secret',
    source: 'https://api.intra.42.fr/apidoc',
    anchors: ['s-s4t2'],
    expression: token`s-s4t2(?:ud|af)-(?<body>[a-f0-9]{64})`,
    shown: 6,
    judge: drawn(2.8),
  },
  {
    id: 'facebook-token',
    title: 'Facebook access token',
    source: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens',
    anchors: ['EAAM', 'EAAC', 'EAAG', 'EAAB'],
    expression: token`EAA[MCGB](?<body>[A-Za-z0-9]{80,400})`,
    shown: 4,
    judge: drawn(4),
  },
];
