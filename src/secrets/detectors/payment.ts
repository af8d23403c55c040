/** Payment services: Stripe, Square, Shopify, PayPal's Braintree, Flutterwave …. */
import type { Detector, Match, Verdict } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

function stripe({ groups }: Match): Verdict | undefined {
  const body = groups['body'] ?? '';
  if (!isRandom(body, 3) || (/^[a-z]+$/i.test(body) && body.length < 20)) return undefined;
  if (groups['mode'] === 'test') return { confidence: 'possible', why: 'a key of the test mode' };
  return { confidence: body.length >= 24 ? 'likely' : 'possible', why: 'format with its own prefix' };
}

export const payment = (): readonly Detector[] => [
  {
    id: 'stripe-key',
    title: 'Stripe secret key',
    source: 'https://docs.stripe.com/keys',
    anchors: ['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_', 'sk_prod_', 'rk_prod_'],
    expression: token`[sr]k_(?<mode>live|test|prod)_(?<body>[A-Za-z0-9]{10,247})`,
    shown: 8,
    judge: stripe,
  },
  {
    id: 'stripe-webhook-secret',
    title: 'Stripe webhook signing secret',
    source: 'https://docs.stripe.com/webhooks/signature',
    anchors: ['whsec_'],
    expression: token`whsec_(?<body>[A-Za-z0-9+/]{32,64}={0,2})`,
    shown: 6,
    judge: drawn(3.5),
  },
  {
    id: 'square-token',
    title: 'Square access token',
    source: 'https://developer.squareup.com/docs/build-basics/access-tokens',
    anchors: ['sq0atp-', 'sq0csp-', 'EAAA'],
    expression: token`(?:sq0(?:atp-(?<body>[\w-]{22})|csp-[\w-]{43})|EAAA[\w-]{60})(?![\w-])`,
    shown: 7,
    judge: drawn(),
  },
  {
    id: 'shopify-token',
    title: 'Shopify access token',
    source: 'https://shopify.dev/docs/apps/build/authentication-authorization',
    anchors: ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shpua_', 'shptka_'],
    expression: token`shp(?:at|ca|pa|ss|ua|tka)_(?<body>[a-fA-F0-9]{32})`,
    shown: 6,
    judge: drawn(2.5),
  },
  {
    id: 'flutterwave-key',
    title: 'Flutterwave secret key',
    source: 'https://developer.flutterwave.com/docs/authentication',
    anchors: ['FLWSECK-', 'FLWSECK_TEST-'],
    expression: token`FLWSECK(?:_TEST)?-(?<body>[a-hA-H0-9]{32}-X|[a-hA-H0-9]{12})(?![A-Za-z0-9])`,
    shown: 8,
    judge: drawn(2.5),
  },
  {
    id: 'paypal-braintree-token',
    title: 'Braintree access token',
    source: 'https://developer.paypal.com/braintree/docs',
    anchors: ['access_token$'],
    expression: sticky`access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$(?<body>[0-9a-f]{32})(?![0-9a-z])`,
    shown: 13,
    judge: drawn(2.5),
  },
  {
    id: 'plaid-access-token',
    title: 'Plaid access token',
    source: 'https://plaid.com/docs/api/tokens/',
    anchors: ['access-sandbox-', 'access-development-', 'access-production-'],
    expression: token`access-(?:sandbox|development|production)-(?<body>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})`,
    shown: 7,
    judge: drawn(2.5),
  },
  {
    id: 'easypost-key',
    title: 'EasyPost API key',
    source: 'https://docs.easypost.com/docs/authentication',
    anchors: ['EZAK', 'EZTK'],
    expression: token`EZ[AT]K(?<body>[A-Za-z0-9]{54})`,
    shown: 4,
    judge: drawn(),
  },
  {
    id: 'shippo-token',
    title: 'Shippo API token',
    source: 'https://docs.goshippo.com/docs/guides_general/authentication/',
    anchors: ['shippo_'],
    expression: token`shippo_(?:live|test)_(?<body>[a-fA-F0-9]{40})`,
    shown: 7,
    judge: drawn(2.5),
  },
];
