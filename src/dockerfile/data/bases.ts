/**
 * What well-known base images set for those who build on them, read from the projects' own Dockerfiles, 2026-11.
 * An image that is not here is taken to set nothing; one that is here and sets nothing is known to.
 */

export interface BaseRow {
  /** Repositories as `FROM` may write them, without `docker.io/` and `library/`. */
  readonly names?: readonly string[];
  /** The same of all whose names begin so and go on. */
  readonly under?: readonly string[];
  /** Holds for tags a part of which begins with one of these; `-`, `_` and `.` part them. The first row whose name and tag match is taken. */
  readonly tag?: readonly string[];
  /** `root` when absent. */
  readonly user?: string;
  /** `/` when absent. */
  readonly workdir?: string;
  /** `/bin/sh -c` when absent. */
  readonly shell?: readonly string[];
  readonly healthcheck?: true;
  readonly windows?: true;
  /** No shell and no package manager in it. */
  readonly bare?: true;
  readonly family?: 'debian' | 'ubuntu' | 'alpine' | 'rpm' | 'wolfi' | 'suse' | 'arch';
}

const bashPipefail = ['/bin/bash', '-o', 'pipefail', '-c'];
const powershell = [
  'powershell',
  '-Command',
  "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';",
];
const cmd = ['cmd', '/S', '/C'];
const alpine = ['alpine'];
const windows = ['nanoserver', 'windowsservercore', 'servercore'];
const debian = ['bookworm', 'bullseye', 'trixie', 'buster', 'stretch', 'slim', 'debian'];
const nonroot = ['nonroot'];

/** Official images that set nothing of this, and come on Debian unless the tag says Alpine. */
const plain = [
  'buildpack-deps',
  'node',
  'python',
  'ruby',
  'rust',
  'perl',
  'erlang',
  'elixir',
  'haskell',
  'swift',
  'gcc',
  'nginx',
  'mysql',
  'mariadb',
  'mongo',
  'rabbitmq',
  'postgres',
  'cassandra',
  'couchdb',
  'telegraf',
  'influxdb',
  'zookeeper',
  'hylang',
  'pypy',
  'clojure',
] as const;

export const bases: readonly BaseRow[] = [
  {
    names: [
      ...plain,
      'golang',
      'httpd',
      'php',
      'redis',
      'tomcat',
      'wordpress',
      'memcached',
      'openjdk',
      'eclipse-temurin',
    ],
    tag: windows,
    windows: true,
    user: 'ContainerAdministrator',
    workdir: 'C:\\',
    shell: cmd,
  },
  { names: ['debian'], family: 'debian' },
  {
    names: ['ubuntu', 'mcr.microsoft.com/mirror/docker/library/ubuntu', 'public.ecr.aws/ubuntu/ubuntu'],
    family: 'ubuntu',
  },
  { names: ['alpine', 'alpine/git', 'alpine/curl', 'docker'], family: 'alpine' },
  {
    names: [
      'fedora',
      'centos',
      'rockylinux',
      'almalinux',
      'amazonlinux',
      'oraclelinux',
      'quay.io/centos/centos',
      'registry.fedoraproject.org/fedora',
      'registry.fedoraproject.org/fedora-minimal',
      'public.ecr.aws/amazonlinux/amazonlinux',
      'photon',
      'mageia',
    ],
    under: ['rockylinux/', 'almalinux/', 'mcr.microsoft.com/azurelinux/', 'mcr.microsoft.com/cbl-mariner/'],
    family: 'rpm',
  },
  {
    names: [
      'registry.access.redhat.com/ubi7',
      'registry.access.redhat.com/ubi8',
      'registry.access.redhat.com/ubi9',
      'registry.access.redhat.com/ubi10',
      'registry.access.redhat.com/ubi8/ubi',
      'registry.access.redhat.com/ubi9/ubi',
      'registry.access.redhat.com/ubi10/ubi',
      'registry.access.redhat.com/ubi8/ubi-minimal',
      'registry.access.redhat.com/ubi9/ubi-minimal',
      'registry.access.redhat.com/ubi10/ubi-minimal',
      'registry.access.redhat.com/ubi8-minimal',
      'registry.access.redhat.com/ubi9-minimal',
    ],
    family: 'rpm',
  },
  {
    under: [
      'registry.access.redhat.com/ubi8/',
      'registry.access.redhat.com/ubi9/',
      'registry.access.redhat.com/ubi10/',
    ],
    user: '1001',
    workdir: '/opt/app-root/src',
    family: 'rpm',
  },
  { names: ['opensuse/leap', 'opensuse/tumbleweed', 'registry.suse.com/bci/bci-base'], family: 'suse' },
  { names: ['archlinux', 'archlinux/archlinux'], family: 'arch' },
  { names: ['busybox'] },
  { names: [...plain, 'openjdk'], tag: alpine, family: 'alpine' },
  { names: plain, family: 'debian' },
  { names: ['golang'], tag: alpine, workdir: '/go', family: 'alpine' },
  { names: ['golang'], workdir: '/go', family: 'debian' },
  { names: ['httpd'], tag: alpine, workdir: '/usr/local/apache2', family: 'alpine' },
  { names: ['httpd'], workdir: '/usr/local/apache2', family: 'debian' },
  { names: ['redis', 'valkey/valkey'], tag: alpine, workdir: '/data', family: 'alpine' },
  { names: ['redis', 'valkey/valkey'], workdir: '/data', family: 'debian' },
  { names: ['php'], tag: ['apache', 'fpm', 'zts'], workdir: '/var/www/html' },
  { names: ['php'], tag: alpine, family: 'alpine' },
  { names: ['php'], family: 'debian' },
  { names: ['wordpress', 'nextcloud'], workdir: '/var/www/html' },
  { names: ['drupal'], workdir: '/opt/drupal' },
  { names: ['composer', 'composer/composer'], workdir: '/app', family: 'alpine' },
  { names: ['tomcat'], workdir: '/usr/local/tomcat' },
  { names: ['jetty'], user: 'jetty', workdir: '/var/lib/jetty' },
  { names: ['maven'] },
  { names: ['gradle'], workdir: '/home/gradle' },
  { names: ['openjdk', 'eclipse-temurin', 'amazoncorretto', 'azul/zulu-openjdk', 'ibmjava', 'sapmachine'] },
  { names: ['memcached'], user: 'memcache', workdir: '/' },
  { names: ['haproxy'], user: 'haproxy', workdir: '/var/lib/haproxy' },
  { names: ['varnish'], user: 'varnish', workdir: '/etc/varnish' },
  { names: ['caddy'], workdir: '/srv', family: 'alpine' },
  { names: ['solr'], user: 'solr', workdir: '/opt/solr' },
  { names: ['flink'], workdir: '/opt/flink' },
  { names: ['spark', 'apache/spark'], user: 'spark', workdir: '/opt/spark/work-dir' },
  { names: ['apache/kafka'], user: 'appuser' },
  {
    names: ['apache/airflow'],
    user: 'airflow',
    workdir: '/opt/airflow',
    shell: ['/bin/bash', '-o', 'pipefail', '-o', 'errexit', '-o', 'nounset', '-o', 'nolog', '-c'],
  },
  { names: ['apache/superset'], user: 'superset', workdir: '/app' },
  { under: ['confluentinc/'], user: 'appuser', workdir: '/home/appuser' },
  {
    names: ['elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
    user: '1000:0',
    workdir: '/usr/share/elasticsearch',
  },
  { names: ['kibana', 'docker.elastic.co/kibana/kibana'], user: '1000', workdir: '/usr/share/kibana' },
  { names: ['logstash', 'docker.elastic.co/logstash/logstash'], user: '1000', workdir: '/usr/share/logstash' },
  { names: ['sonarqube'], user: 'sonarqube', workdir: '/opt/sonarqube' },
  { names: ['sonatype/nexus3'], user: 'nexus', workdir: '/opt/sonatype' },
  { names: ['jenkins/jenkins', 'jenkins'], user: 'jenkins', workdir: '/' },
  { names: ['jenkins/agent'], user: 'jenkins', workdir: '/home/jenkins' },
  { names: ['jenkins/inbound-agent'], user: 'jenkins', workdir: '/home/jenkins' },
  {
    names: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
    user: '472',
    workdir: '/usr/share/grafana',
  },
  { names: ['prom/prometheus', 'quay.io/prometheus/prometheus'], user: 'nobody', workdir: '/prometheus' },
  { names: ['prom/alertmanager', 'quay.io/prometheus/alertmanager'], user: 'nobody', workdir: '/alertmanager' },
  {
    names: ['prom/node-exporter', 'prom/blackbox-exporter', 'prom/pushgateway'],
    under: ['quay.io/prometheus/'],
    user: 'nobody',
  },
  { names: ['nginxinc/nginx-unprivileged'], tag: alpine, user: '101', family: 'alpine' },
  { names: ['nginxinc/nginx-unprivileged'], user: '101', family: 'debian' },
  { under: ['bitnami/', 'bitnamilegacy/', 'bitnamisecure/'], tag: [''], user: '1001' },
  { names: ['quay.io/keycloak/keycloak'], user: '1000' },
  { names: ['curlimages/curl'], user: 'curl_user', family: 'alpine' },
  { names: ['gitlab/gitlab-ce', 'gitlab/gitlab-ee'], healthcheck: true },
  { names: ['vaultwarden/server'], healthcheck: true },
  { names: ['netdata/netdata'], healthcheck: true },
  { names: ['itzg/minecraft-server'], workdir: '/data', healthcheck: true },
  {
    under: ['quay.io/jupyter/', 'jupyter/'],
    user: '1000',
    workdir: '/home/jovyan',
    shell: bashPipefail,
    healthcheck: true,
    family: 'ubuntu',
  },
  {
    under: ['cimg/'],
    user: 'circleci',
    workdir: '/home/circleci/project',
    shell: ['/bin/bash', '-exo', 'pipefail', '-c'],
    family: 'ubuntu',
  },
  { under: ['selenium/'], user: '1200', family: 'ubuntu' },
  { under: ['gitpod/workspace-'], user: 'gitpod', shell: ['/bin/bash', '-c'], family: 'ubuntu' },
  { names: ['quay.io/argoproj/argocd'], user: '999', workdir: '/home/argocd', family: 'ubuntu' },
  { names: ['oven/bun'], workdir: '/home/bun/app' },
  { names: ['denoland/deno'] },
  { names: ['ghcr.io/puppeteer/puppeteer'], user: 'pptruser', workdir: '/home/pptruser', family: 'debian' },
  {
    names: ['mcr.microsoft.com/playwright'],
    under: [
      'mcr.microsoft.com/playwright/',
      'mcr.microsoft.com/devcontainers/',
      'mcr.microsoft.com/vscode/devcontainers/',
    ],
  },
  { under: ['public.ecr.aws/lambda/', 'amazon/aws-lambda-'], workdir: '/var/task', family: 'rpm' },
  { names: ['hashicorp/terraform', 'hashicorp/packer'], family: 'alpine' },
  { names: ['osrf/ros', 'ros'], family: 'ubuntu' },
  { under: ['gcr.io/distroless/'], tag: nonroot, user: '65532', workdir: '/home/nonroot', bare: true },
  { under: ['gcr.io/distroless/'], bare: true },
  {
    names: ['cgr.dev/chainguard/wolfi-base', 'cgr.dev/chainguard/chainguard-base', 'chainguard/wolfi-base'],
    family: 'wolfi',
  },
  { names: ['cgr.dev/chainguard/static'], user: '65532', bare: true },
  {
    under: ['mcr.microsoft.com/dotnet/'],
    tag: ['nanoserver'],
    windows: true,
    user: 'ContainerUser',
    workdir: 'C:\\',
    shell: cmd,
  },
  {
    under: ['mcr.microsoft.com/dotnet/framework/'],
    windows: true,
    user: 'ContainerAdministrator',
    workdir: 'C:\\',
    shell: powershell,
  },
  {
    under: ['mcr.microsoft.com/dotnet/'],
    tag: windows,
    windows: true,
    user: 'ContainerAdministrator',
    workdir: 'C:\\',
    shell: powershell,
  },
  { under: ['mcr.microsoft.com/dotnet/'], tag: ['chiseled', 'distroless'], user: '1654', bare: true },
  { under: ['mcr.microsoft.com/dotnet/'], tag: alpine, family: 'alpine' },
  { under: ['mcr.microsoft.com/dotnet/'], tag: debian, family: 'debian' },
  { under: ['mcr.microsoft.com/dotnet/'] },
  {
    names: ['mcr.microsoft.com/windows/nanoserver'],
    windows: true,
    user: 'ContainerUser',
    workdir: 'C:\\',
    shell: cmd,
  },
  {
    names: ['mcr.microsoft.com/windows'],
    under: ['mcr.microsoft.com/windows/'],
    windows: true,
    user: 'ContainerAdministrator',
    workdir: 'C:\\',
    shell: cmd,
  },
];
