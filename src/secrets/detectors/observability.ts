/** Monitoring, logs, errors. */
import type { Detector, Match, Verdict } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, token } from './expression.ts';

const json = (part: string): string => Buffer.from(part, 'base64').toString('latin1');

/** The token holds JSON that says which organisation it is of. */
function sentryOrganisation({ groups }: Match): Verdict | undefined {
  const text = json(groups['claims'] ?? '');
  if (!/^\{"iat":/.test(text) || !/"(?:url|region_url|org)"/.test(text)) return undefined;
  return isRandom(groups['body'] ?? '', 4)
    ? { confidence: 'confirmed', why: 'its first part is JSON of Sentry' }
    : undefined;
}

/** `{"k":"…","n":"…","id":1}`. */
function grafanaKey({ value }: Match): Verdict | undefined {
  const text = json(value);
  if (/^\{"k":"[\w=+/-]{20,}","n":".{0,200}","id":\d{1,12}\}/.test(text))
    return { confidence: 'confirmed', why: 'decodes to a Grafana key' };
  return isRandom(value.slice(8), 3.8) ? { confidence: 'possible', why: 'begins like a Grafana key' } : undefined;
}

export const observability = (): readonly Detector[] => [
  {
    id: 'new-relic-key',
    title: 'New Relic key',
    source: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    anchors: ['NRAK-', 'NRII-', 'NRAA-', 'NRJS-', 'NRRA-'],
    expression: token`NR(?:AK-(?<body>[A-Z0-9a-z]{27})|II-[\w-]{32}|AA-[a-f0-9]{27}|RA-[a-f0-9]{42}|JS-[a-f0-9]{19})(?![\w-])`,
    shown: 5,
    judge: ({ value, groups }) => {
      if (!isRandom(groups['body'] ?? value.slice(5), 2.8)) return undefined;
      if (value.startsWith('NRJS')) return { confidence: 'possible', why: 'a key that browsers see' };
      return { confidence: 'likely', why: 'format with its own prefix' };
    },
  },
  {
    id: 'grafana-token',
    title: 'Grafana token',
    source: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
    anchors: ['glsa_', 'glc_'],
    expression: token`(?:glsa_(?<body>[A-Za-z0-9]{32}_[A-Fa-f0-9]{8})|glc_[A-Za-z0-9+/]{32,400}={0,3})`,
    shown: 4,
    judge: drawn(),
  },
  {
    id: 'grafana-key',
    title: 'Grafana API key',
    source: 'https://grafana.com/docs/grafana/latest/developers/http_api/authentication/',
    anchors: ['eyJrIjoi'],
    expression: token`eyJrIjoi[A-Za-z0-9+/]{60,400}={0,3}`,
    shown: 4,
    judge: grafanaKey,
  },
  {
    id: 'sentry-organisation-token',
    title: 'Sentry organisation token',
    source: 'https://docs.sentry.io/account/auth-tokens/',
    anchors: ['sntrys_'],
    expression: token`sntrys_(?<claims>eyJ[A-Za-z0-9+/]{40,400}={0,2})_(?<body>[A-Za-z0-9+/]{43})`,
    reach: 600,
    shown: 7,
    judge: sentryOrganisation,
  },
  {
    id: 'sentry-user-token',
    title: 'Sentry user token',
    source: 'https://docs.sentry.io/account/auth-tokens/',
    anchors: ['sntryu_', 'sntrya_', 'sntryi_'],
    expression: token`sntry[uai]_(?<body>[a-f0-9]{64})`,
    shown: 7,
    judge: drawn(2.8),
  },
  {
    id: 'dynatrace-token',
    title: 'Dynatrace token',
    source:
      'https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens',
    anchors: ['dt0c01.', 'dt0s01.', 'dt0s02.', 'dt0s08.', 'dt0s16.'],
    expression: token`dt0[a-z]\d\d\.[A-Za-z0-9]{8,24}\.(?<body>[A-Za-z0-9]{64})`,
    shown: 7,
    judge: drawn(3.8),
  },
  {
    id: 'honeycomb-key',
    title: 'Honeycomb key',
    source: 'https://docs.honeycomb.io/configure/environments/manage-api-keys/',
    anchors: ['hcaik_', 'hcbik_', 'hcxik_'],
    expression: token`hc[abx]ik_(?<body>[a-z0-9]{58})`,
    shown: 6,
    judge: drawn(3.5),
  },
  {
    id: 'posthog-key',
    title: 'PostHog personal API key',
    source: 'https://posthog.com/docs/api',
    anchors: ['phx_'],
    expression: token`phx_(?<body>[A-Za-z0-9]{40,52})`,
    shown: 4,
    judge: drawn(3.5),
  },
];
