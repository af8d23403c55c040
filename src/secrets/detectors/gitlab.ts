/** GitLab. https://docs.gitlab.com/security/tokens/#token-prefixes */
import type { Detector } from '../detector.ts';
import { drawn, sticky, token } from './expression.ts';

const source = 'https://docs.gitlab.com/security/tokens/#token-prefixes';

/** Routable tokens hold their instance's place before the random part, and a length and a checksum after it. */
export const gitlab = (): readonly Detector[] => [
  {
    id: 'gitlab-token',
    title: 'GitLab access token',
    source,
    anchors: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glrtr-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'gloas-',
      'glsoat-',
      'glffct-',
    ],
    expression: sticky`(?<![A-Za-z0-9](?<!\\[nrt]))gl(?:pat-(?<body>[\w-]{27,300}\.[0-9a-z]{9}|[\w-]{20})|(?:rt|rtr)-(?:t\d_)?(?:[\w-]{27,300}\.[0-9a-z]{9}|[\w-]{20,26})|(?:dt|ffct|soat|ft)-[\w-]{20}|imt-[\w-]{25}|ptt-[0-9a-f]{40}|agent-[\w-]{50}|oas-[\w-]{64})(?![\w-])`,
    shown: 6,
    judge: drawn(),
  },
  {
    id: 'gitlab-job-token',
    title: 'GitLab CI/CD job token',
    source,
    anchors: ['glcbt-'],
    expression: token`glcbt-(?:[0-9a-zA-Z]{1,5}_)?(?<body>[\w-]{20})(?![\w-])`,
    shown: 6,
    judge: drawn(),
  },
  {
    id: 'gitlab-runner-registration-token',
    title: 'GitLab runner registration token',
    source,
    anchors: ['GR1348941'],
    expression: token`GR1348941(?<body>[\w-]{20})(?![\w-])`,
    shown: 9,
    judge: drawn(),
  },
  {
    id: 'gitlab-session',
    title: 'GitLab session cookie',
    source: 'https://docs.gitlab.com/administration/auth/',
    anchors: ['_gitlab_session='],
    expression: sticky`_gitlab_session=(?<value>[0-9a-z]{32})(?![\w-])`,
    judge: drawn(),
  },
];
