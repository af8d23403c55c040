/** Values without a mark of their own: told by the name they are given to, or by their whole shape. */
import type { Verdict } from '../detector.ts';
import { sha256 } from '../key.ts';
import { publisherOf } from '../known-keys.ts';
import { isRandom } from '../value.ts';
import { isSecretKey } from './aws.ts';

interface Shape {
  readonly id: string;
  readonly title: string;
  readonly value: RegExp;
  /** Where the name must hold this word. */
  readonly name?: RegExp;
  readonly confidence?: 'possible';
  /** Over the look that values drawn by a machine have. */
  readonly check?: (value: string) => boolean;
}

/** Whether a text is so many bytes in base 64. */
const bytesOf = (count: number) => (value: string) =>
  Buffer.from(value, 'base64').length === count && isRandom(value, 4);

/** Private keys of Curve25519 have five bits set and cleared in a certain way. */
function isClamped(value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  const clamped = ((bytes[0] ?? 0) & 7) === 0 && ((bytes[31] ?? 0) & 0xc0) === 0x40;
  return clamped && isRandom(value, 4) && !publisherOf(sha256(Buffer.from(value)));
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Shapes that speak for themselves once they stand under a secret's name. */
const shapesOf = (): readonly Shape[] => [
  { id: 'discord-bot-token', title: 'Discord bot token', value: /^[MNO][A-Za-z\d]{22,27}\.[\w-]{6}\.[\w-]{27,40}$/ },
  { id: 'crates-io-token', title: 'crates.io API token', value: /^cio[A-Za-z0-9]{32}$/ },
  { id: 'airtable-token', title: 'Airtable personal access token', value: /^pat[A-Za-z0-9]{14}\.[a-f0-9]{64}$/ },
  { id: 'resend-key', title: 'Resend API key', value: /^re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}$/ },
  {
    id: 'launchdarkly-key',
    title: 'LaunchDarkly key',
    value: /^(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  },
  { id: 'notion-token', title: 'Notion integration token', value: /^secret_[A-Za-z0-9]{43}$/ },
  { id: 'vault-token', title: 'HashiCorp Vault token', value: /^[sb]\.[A-Za-z0-9]{24}$/, name: /vault/ },
  { id: 'elevenlabs-key', title: 'ElevenLabs API key', value: /^sk_[a-f0-9]{48}$/ },
  {
    id: 'freemius-secret',
    title: 'Freemius secret key',
    value: /^sk_\S{29}$/,
    name: /secret_key/,
    confidence: 'possible',
  },
  {
    id: 'dropbox-token',
    title: 'Dropbox access token',
    value: /^(?:sl\.(?:u\.)?[\w=-]{130,1400}|[a-z0-9]{11}A{10}[\w=-]{43})$/i,
  },
];

/** Shapes that many things have: they count under the service's own name only. */
const vendorsOf = (): readonly Shape[] => [
  {
    name: /secret_?(?:access_?)?key|aws_?secret/,
    id: 'aws-secret-access-key',
    title: 'AWS secret access key',
    value: /^[A-Za-z0-9/+]{40}$/,
    check: isSecretKey,
  },
  {
    name: /(?:session|security)_?token/,
    id: 'aws-session-token',
    title: 'AWS session token',
    value: /^(?:FwoGZXIvYXdz|IQoJb3JpZ2lu|AQoDYXdz)[A-Za-z0-9/+=]{80,1900}$/,
  },
  {
    name: /(?:account|storage)_?key/,
    id: 'azure-storage-key',
    title: 'Azure storage account key',
    value: /^[A-Za-z0-9+/]{86}==$/,
    check: bytesOf(64),
  },
  {
    name: /access_?key/,
    id: 'azure-shared-access-key',
    title: 'Azure Service Bus, Event Hubs or IoT Hub key',
    value: /^[A-Za-z0-9+/]{43}=$/,
    check: bytesOf(32),
  },
  {
    name: /private_?key/,
    id: 'wireguard-private-key',
    title: 'WireGuard private key',
    value: /^[A-Za-z0-9+/]{43}=$/,
    check: isClamped,
    confidence: 'possible',
  },
  {
    name: /preshared_?key/,
    id: 'wireguard-preshared-key',
    title: 'WireGuard pre-shared key',
    value: /^[A-Za-z0-9+/]{43}=$/,
    check: bytesOf(32),
    confidence: 'possible',
  },
  {
    name: /(?:identity|registry)token/,
    id: 'docker-identity-token',
    title: 'registry identity token',
    value: /^[\w.+/=-]{20,2000}$/,
    confidence: 'possible',
  },
  { name: /adafruit/, id: 'adafruit-key', title: 'Adafruit IO key', value: /^[a-z0-9_-]{32}$/i },
  { name: /adobe/, id: 'adobe-credential', title: 'Adobe credential', value: /^[a-f0-9]{32}$/i },
  { name: /airtable/, id: 'airtable-key', title: 'Airtable API key', value: /^[a-z0-9]{17}$/i },
  { name: /algolia/, id: 'algolia-key', title: 'Algolia API key', value: /^[a-z0-9]{32}$/i },
  { name: /alibaba|aliyun/, id: 'alibaba-secret-key', title: 'Alibaba Cloud secret key', value: /^[a-z0-9]{30}$/i },
  { name: /asana/, id: 'asana-credential', title: 'Asana credential', value: /^(?:[a-z0-9]{32}|\d{16})$/i },
  {
    name: /atlassian|jira|confluence/,
    id: 'atlassian-legacy-token',
    title: 'Atlassian API token',
    value: /^[a-z0-9]{20}[a-f0-9]{4}$/i,
  },
  { name: /beamer/, id: 'beamer-token', title: 'Beamer API token', value: /^b_[\w=-]{44}$/i },
  { name: /bitbucket/, id: 'bitbucket-secret', title: 'Bitbucket credential', value: /^(?:[a-z0-9]{32}|[\w=-]{64})$/i },
  { name: /bittrex/, id: 'bittrex-key', title: 'Bittrex key', value: /^[a-z0-9]{32}$/i },
  {
    name: /cloudflare|^cf_/,
    id: 'cloudflare-key',
    title: 'Cloudflare API key',
    value: /^(?:[a-f0-9]{37}|[\w-]{40})$/i,
  },
  { name: /codecov/, id: 'codecov-token', title: 'Codecov token', value: /^(?:[a-z0-9]{32}|[0-9a-f-]{36})$/i },
  { name: /cohere|^co_api/, id: 'cohere-key', title: 'Cohere API key', value: /^[a-z0-9]{40}$/i },
  { name: /coinbase/, id: 'coinbase-token', title: 'Coinbase access token', value: /^[\w-]{64}$/ },
  { name: /confluent/, id: 'confluent-key', title: 'Confluent key', value: /^(?:[a-z0-9]{16}|[a-z0-9+/]{64})$/i },
  { name: /contentful/, id: 'contentful-delivery-token', title: 'Contentful delivery token', value: /^[\w=-]{43}$/ },
  { name: /datadog|^dd_/, id: 'datadog-key', title: 'Datadog key', value: /^(?:[a-z0-9]{40}|[a-f0-9]{32})$/i },
  {
    name: /discord/,
    id: 'discord-secret',
    title: 'Discord credential',
    value: /^(?:[a-f0-9]{64}|[\w=-]{32}|\d{18})$/i,
  },
  { name: /drone/, id: 'drone-token', title: 'Drone CI token', value: /^[a-z0-9]{32}$/i },
  { name: /dropbox/, id: 'dropbox-secret', title: 'Dropbox app secret', value: /^[a-z0-9]{15}$/i },
  { name: /etsy/, id: 'etsy-key', title: 'Etsy key', value: /^[a-z0-9]{24}$/i },
  {
    name: /facebook|^fb_/,
    id: 'facebook-secret',
    title: 'Facebook app secret',
    value: /^(?:[a-f0-9]{32}|\d{15,16}[|%][\w-]{27,40})$/i,
  },
  { name: /fastly/, id: 'fastly-token', title: 'Fastly API token', value: /^[\w=-]{32}$/ },
  {
    name: /finicity/,
    id: 'finicity-credential',
    title: 'Finicity credential',
    value: /^(?:[a-f0-9]{32}|[a-z0-9]{20})$/i,
  },
  { name: /finnhub/, id: 'finnhub-token', title: 'Finnhub API key', value: /^[a-z0-9]{20,40}$/i },
  { name: /flickr/, id: 'flickr-key', title: 'Flickr key', value: /^[a-z0-9]{32}$/i },
  { name: /freshbooks/, id: 'freshbooks-token', title: 'FreshBooks token', value: /^[a-z0-9]{64}$/i },
  { name: /gitter/, id: 'gitter-token', title: 'Gitter token', value: /^[\w-]{40}$/ },
  { name: /gocardless/, id: 'gocardless-token', title: 'GoCardless access token', value: /^live_[\w=-]{40}$/i },
  { name: /heroku/, id: 'heroku-key', title: 'Heroku API key', value: uuid },
  { name: /hubspot/, id: 'hubspot-key', title: 'HubSpot key', value: uuid },
  { name: /intercom/, id: 'intercom-token', title: 'Intercom token', value: /^[\w=-]{60}$/ },
  {
    name: /jfrog|artifactory|bintray|xray/,
    id: 'jfrog-token',
    title: 'JFrog token',
    value: /^(?:[a-z0-9]{73}|[a-z0-9]{64})$/i,
  },
  { name: /kraken/, id: 'kraken-key', title: 'Kraken key', value: /^[\w/=+-]{80,90}$/ },
  { name: /kucoin/, id: 'kucoin-key', title: 'KuCoin key', value: /^(?:[a-f0-9]{24}|[0-9a-f-]{36})$/i },
  { name: /launchdarkly/, id: 'launchdarkly-token', title: 'LaunchDarkly token', value: /^[\w=-]{40}$/ },
  {
    name: /linear/,
    id: 'linear-secret',
    title: 'Linear client secret',
    value: /^[a-f0-9]{32}$/i,
    confidence: 'possible',
  },
  { name: /linked_?in/, id: 'linkedin-secret', title: 'LinkedIn credential', value: /^[a-z0-9]{14,16}$/i },
  {
    name: /lob(?![a-z])|(?<![a-z])lob/,
    id: 'lob-key',
    title: 'Lob API key',
    value: /^(?:(?:live|test)_[a-f0-9]{35}|(?:live|test)_pub_[a-f0-9]{31})$/i,
  },
  { name: /looker/, id: 'looker-secret', title: 'Looker credential', value: /^(?:[a-z0-9]{20}|[a-z0-9]{24})$/i },
  {
    name: /mailgun/,
    id: 'mailgun-signing-key',
    title: 'Mailgun key',
    value: /^(?:(?:pub)?key-[a-f0-9]{32}|[a-h0-9]{32}-[a-h0-9]{8}-[a-h0-9]{8})$/i,
  },
  {
    name: /mapbox/,
    id: 'mapbox-public-token',
    title: 'Mapbox token',
    value: /^pk\.[\w-]{60}\.[\w-]{22}$/,
    confidence: 'possible',
  },
  { name: /mattermost/, id: 'mattermost-token', title: 'Mattermost access token', value: /^[a-z0-9]{26}$/i },
  { name: /meraki/, id: 'meraki-key', title: 'Cisco Meraki API key', value: /^[0-9a-f]{40}$/i },
  {
    name: /message_?bird/,
    id: 'messagebird-key',
    title: 'MessageBird key',
    value: /^(?:[a-z0-9]{25}|[0-9a-f-]{36})$/i,
  },
  { name: /netlify/, id: 'netlify-token', title: 'Netlify token', value: /^[\w=-]{40,46}$/ },
  { name: /new_?relic/, id: 'new-relic-id', title: 'New Relic key', value: /^[a-z0-9]{64}$/i },
  { name: /ny_?times|new_?york_?times/, id: 'nytimes-token', title: 'New York Times key', value: /^[\w=-]{32}$/ },
  { name: /okta/, id: 'okta-token', title: 'Okta API token', value: /^00[\w=-]{40}$/ },
  { name: /plaid/, id: 'plaid-secret', title: 'Plaid credential', value: /^(?:[a-z0-9]{24}|[a-z0-9]{30})$/i },
  { name: /private_?ai/, id: 'privateai-key', title: 'Private AI key', value: /^[a-z0-9]{32}$/i },
  { name: /rapid_?api/, id: 'rapidapi-key', title: 'RapidAPI key', value: /^[\w-]{50}$/ },
  { name: /sendbird/, id: 'sendbird-token', title: 'Sendbird token', value: /^(?:[a-f0-9]{40}|[0-9a-f-]{36})$/i },
  { name: /sentry/, id: 'sentry-token', title: 'Sentry token', value: /^[a-f0-9]{64}$/i },
  {
    name: /contribsys/,
    id: 'sidekiq-credentials',
    title: 'Contributed Systems gem credentials',
    value: /^[a-f0-9]{8}:[a-f0-9]{8}$/,
    confidence: 'possible',
  },
  { name: /snyk/, id: 'snyk-token', title: 'Snyk token', value: uuid },
  { name: /sonar/, id: 'sonar-legacy-token', title: 'Sonar token', value: /^[\w=-]{40}$/ },
  { name: /sourcegraph/, id: 'sourcegraph-legacy-token', title: 'Sourcegraph token', value: /^[a-f0-9]{40}$/i },
  { name: /squarespace/, id: 'squarespace-token', title: 'Squarespace token', value: uuid },
  { name: /sumo/, id: 'sumologic-key', title: 'Sumo Logic key', value: /^(?:[a-z0-9]{64}|su[a-z0-9]{12})$/i },
  { name: /telegr/, id: 'telegram-token', title: 'Telegram bot token', value: /^\d{5,16}:A[\w-]{34}$/ },
  { name: /travis/, id: 'travis-token', title: 'Travis CI token', value: /^[a-z0-9_-]{22}$/i },
  { name: /twilio/, id: 'twilio-auth-token', title: 'Twilio auth token', value: /^[0-9a-f]{32}$/ },
  { name: /twitch/, id: 'twitch-token', title: 'Twitch token', value: /^[a-z0-9]{30}$/i },
  {
    name: /twitter/,
    id: 'twitter-token',
    title: 'Twitter key',
    value: /^(?:[a-z0-9]{25}|[a-z0-9]{45}|[a-z0-9]{50}|\d{15,25}-[a-z0-9]{20,40}|A{22}[a-z0-9%]{80,100})$/i,
  },
  { name: /zendesk/, id: 'zendesk-secret', title: 'Zendesk secret', value: /^[a-z0-9]{40}$/i },
];

let made: { readonly shapes: readonly Shape[]; readonly vendors: readonly Shape[] } | undefined;

/** Made when a value is first asked about: most files hold none, and so many patterns take a while to read. */
function tables() {
  made ??= { shapes: shapesOf(), vendors: vendorsOf() };
  return made;
}

/** Every id that such a verdict may give. */
export function vendorIds(): readonly string[] {
  const { shapes, vendors } = tables();
  return [...shapes, ...vendors].map(({ id }) => id);
}

/** The verdict on a value whose name and shape together name a service; the name is a secret's already. */
export function vendorOf(name: string, value: string): Verdict | undefined {
  // A word of letters only may be anything; what a machine drew has digits.
  if (value.length < 12 || !/\d/.test(value)) return undefined;
  const lower = name.toLowerCase().replace(/[.-]/g, '_');
  const { shapes, vendors } = tables();
  const shape =
    shapes.find((one) => one.value.test(value) && (one.name === undefined || one.name.test(lower))) ??
    vendors.find((one) => one.name?.test(lower) && one.value.test(value));
  // Ten digits have less to tell than letters: sixteen of them drawn at random come to 2.7 bits each.
  const least = /^\d+$/.test(value) ? 2.2 : 2.8;
  const check = shape?.check ?? ((text: string) => isRandom(text.replace(/A{10,22}/, ''), least));
  if (!shape || !check(value)) return undefined;
  return {
    id: shape.id,
    title: shape.title,
    confidence: shape.confidence ?? 'likely',
    why: 'shape and name of the service agree',
  };
}
