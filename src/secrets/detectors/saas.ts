/** Services with token formats of their own that fit nowhere else. */
import { hexCrc } from '../checksum.ts';
import type { Detector, Match, Verdict } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

/** Eight hexadecimal digits at the end are the CRC32 of all before them, `=` included. */
function atlassian({ value, groups }: Match): Verdict | undefined {
  if (!isRandom(groups['body'] ?? '', 4)) return undefined;
  if (hexCrc(value.slice(0, -8)) === value.slice(-8)) return { confidence: 'confirmed', why: 'crc32 checksum' };
  return { confidence: 'possible', why: 'checksum does not match' };
}

/** After the prefix stands JSON in base 64. */
function onePassword({ groups }: Match): Verdict | undefined {
  const text = Buffer.from(groups['body'] ?? '', 'base64').toString('latin1');
  const fields = ['signInAddress', 'userAuth', 'email', 'secretKey', 'muk', 'deviceUuid'].filter((name) =>
    text.includes(`"${name}"`),
  );
  if (text.startsWith('{"') && fields.length >= 3)
    return { confidence: 'confirmed', why: 'decodes to a service account' };
  return isRandom(groups['body'] ?? '', 4) ? { confidence: 'possible', why: 'format with its own prefix' } : undefined;
}

export const saas = (): readonly Detector[] => [
  {
    id: 'atlassian-token',
    title: 'Atlassian API token',
    source: 'https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/',
    anchors: ['ATATT3'],
    expression: token`ATATT3(?<body>[\w-]{80,220})=[0-9A-F]{8}`,
    shown: 6,
    judge: atlassian,
  },
  {
    id: 'bitbucket-app-password',
    title: 'Bitbucket app password',
    source: 'https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/',
    anchors: ['ATBB', 'ATCTT3'],
    expression: token`(?:ATBB(?<body>[A-Za-z0-9]{24}[A-F0-9]{8})|ATCTT3[\w-]{80,220}=[0-9A-F]{8})`,
    shown: 4,
    judge: drawn(3.5),
  },
  {
    id: 'figma-token',
    title: 'Figma access token',
    source: 'https://www.figma.com/developers/api#access-tokens',
    anchors: ['figd_', 'figo_', 'figor_'],
    expression: token`fig(?:d|o|or)_(?<body>[\w-]{40})(?![\w-])`,
    shown: 5,
    judge: drawn(3.5),
  },
  {
    id: 'linear-key',
    title: 'Linear API key',
    source: 'https://linear.app/developers/graphql',
    anchors: ['lin_api_', 'lin_oauth_'],
    expression: token`lin_(?:api|oauth)_(?<body>[A-Za-z0-9]{40,64})`,
    shown: 8,
    judge: drawn(3.5),
  },
  {
    id: 'notion-token',
    title: 'Notion integration token',
    source: 'https://developers.notion.com/docs/authorization',
    anchors: ['ntn_'],
    expression: token`ntn_\d{11}(?<body>[A-Za-z0-9]{35})`,
    shown: 4,
    judge: drawn(3.8),
  },
  {
    id: 'postman-key',
    title: 'Postman API key',
    source: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
    anchors: ['PMAK-'],
    expression: token`PMAK-(?<body>[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34})`,
    shown: 5,
    judge: drawn(2.8),
  },
  {
    id: 'onepassword-service-account',
    title: '1Password service account token',
    source: 'https://developer.1password.com/docs/service-accounts/',
    anchors: ['ops_eyJ'],
    expression: token`ops_(?<body>eyJ[A-Za-z0-9+/]{250,1500}={0,3})`,
    reach: 1600,
    shown: 4,
    judge: onePassword,
  },
  {
    id: 'onepassword-secret-key',
    title: '1Password secret key',
    source: 'https://support.1password.com/secret-key-security/',
    anchors: ['A3-'],
    expression: token`A3-(?<body>[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5})(?![\w-])`,
    shown: 3,
    judge: drawn(3.5),
  },
  {
    id: 'authress-key',
    title: 'Authress service client access key',
    source: 'https://authress.io/knowledge-base/docs/authorization/service-clients/',
    anchors: ['.acc-', '.acc_'],
    expression: sticky`(?<=(?<![\w.-])(?<head>(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}))\.acc[_-](?<body>[A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,120})`,
    judge: drawn(3.5),
  },
  {
    id: 'duffel-token',
    title: 'Duffel access token',
    source: 'https://duffel.com/docs/api/overview/authentication',
    anchors: ['duffel_live_', 'duffel_test_'],
    expression: token`duffel_(?:test|live)_(?<body>[\w=-]{43})(?![\w-])`,
    shown: 7,
    judge: drawn(3.5),
  },
  {
    id: 'frameio-token',
    title: 'Frame.io token',
    source: 'https://developer.frame.io/',
    anchors: ['fio-u-'],
    expression: token`fio-u-(?<body>[\w=-]{64})(?![\w-])`,
    shown: 6,
    judge: drawn(3.5),
  },
  {
    id: 'readme-key',
    title: 'ReadMe API key',
    source: 'https://docs.readme.com/main/reference/intro/authentication',
    anchors: ['rdme_'],
    expression: token`rdme_(?<body>[a-z0-9]{70})`,
    shown: 5,
    judge: drawn(3.5),
  },
  {
    id: 'typeform-token',
    title: 'Typeform access token',
    source: 'https://www.typeform.com/developers/get-started/personal-access-token/',
    anchors: ['tfp_'],
    expression: token`tfp_(?<body>[\w.=-]{40,64})(?![\w-])`,
    shown: 4,
    judge: ({ groups }) =>
      /\d.*\d.*\d/.test(groups['body'] ?? '') && isRandom(groups['body'] ?? '', 4)
        ? { confidence: 'likely', why: 'format with its own prefix' }
        : undefined,
  },
  {
    id: 'contentful-token',
    title: 'Contentful management token',
    source: 'https://www.contentful.com/developers/docs/references/authentication/',
    anchors: ['CFPAT-'],
    expression: token`CFPAT-(?<body>[\w-]{43})(?![\w-])`,
    shown: 6,
    judge: drawn(3.5),
  },
  {
    id: 'maxmind-key',
    title: 'MaxMind license key',
    source: 'https://dev.maxmind.com/license-key/',
    anchors: ['_mmk'],
    expression: sticky`(?<=(?<![A-Za-z0-9])(?<head>[A-Za-z0-9]{6}_(?<body>[A-Za-z0-9]{29})))_mmk(?![\w-])`,
    judge: drawn(3.5),
  },
  {
    id: 'mapbox-token',
    title: 'Mapbox secret token',
    source: 'https://docs.mapbox.com/accounts/guides/tokens/',
    anchors: ['sk.eyJ'],
    expression: sticky`(?<![\w.])sk\.(?<body>eyJ[\w-]{40,200}\.[\w-]{22})(?![\w-])`,
    shown: 3,
    judge: drawn(3.8),
  },
  {
    id: 'adobe-client-secret',
    title: 'Adobe client secret',
    source: 'https://developer.adobe.com/developer-console/docs/guides/authentication/',
    anchors: ['p8e-'],
    expression: token`p8e-(?<body>[\w-]{32})(?![\w-])`,
    shown: 4,
    judge: drawn(),
  },
  {
    id: 'defined-networking-token',
    title: 'Defined Networking API token',
    source: 'https://docs.defined.net/',
    anchors: ['dnkey-'],
    expression: token`dnkey-(?<body>[\w=-]{26}-[\w=-]{52})(?![\w-])`,
    shown: 6,
    judge: drawn(3.5),
  },
];
