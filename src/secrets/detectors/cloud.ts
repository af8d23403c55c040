/** Clouds, hosting, databases as a service, secret stores. */
import type { Detector, Match, Verdict } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

/** A prefix of few letters alone proves little: the rest must mix digits and letters of both sizes. */
function mixed(least: number) {
  return ({ groups }: Match): Verdict | undefined => {
    const body = groups['body'] ?? '';
    const kinds = [/\d/, /[a-z]/, /[A-Z]/].every((kind) => kind.test(body));
    return kinds && isRandom(body, least) ? { confidence: 'likely', why: 'format with its own prefix' } : undefined;
  };
}

export const cloud = (): readonly Detector[] => [
  {
    id: 'digitalocean-token',
    title: 'DigitalOcean token',
    source: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
    anchors: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    expression: token`do[por]_v1_(?<body>[a-f0-9]{64})`,
    shown: 7,
    judge: drawn(2.5),
  },
  {
    id: 'heroku-key',
    title: 'Heroku API key',
    source: 'https://devcenter.heroku.com/articles/oauth',
    anchors: ['HRKU-AA'],
    expression: token`HRKU-AA(?<body>[\w-]{58})(?![\w-])`,
    shown: 7,
    judge: drawn(3.5),
  },
  {
    id: 'fly-token',
    title: 'Fly.io access token',
    source: 'https://fly.io/docs/security/tokens/',
    anchors: ['fm1r_', 'fm1a_', 'fm2_', 'fo1_'],
    expression: token`(?:fo1_(?<body>[\w-]{43})|fm(?:1[ar]|2)_[A-Za-z0-9+/]{100,2000}={0,3})(?![\w-])`,
    reach: 2100,
    shown: 4,
    judge: drawn(3.5),
  },
  {
    id: 'tailscale-key',
    title: 'Tailscale key',
    source: 'https://tailscale.com/kb/1085/auth-keys',
    anchors: ['tskey-'],
    expression: token`tskey-(?:auth|api|client|scim|webhook)-(?<body>[A-Za-z0-9]{6,20}(?:CNTRL)?-[A-Za-z0-9]{20,40})`,
    shown: 6,
    judge: drawn(),
  },
  {
    id: 'cloudflare-origin-key',
    title: 'Cloudflare origin CA key',
    source: 'https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/',
    anchors: ['v1.0-'],
    expression: token`v1\.0-(?<body>[a-f0-9]{24}-[a-f0-9]{146})`,
    shown: 5,
    judge: drawn(),
  },
  {
    id: 'alibaba-access-key-id',
    title: 'Alibaba Cloud access key',
    source: 'https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair',
    anchors: ['LTAI'],
    expression: token`LTAI(?<body>[A-Za-z0-9]{20}|[A-Za-z0-9]{12})`,
    shown: 4,
    judge: ({ groups, value }) =>
      /\d/.test(value) && isRandom(groups['body'] ?? '', 3)
        ? { confidence: value.length === 24 ? 'likely' : 'possible', why: 'format with its own prefix' }
        : undefined,
  },
  {
    id: 'tencent-secret-id',
    title: 'Tencent Cloud secret id',
    source: 'https://www.tencentcloud.com/document/product/598/34228',
    anchors: ['AKID', 'IKID'],
    expression: token`[AI]KID(?<body>[A-Za-z0-9]{32})`,
    shown: 4,
    judge: mixed(3.5),
  },
  {
    id: 'yandex-token',
    title: 'Yandex Cloud token',
    source: 'https://yandex.cloud/docs/iam/concepts/',
    anchors: ['AQVN', 't1.', 'y0_', 'YCA', 'YCM', 'YCN', 'YCO', 'YCP'],
    expression: sticky`(?<![\w.-])(?:AQVN(?<body>[\w-]{35,38})|t1\.[\w-]{8,1200}={0,2}\.[\w-]{86}={0,2}|y0_[\w-]{55}|YC[AMNOP][\w-]{37})(?![\w-])`,
    reach: 1400,
    shown: 3,
    judge: ({ value }) =>
      /\d/.test(value) && isRandom(value, 3.8)
        ? { confidence: 'likely', why: 'format with its own prefix' }
        : undefined,
  },
  {
    id: 'scalingo-token',
    title: 'Scalingo API token',
    source: 'https://developers.scalingo.com/',
    anchors: ['tk-us-'],
    expression: token`tk-us-(?<body>[\w-]{48})(?![\w-])`,
    shown: 6,
    judge: drawn(),
  },
  {
    id: 'openshift-token',
    title: 'OpenShift user token',
    source: 'https://docs.openshift.com/container-platform/latest/authentication/',
    anchors: ['sha256~'],
    expression: token`sha256~(?<body>[\w-]{43})(?![\w-])`,
    shown: 7,
    judge: drawn(3.5),
  },
  {
    id: 'vault-token',
    title: 'HashiCorp Vault token',
    source: 'https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes',
    anchors: ['hvs.', 'hvb.', 'hvr.'],
    expression: token`hv[sbr]\.(?<body>[\w-]{24,300})`,
    shown: 4,
    judge: drawn(3.5),
  },
  {
    id: 'doppler-token',
    title: 'Doppler token',
    source: 'https://docs.doppler.com/reference/auth-token-formats',
    anchors: ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
    expression: token`dp\.(?:pt|ct|sa|st|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?(?<body>[A-Za-z0-9]{40,44})`,
    shown: 6,
    judge: drawn(),
  },
  {
    id: 'planetscale-token',
    title: 'PlanetScale token',
    source: 'https://planetscale.com/docs/concepts/planetscale-password-roles',
    anchors: ['pscale_tkn_', 'pscale_oauth_', 'pscale_pw_'],
    expression: token`pscale_(?:tkn|oauth|pw)_(?<body>[\w=.-]{32,64})(?![\w-])`,
    shown: 7,
    judge: drawn(),
  },
  {
    id: 'supabase-token',
    title: 'Supabase token',
    source: 'https://supabase.com/docs/guides/api/api-keys',
    anchors: ['sbp_', 'sb_secret_'],
    expression: token`(?:sbp_(?:v0_)?(?<body>[a-f0-9]{40})|sb_secret_[\w-]{22}_[\w-]{8})`,
    shown: 4,
    judge: drawn(2.5),
  },
  {
    id: 'clickhouse-key',
    title: 'ClickHouse Cloud API secret',
    source: 'https://clickhouse.com/docs/cloud/manage/openapi',
    anchors: ['4b1d'],
    expression: token`4b1d(?<body>[A-Za-z0-9]{38})`,
    shown: 4,
    judge: mixed(3.5),
  },
  {
    id: 'netlify-token',
    title: 'Netlify access token',
    source: 'https://docs.netlify.com/api/get-started/',
    anchors: ['nfp_', 'nfc_', 'nfo_', 'nfu_'],
    expression: token`nf[pcou]_(?<body>[A-Za-z0-9_]{36})`,
    shown: 4,
    judge: drawn(),
  },
  {
    id: 'render-key',
    title: 'Render API key',
    source: 'https://render.com/docs/api',
    anchors: ['rnd_'],
    expression: token`rnd_(?<body>[A-Za-z0-9]{28,32})`,
    shown: 4,
    judge: mixed(3.5),
  },
  {
    id: 'neon-key',
    title: 'Neon API key',
    source: 'https://neon.com/docs/manage/api-keys',
    anchors: ['napi_', 'npg_'],
    expression: token`(?:napi_(?<body>[a-z0-9]{64})|npg_[A-Za-z0-9]{12})`,
    shown: 4,
    judge: ({ value, groups }) =>
      /\d/.test(value) && isRandom(groups['body'] ?? value.slice(4), 3)
        ? { confidence: groups['body'] ? 'likely' : 'possible', why: 'format with its own prefix' }
        : undefined,
  },
  {
    id: 'aiven-token',
    title: 'Aiven password',
    source: 'https://aiven.io/docs/platform',
    anchors: ['AVNS_'],
    expression: token`AVNS_(?<body>[\w-]{19})(?![\w-])`,
    shown: 5,
    judge: drawn(),
  },
  {
    id: 'ovh-key',
    title: 'OVH application secret',
    source: 'https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api',
    anchors: ['application_secret', 'consumer_key'],
    expression: sticky`(?<=\[ovh-[\s\S]{1,200})(?:application_secret|consumer_key)\s{0,4}=\s{0,4}(?<value>[A-Za-z0-9]{32})(?![\w-])`,
    judge: drawn(),
  },
];
