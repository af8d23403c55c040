import { alnum, base64url, digits, hex, lower, type Sample, testSamples, upper, uuid } from './samples.ts';

const samples: readonly Sample[] = [
  { id: 'github-fine-grained-token', make: (d) => ['github_pat_', `${d(alnum, 22)}_${d(alnum, 59)}`] },
  { id: 'github-refresh-token', make: (d) => ['ghr_', d(alnum, 76)] },
  { id: 'gcp-oauth-client-secret', make: (d) => ['GOCSPX-', d(base64url, 27) + d(alnum, 1)] },
  { id: 'gcp-api-key', confidence: 'possible', make: (d) => ['AIza', d(alnum, 35)] },
  { id: 'gcp-refresh-token', make: (d) => ['1//0', d(alnum, 60)], least: 40, around: ['"', '"'] },
  { id: 'gcp-access-token', confidence: 'possible', make: (d) => ['ya29.', d(alnum, 120)], least: 60 },
  { id: 'slack-token', make: (d) => ['xoxb-', `${d(digits, 12)}-${d(digits, 12)}-${d(alnum, 24)}`], least: 20 },
  { id: 'slack-app-token', make: (d) => ['xapp-', `1-A${d(upper, 9)}-${d(digits, 13)}-${d(hex, 64)}`], least: 50 },
  {
    id: 'slack-webhook',
    make: (d) => ['https://hooks.slack.com/services/', `T${d(upper, 8)}/B${d(upper, 8)}/${d(alnum, 24)}`],
    least: 39,
  },
  {
    id: 'stripe-key',
    make: (d) => ['sk_live_', d(alnum, 24)],
    least: 10,
    misses: ['pk_live_4eC39HqLyjWDarjtT1zdp7dcABCD'],
  },
  { id: 'stripe-webhook-secret', make: (d) => ['whsec_', d(alnum, 32)] },
  { id: 'square-token', make: (d) => ['sq0atp-', d(alnum, 22)] },
  { id: 'shopify-token', make: (d) => ['shpat_', d(hex, 32)] },
  { id: 'flutterwave-key', make: (d) => ['FLWSECK-', `${d('abcdefgh0123456789', 32)}-X`] },
  { id: 'paypal-braintree-token', make: (d) => ['access_token$production$', `${d(lower + digits, 16)}$${d(hex, 32)}`] },
  { id: 'plaid-access-token', make: (d) => ['access-production-', uuid(d)] },
  { id: 'easypost-key', make: (d) => ['EZAK', d(alnum, 54)] },
  { id: 'shippo-token', make: (d) => ['shippo_live_', d(hex, 40)] },
];

testSamples(samples);
