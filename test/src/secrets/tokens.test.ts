import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { scanText } from '../../../src/secrets/scan.ts';
import {
  alnum,
  base64,
  base64url,
  digits,
  hex,
  hitsOf,
  lower,
  random,
  type Sample,
  testSamples,
  upper,
  uuid,
} from './samples.ts';

const small = lower + digits;
const capital = upper + digits;

const samples: readonly Sample[] = [
  // Code hosts
  { id: 'github-fine-grained-token', make: (d) => ['github_pat_', `${d(alnum, 22)}_${d(alnum, 59)}`] },
  { id: 'github-refresh-token', make: (d) => ['ghr_', d(alnum, 76)] },
  {
    id: 'github-app-token',
    make: (d) => ['ghs_', `123456_eyJ${d(base64url, 60)}.eyJ${d(base64url, 200)}.${d(alnum, 86)}`],
    least: 110,
  },
  { id: 'gitlab-token', make: (d) => ['glpat-', d(alnum, 20)] },
  { id: 'gitlab-token', make: (d) => ['gldt-', d(alnum, 20)] },
  { id: 'gitlab-token', make: (d) => ['glptt-', d(hex, 40)] },
  { id: 'gitlab-token', make: (d) => ['glagent-', d(alnum, 50)] },
  { id: 'gitlab-token', make: (d) => ['glrt-', `t1_${d(alnum, 27)}.${d(small, 9)}`] },
  { id: 'gitlab-token', make: (d) => ['glimt-', d(alnum, 25)] },
  { id: 'gitlab-token', make: (d) => ['gloas-', d(alnum, 64)] },
  { id: 'gitlab-job-token', make: (d) => ['glcbt-', `64_${d(alnum, 20)}`] },
  { id: 'gitlab-runner-registration-token', make: (d) => ['GR1348941', d(alnum, 20)] },
  { id: 'gitlab-session', make: (d) => ['_gitlab_session=', d(small, 32)] },
  { id: 'bitbucket-app-password', make: (d) => ['ATBB', d(alnum, 24) + d('ABCDEF0123456789', 8)] },
  { id: 'sourcegraph-token', make: (d) => ['sgp_', d(hex, 40)] },
  // Registries
  { id: 'docker-hub-token', make: (d) => ['dckr_pat_', d(alnum, 27)] },
  { id: 'rubygems-token', make: (d) => ['rubygems_', d(hex, 48)] },
  { id: 'nuget-key', make: (d) => ['oy2', `${d(small, 40)}123`] },
  { id: 'packagist-token', make: (d) => ['packagist_', `ack_${d(hex, 40)}`] },
  { id: 'artifactory-key', make: (d) => ['AKCp', d(alnum, 69)] },
  { id: 'clojars-token', make: (d) => ['CLOJARS_', d(small, 60)] },
  { id: 'jsr-token', make: (d) => ['jsrp_', d(alnum, 48)] },
  // Clouds
  { id: 'gcp-oauth-client-secret', make: (d) => ['GOCSPX-', d(base64url, 27) + d(alnum, 1)] },
  { id: 'gcp-api-key', confidence: 'possible', make: (d) => ['AIza', d(alnum, 35)] },
  { id: 'gcp-refresh-token', make: (d) => ['1//0', d(alnum, 60)], least: 40, around: ['"', '"'] },
  { id: 'gcp-access-token', confidence: 'possible', make: (d) => ['ya29.', d(alnum, 120)], least: 60 },
  { id: 'aws-bedrock-key', make: (d) => ['ABSK', `QmVkcm9ja0FQSUtleS${d(alnum, 110)}`], least: 108 },
  { id: 'digitalocean-token', make: (d) => ['dop_v1_', d(hex, 64)] },
  { id: 'heroku-key', make: (d) => ['HRKU-AA', d(base64url, 57) + d(alnum, 1)] },
  { id: 'fly-token', make: (d) => ['fo1_', d(alnum, 43)] },
  { id: 'fly-token', make: (d) => ['fm2_', d(base64, 160)], least: 100 },
  { id: 'tailscale-key', make: (d) => ['tskey-', `auth-${d(alnum, 12)}CNTRL-${d(alnum, 32)}`], least: 43 },
  { id: 'cloudflare-origin-key', make: (d) => ['v1.0-', `${d(hex, 24)}-${d(hex, 146)}`] },
  { id: 'alibaba-access-key-id', make: (d) => ['LTAI', `5t${d(alnum, 18)}`] },
  { id: 'tencent-secret-id', make: (d) => ['AKID', `a1Z${d(alnum, 29)}`] },
  { id: 'yandex-token', make: (d) => ['AQVN', `1${d(alnum, 35)}`], least: 35 },
  { id: 'scalingo-token', make: (d) => ['tk-us-', d(alnum, 48)] },
  { id: 'openshift-token', make: (d) => ['sha256~', d(alnum, 43)] },
  { id: 'vault-token', make: (d) => ['hvs.', d(alnum, 95)], least: 24 },
  { id: 'doppler-token', make: (d) => ['dp.pt.', d(alnum, 43)], least: 40 },
  { id: 'planetscale-token', make: (d) => ['pscale_tkn_', d(alnum, 43)], least: 32 },
  { id: 'supabase-token', make: (d) => ['sbp_', d(hex, 40)] },
  { id: 'clickhouse-key', make: (d) => ['4b1d', `a1Z${d(alnum, 35)}`] },
  { id: 'netlify-token', make: (d) => ['nfp_', d(alnum, 36)] },
  { id: 'render-key', make: (d) => ['rnd_', `a1Z${d(alnum, 25)}`] },
  { id: 'neon-key', make: (d) => ['napi_', `1${d(small, 63)}`] },
  { id: 'aiven-token', make: (d) => ['AVNS_', d(alnum, 19)] },
  {
    id: 'ovh-key',
    around: ['[ovh-eu]\napplication_key=a\n', '\n'],
    make: (d) => ['application_secret=', d(alnum, 32)],
  },
  // Azure
  {
    id: 'azure-storage-key',
    make: (d) => ['AccountName=acme;AccountKey=', `${d(base64, 85)}A==`],
    misses: ['AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='],
  },
  {
    id: 'azure-shared-access-key',
    make: (d) => [
      'Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=',
      `${d(base64, 42)}A=`,
    ],
  },
  {
    id: 'azure-app-configuration',
    make: (d) => ['Endpoint=https://acme.azconfig.io;Id=ab-l0-s0:a1B2c3;Secret=', `${d(base64, 43)}=`],
    least: 43,
  },
  {
    id: 'azure-shared-access-signature',
    make: (d) => [
      'https://acme.blob.core.windows.net/c?sv=2022-11-02&se=2030-01-01T00%3A00%3A00Z&sp=r&sig=',
      `${d(alnum, 43)}%3D`,
    ],
  },
  {
    id: 'azure-client-secret',
    around: ['secret="', '"'],
    make: (d) => ['', `${d(alnum, 3)}8Q~${d(alnum, 31)}`],
    misses: ['abc8Q~example'],
  },
  {
    id: 'azure-devops-token',
    around: ['"', '"'],
    make: (d) => ['', `${d(alnum, 76)}AZDO${d(alnum, 4)}`],
    misses: ['AZDOabcd'],
  },
  {
    id: 'azure-resource-key',
    confidence: 'possible',
    around: ['"', '"'],
    make: (d) => ['', `${d(base64, 42)}+ACR${d(base64, 5)}A==`.replace('A==', 'A')],
    misses: ['x+ACRabcdeA'],
  },
  {
    id: 'azure-annotated-key',
    around: ['"', '"'],
    make: (d) => ['', `${d(alnum, 52)}JQQJ99BA${d(alnum, 16)}AAAB${d(alnum, 4)}`],
    misses: ['JQQJ99BAACYeBjFEqg7NAAABAZCRabcd'],
  },
  {
    id: 'azure-function-key',
    make: (d) => ['https://acme.azurewebsites.net/api/run?code=', `${d(alnum, 54)}==`],
    least: 40,
  },
  // CI and infrastructure
  { id: 'sonar-token', make: (d) => ['squ_', d(hex, 40)] },
  { id: 'buildkite-token', make: (d) => ['bkua_', d(hex, 40)] },
  { id: 'circleci-token', make: (d) => ['CCIPAT_', `${d(alnum, 22)}_${d(hex, 40)}`] },
  { id: 'harness-token', make: (d) => ['pat.', `${d(alnum, 22)}.${d(alnum, 24)}.${d(alnum, 20)}`] },
  { id: 'octopus-key', make: (d) => ['API-', `12${d(capital, 24)}`] },
  { id: 'pulumi-token', make: (d) => ['pul-', d(hex, 40)] },
  {
    id: 'terraform-cloud-token',
    around: ['"', '"'],
    make: (d) => ['', `${d(alnum, 14)}.atlasv1.${d(alnum, 67)}`],
    least: 83,
    misses: ['.atlasv1.'],
  },
  { id: 'infracost-key', make: (d) => ['ico-', `A1${d(alnum, 30)}`] },
  { id: 'prefect-token', make: (d) => ['pnu_', d(alnum, 36)] },
  { id: 'databricks-token', make: (d) => ['dapi', d(hex, 32)] },
  { id: 'settlemint-token', make: (d) => ['sm_pat_', d(alnum, 16)] },
  {
    id: 'ansible-vault',
    confidence: 'possible',
    make: (d) => ['$ANSIBLE_VAULT;1.1;AES256\n', `${d(hex, 80)}\n${d(hex, 80)}`],
    least: 82,
  },
  // Models
  { id: 'openai-key', make: (d) => ['sk-proj-', `${d(alnum, 74)}T3BlbkFJ${d(alnum, 74)}`], least: 102 },
  { id: 'openai-key', make: (d) => ['sk-', `${d(alnum, 20)}T3BlbkFJ${d(alnum, 20)}`] },
  { id: 'anthropic-key', make: (d) => ['sk-ant-api03-', `${d(base64url, 93)}AA`] },
  { id: 'huggingface-token', make: (d) => ['hf_', d(lower + upper, 34)] },
  { id: 'replicate-token', make: (d) => ['r8_', d(alnum, 37)] },
  { id: 'groq-key', make: (d) => ['gsk_', d(alnum, 52)] },
  { id: 'perplexity-key', make: (d) => ['pplx-', d(alnum, 48)] },
  { id: 'xai-key', make: (d) => ['xai-', d(alnum, 80)] },
  { id: 'openrouter-key', make: (d) => ['sk-or-v1-', d(hex, 64)] },
  { id: 'langsmith-key', make: (d) => ['lsv2_pt_', `${d(hex, 32)}_${d(hex, 10)}`] },
  { id: 'nvidia-key', make: (d) => ['nvapi-', d(alnum, 64)], least: 60 },
  // Messages
  { id: 'slack-token', make: (d) => ['xoxb-', `${d(digits, 12)}-${d(digits, 12)}-${d(alnum, 24)}`], least: 20 },
  { id: 'slack-legacy-token', confidence: 'possible', make: (d) => ['xoxr-', d(alnum, 30)], least: 8 },
  { id: 'slack-config-token', make: (d) => ['xoxe.xoxb-1-', d(capital, 166)], least: 160 },
  { id: 'slack-app-token', make: (d) => ['xapp-', `1-A${d(upper, 9)}-${d(digits, 13)}-${d(hex, 64)}`], least: 50 },
  {
    id: 'slack-webhook',
    make: (d) => ['https://hooks.slack.com/services/', `T${d(upper, 8)}/B${d(upper, 8)}/${d(alnum, 24)}`],
    least: 39,
  },
  { id: 'telegram-bot-token', make: (d) => ['', `${d('123456789', 10)}:AA${d(alnum, 33)}`], misses: ['1234567890:AA'] },
  {
    id: 'discord-webhook',
    make: (d) => ['https://discord.com/api/webhooks/', `${d('123456789', 18)}/${d(alnum, 68)}`],
    least: 79,
  },
  {
    id: 'microsoft-teams-webhook',
    make: (d) => [
      'https://acme.webhook.office.com/webhookb2/',
      `${uuid(d)}@${uuid(d)}/IncomingWebhook/${d(small, 32)}/${uuid(d)}`,
    ],
  },
  { id: 'twilio-key', confidence: 'possible', make: (d) => ['SK', d(hex, 32)] },
  { id: 'twilio-auth-token', anyName: true, make: (d) => ['TWILIO_AUTH_TOKEN=', d(hex, 32)] },
  { id: 'sendgrid-key', make: (d) => ['SG.', `${d(alnum, 22)}.${d(alnum, 43)}`] },
  { id: 'mailgun-key', make: (d) => ['key-', d(hex, 32)] },
  { id: 'mailchimp-key', make: (d) => ['', `${d(hex, 32)}-us12`], least: 36, misses: ['en-us'] },
  { id: 'brevo-key', make: (d) => ['xkeysib-', `${d(hex, 64)}-${d(alnum, 16)}`] },
  { id: 'intra42-secret', make: (d) => ['s-s4t2ud-', d(hex, 64)] },
  { id: 'facebook-token', make: (d) => ['EAAC', d(alnum, 150)], least: 80 },
  // Payment
  {
    id: 'stripe-key',
    make: (d) => ['sk_live_', d(alnum, 24)],
    least: 10,
    misses: ['pk_live_4eC39HqLyjWDarjtT1zdp7dcABCD'],
  },
  { id: 'stripe-key', confidence: 'possible', make: (d) => ['rk_test_', d(alnum, 24)], least: 10 },
  { id: 'stripe-webhook-secret', make: (d) => ['whsec_', d(alnum, 32)] },
  { id: 'square-token', make: (d) => ['sq0atp-', d(alnum, 22)] },
  { id: 'shopify-token', make: (d) => ['shpat_', d(hex, 32)] },
  { id: 'flutterwave-key', make: (d) => ['FLWSECK-', `${d('abcdefgh0123456789', 32)}-X`] },
  { id: 'paypal-braintree-token', make: (d) => ['access_token$production$', `${d(small, 16)}$${d(hex, 32)}`] },
  { id: 'plaid-access-token', make: (d) => ['access-production-', uuid(d)] },
  { id: 'easypost-key', make: (d) => ['EZAK', d(alnum, 54)] },
  { id: 'shippo-token', make: (d) => ['shippo_live_', d(hex, 40)] },
  // Monitoring
  { id: 'new-relic-key', make: (d) => ['NRAK-', d(capital, 27)] },
  { id: 'grafana-token', make: (d) => ['glsa_', `${d(alnum, 32)}_${d(hex, 8)}`] },
  { id: 'grafana-token', make: (d) => ['glc_', d(base64, 80)], least: 32 },
  { id: 'sentry-user-token', make: (d) => ['sntryu_', d(hex, 64)] },
  { id: 'dynatrace-token', make: (d) => ['dt0c01.', `${d(capital, 24)}.${d(capital, 64)}`] },
  { id: 'honeycomb-key', make: (d) => ['hcaik_', d(small, 58)] },
  { id: 'posthog-key', make: (d) => ['phx_', d(alnum, 43)], least: 40 },
  // Services
  { id: 'figma-token', make: (d) => ['figd_', d(alnum, 40)] },
  { id: 'linear-key', make: (d) => ['lin_api_', d(alnum, 40)] },
  { id: 'notion-token', make: (d) => ['ntn_', d(digits, 11) + d(alnum, 35)] },
  { id: 'postman-key', make: (d) => ['PMAK-', `${d(hex, 24)}-${d(hex, 34)}`] },
  {
    id: 'onepassword-secret-key',
    make: (d) => ['A3-', [6, 6, 5, 5, 5, 5].map((length) => d(capital, length)).join('-')],
  },
  {
    id: 'authress-key',
    make: (d) => ['', `sc_${d(small, 10)}.${d(small, 5)}.acc-${d(small, 20)}.${d(alnum, 60)}`],
    least: 70,
    misses: ['a.acc-b.c'],
  },
  { id: 'duffel-token', make: (d) => ['duffel_live_', d(alnum, 43)] },
  { id: 'frameio-token', make: (d) => ['fio-u-', d(alnum, 64)] },
  { id: 'readme-key', make: (d) => ['rdme_', d(small, 70)] },
  { id: 'typeform-token', make: (d) => ['tfp_', d(alnum, 59)], least: 40 },
  { id: 'contentful-token', make: (d) => ['CFPAT-', d(alnum, 43)] },
  { id: 'maxmind-key', make: (d) => ['', `${d(alnum, 6)}_${d(alnum, 29)}_mmk`], misses: ['some_mmk'] },
  { id: 'mapbox-token', make: (d) => ['sk.', `eyJ${d(alnum, 80)}.${d(alnum, 22)}`] },
  { id: 'adobe-client-secret', make: (d) => ['p8e-', d(alnum, 32)] },
  { id: 'defined-networking-token', make: (d) => ['dnkey-', `${d(alnum, 26)}-${d(alnum, 52)}`] },
  {
    id: 'sidekiq-credentials',
    confidence: 'possible',
    make: (d) => ['BUNDLE_ENTERPRISE__CONTRIBSYS__COM=', `${d(hex, 8)}:${d(hex, 8)}`],
  },
  // By name and shape
  {
    id: 'discord-bot-token',
    make: (d) => ['DISCORD_TOKEN=', `MTA1${d(alnum, 22)}.${d(alnum, 6)}.${d(alnum, 38)}`],
    least: 50,
  },
  { id: 'crates-io-token', make: (d) => ['token = "cio', d(alnum, 32)], around: ['', '"'] },
  { id: 'airtable-token', make: (d) => ['AIRTABLE_TOKEN=', `pat${d(alnum, 14)}.${d(hex, 64)}`] },
  { id: 'resend-key', make: (d) => ['RESEND_KEY=re_', `${d(alnum, 8)}_${d(alnum, 24)}`] },
  { id: 'launchdarkly-key', make: (d) => ['LD_KEY=sdk-', uuid(d).replace(/^(.{14}).(.{4}).(.*)$/, '$14$2a$3')] },
  { id: 'datadog-key', make: (d) => ['DATADOG_APP_KEY=', d(hex, 40)] },
  { id: 'heroku-key', make: (d) => ['HEROKU_API_KEY=', uuid(d)] },
  { id: 'snyk-token', make: (d) => ['SNYK_TOKEN: ', uuid(d)] },
  { id: 'okta-token', make: (d) => ['OKTA_API_TOKEN="00', d(alnum, 40)], around: ['', '"'] },
];

testSamples(samples);

const seeds = [1, 2, 3];

test.each(seeds)('atlassian-token %i: the CRC32 of all that precedes it', (seed) => {
  const head = `ATATT3${random(seed)(alnum, 180)}=`;
  const check = crc32(head).toString(16).toUpperCase().padStart(8, '0');
  expect(hitsOf('atlassian-token', head + check)[0]?.confidence).toBe('confirmed');
  const wrong = check.startsWith('0') ? check.replace('0', '1') : `0${check.slice(1)}`;
  expect(hitsOf('atlassian-token', head + wrong)[0]?.confidence).toBe('possible');
});

test.each([
  'ATATT3',
  'ATATT3=DEADBEEF',
  `ATATT3${'x'.repeat(180)}=00000000`,
  `ATATT3${'a1B'.repeat(20)}=00000000`,
  `ATATT2${random(1)(alnum, 180)}=00000000`,
])('atlassian-token: not %s', (text) => expect(hitsOf('atlassian-token', text)).toEqual([]));

/** Bech32 by its own definition (BIP 173), to make the keys of `age`. */
function bech32(human: string, payload: readonly number[]): string {
  const polymod = (values: readonly number[]) => {
    let check = 1;
    for (const value of values) {
      const top = check >>> 25;
      check = ((check & 0x1ffffff) << 5) ^ value;
      for (const [bit, term] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries())
        if ((top >> bit) & 1) check ^= term;
    }
    return check >>> 0;
  };
  const codes = [...human].map((letter) => letter.charCodeAt(0));
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...payload];
  const check = polymod([...expanded, 0, 0, 0, 0, 0, 0]) ^ 1;
  const tail = [0, 1, 2, 3, 4, 5].map((index) => (check >> (5 * (5 - index))) & 31);
  return `${human}1${[...payload, ...tail].map((value) => 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'[value]).join('')}`;
}

test.each(seeds)('age-secret-key %i: the checksum of bech32', (seed) => {
  const payload = [...random(seed)(alnum, 52)].map((letter) => letter.charCodeAt(0) & 31);
  const key = bech32('age-secret-key-', payload).toUpperCase();
  expect(hitsOf('age-secret-key', key)[0]?.confidence).toBe('confirmed');
  const wrong = key.slice(0, -1) + (key.endsWith('Q') ? 'P' : 'Q');
  expect(hitsOf('age-secret-key', wrong)[0]?.confidence).toBe('possible');
});

const noAgeKeys = [
  'AGE-SECRET-KEY-1',
  `AGE-SECRET-KEY-1${'Q'.repeat(58)}`,
  `age-secret-key-1${random(1)('QPZRY9X8', 58)}`,
  `AGE-SECRET-KEY-1${'B'.repeat(58)}`,
  `AGE-SECRET-KEY-1${random(1)('QPZRY9X8', 57)}`,
];
test.each(noAgeKeys)('age-secret-key: not %s', (text) => expect(hitsOf('age-secret-key', text)).toEqual([]));

test.each(seeds)('pypi-token %i: a macaroon of the index', (seed) => {
  const macaroon = Buffer.concat([
    Buffer.from([2, 1, 8]),
    Buffer.from('pypi.org'),
    Buffer.from([2, 36]),
    Buffer.from(random(seed)(alnum, 90)),
  ]);
  const text = `pypi-${macaroon.toString('base64url')}`;
  expect(hitsOf('pypi-token', text)[0]).toMatchObject({ confidence: 'confirmed', why: 'macaroon of pypi.org' });
});

const noPypi = [
  'pypi-AgEIcHlwaS5vcmc',
  `pypi-AgEIcHlwaS5vcmc${'x'.repeat(80)}`,
  `pypi-AgEIcHlwaS5vcmd${random(1)(alnum, 80)}`,
  'pypi-server',
  `pypy-AgEIcHlwaS5vcmc${random(1)(alnum, 80)}`,
];
test.each(noPypi)('pypi-token: not %s', (text) => expect(hitsOf('pypi-token', text)).toEqual([]));

test.each(seeds)('artifactory-reference-token %i: decodes to one', (seed) => {
  const token = Buffer.from(`reftkn:01:1767225600:${random(seed)(alnum, 27)}`)
    .toString('base64')
    .slice(0, 64);
  expect(hitsOf('artifactory-reference-token', token)[0]?.confidence).toBe('confirmed');
  expect(hitsOf('artifactory-reference-token', `cmVmd${random(seed)(alnum, 59)}`)[0]?.confidence).toBe('possible');
});

/** Base 32 of RFC 4648, without padding. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** CRC-16/XMODEM by long division, bit by bit. */
function xmodem(bytes: Uint8Array): number {
  let check = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const carry = ((check >> 15) & 1) ^ ((byte >> bit) & 1);
      check = ((check << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
    }
  }
  return check;
}

test.each(seeds)('nats-seed %i: CRC-16 at its end', (seed) => {
  const body = Buffer.concat([Buffer.from([149, 0]), createHash('sha256').update(String(seed)).digest()]);
  const check = xmodem(body);
  const text = base32(Buffer.concat([body, Buffer.from([check & 0xff, check >> 8])]));
  expect(text).toMatch(/^SUA[A-Z2-7]{55}$/);
  expect(hitsOf('nats-seed', text)[0]?.confidence).toBe('confirmed');
  expect(hitsOf('nats-seed', base32(Buffer.concat([body, Buffer.from([check >> 8, ~check & 0xff])])))).toEqual([]);
});

test.each(seeds)('extended-private-key %i: base58 checksum', (seed) => {
  const payload = Buffer.concat([
    Buffer.from('0488ade4', 'hex'),
    Buffer.alloc(9),
    createHash('sha512').update(String(seed)).digest(),
    Buffer.from([0]),
  ]);
  const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
  const encode = (bytes: Uint8Array) => {
    let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
    let text = '';
    for (; number > 0n; number /= 58n)
      text = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[Number(number % 58n)] + text;
    return text;
  };
  const text = encode(Buffer.concat([payload, sha256(sha256(payload)).subarray(0, 4)]));
  expect(text).toMatch(/^xprv/);
  expect(hitsOf('extended-private-key', text)[0]?.confidence).toBe('confirmed');
  expect(hitsOf('extended-private-key', encode(Buffer.concat([payload, sha256(payload).subarray(0, 4)])))).toEqual([]);
});

test.each(seeds)('sentry-organisation-token %i: its first part is JSON', (seed) => {
  const claims = Buffer.from(
    JSON.stringify({ iat: 1767225600.5, url: 'https://sentry.io', region_url: 'https://us.sentry.io', org: 'acme' }),
  ).toString('base64');
  const text = `sntrys_${claims}_${random(seed)(base64, 43)}`;
  expect(hitsOf('sentry-organisation-token', text)[0]?.confidence).toBe('confirmed');
  expect(
    hitsOf('sentry-organisation-token', `sntrys_${claims.replace('eyJpYXQ', 'eyJpYXR')}_${random(seed)(base64, 43)}`),
  ).toEqual([]);
});

test.each(seeds)('grafana-key %i: decodes to one', (seed) => {
  const text = Buffer.from(JSON.stringify({ k: random(seed)(alnum, 32), n: 'viewer', id: 1 })).toString('base64');
  expect(hitsOf('grafana-key', text)[0]?.confidence).toBe('confirmed');
});

test.each(seeds)('onepassword-service-account %i: decodes to one', (seed) => {
  const account = {
    signInAddress: 'acme.1password.com',
    userAuth: { method: 'SRPg-4096' },
    email: 'a@example.com',
    secretKey: 'A3-X',
    muk: { k: random(seed)(alnum, 120) },
    deviceUuid: 'a',
  };
  const text = `ops_${Buffer.from(JSON.stringify(account)).toString('base64')}`;
  expect(hitsOf('onepassword-service-account', text)[0]?.confidence).toBe('confirmed');
});

test('what documentation prints is no secret', () => {
  expect(
    scanText(
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ),
  ).toEqual([]);
});
