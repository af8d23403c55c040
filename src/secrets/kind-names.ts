/** The names of all kinds of secrets, written down so that a configuration can be checked without loading their detectors. */
export const kindNames: readonly string[] = `
adafruit-key adobe-client-secret adobe-credential age-secret-key airtable-key airtable-token aiven-token algolia-key
alibaba-access-key-id alibaba-secret-key ansible-vault anthropic-key artifactory-key artifactory-reference-token
asana-credential atlassian-legacy-token atlassian-token authorization-header authress-key aws-access-key-id
aws-bedrock-key aws-bedrock-session-key aws-secret-access-key aws-session-token azure-annotated-key
azure-app-configuration azure-client-secret azure-devops-token azure-function-key azure-resource-key
azure-shared-access-key azure-shared-access-signature azure-storage-key beamer-token bitbucket-app-password
bitbucket-secret bittrex-key brevo-key buildkite-token bundler-credential circleci-token clickhouse-key
clojars-token cloudflare-key cloudflare-origin-key codecov-token cohere-key coinbase-token command-line-password
confluent-key contentful-delivery-token contentful-token crates-io-token curl-credentials databricks-token
datadog-key defined-networking-token digitalocean-token discord-bot-token discord-secret discord-webhook
docker-hub-token docker-identity-token docker-registry-auth doppler-token drone-token dropbox-secret dropbox-token
duffel-token dynatrace-token easypost-key elevenlabs-key etsy-key extended-private-key facebook-secret
facebook-token fastly-token figma-token finicity-credential finnhub-token flickr-key flutterwave-key fly-token
frameio-token freemius-secret freshbooks-token gcp-access-token gcp-api-key gcp-oauth-client-secret
gcp-refresh-token gcp-service-account git-credentials github-app-token github-fine-grained-token
github-refresh-token github-token gitlab-job-token gitlab-runner-registration-token gitlab-session gitlab-token
gitter-token gocardless-token grafana-key grafana-token groq-key harness-token heroku-key honeycomb-key hubspot-key
huggingface-token infracost-key intercom-token intra42-secret java-keystore jfrog-token jsr-token jwk-private-key
jwt kerberos-keytab kraken-key kubeconfig-credential kubernetes-secret kubernetes-service-account-token kucoin-key
langsmith-key launchdarkly-key launchdarkly-token linear-key linear-secret linkedin-secret lob-key login-password
looker-secret mailchimp-key mailgun-key mailgun-signing-key mapbox-public-token mapbox-token mattermost-token
maxmind-key meraki-key messagebird-key microsoft-teams-webhook nats-seed neon-key netlify-token netrc-password
new-relic-id new-relic-key notion-token npm-registry-auth npm-token nuget-key nvidia-key nytimes-token octopus-key
okta-token onepassword-secret-key onepassword-service-account openai-key openrouter-key openshift-token
openvpn-static-key ovh-key packagist-token password-hash paypal-braintree-token perplexity-key pgpass-password
pkcs12-keystore plaid-access-token plaid-secret planetscale-token posthog-key postman-key prefect-token private-key
privateai-key pulumi-token putty-private-key pypi-token rails-master-key rapidapi-key readme-key render-key
replicate-token resend-key rubygems-token scalingo-token secret-assignment sendbird-token sendgrid-key
sentry-organisation-token sentry-token sentry-user-token settlemint-token shippo-token shopify-token
sidekiq-credentials slack-app-token slack-config-token slack-legacy-token slack-token slack-webhook snyk-token
sonar-legacy-token sonar-token sourcegraph-legacy-token sourcegraph-token square-token squarespace-token stripe-key
stripe-webhook-secret sumologic-key supabase-token tailscale-key telegram-bot-token telegram-token tencent-secret-id
terraform-cloud-token travis-token twilio-auth-token twilio-key twitch-token twitter-token typeform-token
url-credentials vault-token wireguard-preshared-key wireguard-private-key xai-key xml-password xml-private-key
yandex-token zendesk-secret
`
  .trim()
  .split(/\s+/);
