/** Slack. https://api.slack.com/concepts/token-types */
import type { Detector } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

export const slack = (): readonly Detector[] => [
  {
    id: 'slack-token',
    title: 'Slack token',
    source: 'https://api.slack.com/concepts/token-types',
    anchors: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxo-', 'xoxe-', 'xoxc-'],
    expression: token`xox[abceoprs]-(?:\d-)?(?:\d{8,14}-){1,3}(?<body>[A-Za-z0-9]{10,64})(?!-)`,
    shown: 5,
    judge: drawn(2.5),
  },
  {
    id: 'slack-legacy-token',
    title: 'Slack legacy token',
    source: 'https://api.slack.com/legacy/oauth',
    anchors: ['xoxa-', 'xoxr-', 'xoxs-', 'xoxo-'],
    expression: token`xox[aros]-(?:\d-)?(?:\d{1,14}-){0,3}(?<body>[0-9a-zA-Z]{8,64})`,
    shown: 5,
    judge: ({ groups }) =>
      /\d/.test(groups['body'] ?? '') && isRandom(groups['body'] ?? '', 2.5)
        ? { confidence: 'possible', why: 'an old format' }
        : undefined,
  },
  {
    id: 'slack-config-token',
    title: 'Slack configuration token',
    source: 'https://api.slack.com/authentication/config-tokens',
    anchors: ['xoxe.xox', 'xoxe-'],
    expression: token`(?:xoxe\.xox[bp]-\d-(?<body>[A-Za-z0-9]{160,170})|xoxe-\d-[A-Za-z0-9]{140,150})`,
    shown: 5,
    judge: drawn(3.5),
  },
  {
    id: 'slack-app-token',
    title: 'Slack app-level token',
    source: 'https://api.slack.com/concepts/token-types#app-level',
    anchors: ['xapp-'],
    expression: token`xapp-\d-[A-Z0-9]{6,14}-\d{8,16}-(?<body>[a-z0-9]{32,70})`,
    shown: 5,
    judge: drawn(2.5),
  },
  {
    id: 'slack-webhook',
    title: 'Slack webhook',
    source: 'https://api.slack.com/messaging/webhooks',
    anchors: ['hooks.slack.com/'],
    expression: sticky`hooks\.slack\.com/(?:services|workflows|triggers)/(?<value>[A-Z][A-Za-z0-9]{7,14}/[A-Za-z0-9]{8,20}/(?:\d{8,24}/)?(?<body>[A-Za-z0-9]{20,34})|[A-Za-z0-9+/]{43,56})(?![A-Za-z0-9])`,
    judge: ({ value, groups }) =>
      isRandom(groups['body'] ?? value, 3)
        ? { confidence: groups['body'] ? 'likely' : 'possible', why: 'address of a webhook' }
        : undefined,
  },
];
