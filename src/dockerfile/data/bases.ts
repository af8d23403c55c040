/** Official images that set nothing of this, and come on Debian unless the tag says Alpine: `+plain` in the table. */
export const plain =
  ' buildpack-deps node python ruby rust perl erlang elixir haskell swift gcc nginx mysql mariadb mongo rabbitmq postgres cassandra couchdb telegraf influxdb zookeeper hylang pypy clojure ';

/**
 * What well-known base images set for those who build on them, read from the projects' own Dockerfiles, 2026-11.
 * An image that is not here is taken to set nothing; one that is here and sets nothing is known to.
 *
 * A line for each kind of image, and the first that speaks of an image holds:
 * - repositories as `FROM` may write them, without `docker.io/` and `library/`; a star stands for whatever follows `/` or `-`;
 * - `:alpine` where it holds for such tags alone: a part of them begins so, and `-`, `_` and `.` part them;
 * - what it sets. Without a word the user is root, the folder `/`, the shell `/bin/sh -c`. What is `bare` has no shell and no package manager.
 */
export const bases = `
+plain golang httpd php redis tomcat wordpress memcached openjdk eclipse-temurin ibm-semeru-runtimes adoptopenjdk :nanoserver :windowsservercore :servercore user=ContainerAdministrator workdir=C:\\ windows=true shell=["cmd","/S","/C"]
debian family=debian
ubuntu public.ecr.aws/ubuntu/ubuntu phusion/baseimage family=ubuntu
alpine alpine/git alpine/curl docker registry frolvlad/alpine-* family=alpine
fedora centos rockylinux almalinux amazonlinux oraclelinux quay.io/centos/centos registry.fedoraproject.org/fedora registry.fedoraproject.org/fedora-minimal quay.io/fedora/fedora quay.io/fedora/fedora-minimal public.ecr.aws/amazonlinux/amazonlinux photon mageia rockylinux/* almalinux/* mcr.microsoft.com/azurelinux/* mcr.microsoft.com/cbl-mariner/* family=rpm
registry.access.redhat.com/ubi7 registry.access.redhat.com/ubi8 registry.access.redhat.com/ubi9 registry.access.redhat.com/ubi10 registry.access.redhat.com/ubi8/ubi registry.access.redhat.com/ubi9/ubi registry.access.redhat.com/ubi10/ubi registry.access.redhat.com/ubi8/ubi-minimal registry.access.redhat.com/ubi9/ubi-minimal registry.access.redhat.com/ubi10/ubi-minimal registry.access.redhat.com/ubi8-minimal registry.access.redhat.com/ubi9-minimal registry.access.redhat.com/ubi10-minimal registry.redhat.io/ubi8/ubi registry.redhat.io/ubi9/ubi registry.redhat.io/ubi8/ubi-minimal registry.redhat.io/ubi9/ubi-minimal family=rpm
ubi8/ubi ubi9/ubi ubi8/ubi-minimal ubi9/ubi-minimal ubi8-minimal ubi9-minimal ubi10-minimal redhat/ubi8 redhat/ubi9 redhat/ubi10 redhat/ubi8-minimal redhat/ubi9-minimal redhat/ubi10-minimal family=rpm
registry.access.redhat.com/ubi8/* registry.access.redhat.com/ubi9/* registry.access.redhat.com/ubi10/* user=1001 workdir=/opt/app-root/src family=rpm
opensuse/leap opensuse/tumbleweed registry.suse.com/bci/bci-base family=suse
archlinux archlinux/archlinux family=arch
busybox
+plain openjdk :alpine family=alpine
+plain family=debian
golang :alpine workdir=/go family=alpine
golang workdir=/go family=debian
golangci/golangci-lint :alpine workdir=/go family=alpine
golangci/golangci-lint workdir=/go family=debian
dart workdir=/root family=debian
r-base family=debian
httpd :alpine workdir=/usr/local/apache2 family=alpine
httpd workdir=/usr/local/apache2 family=debian
redis valkey/valkey :alpine workdir=/data family=alpine
redis valkey/valkey workdir=/data family=debian
php :apache :fpm :zts workdir=/var/www/html
php :alpine family=alpine
php family=debian
dunglas/frankenphp :alpine workdir=/app family=alpine
dunglas/frankenphp workdir=/app family=debian
wordpress nextcloud workdir=/var/www/html
drupal workdir=/opt/drupal
composer composer/composer workdir=/app family=alpine
tomcat workdir=/usr/local/tomcat
jetty user=jetty workdir=/var/lib/jetty
maven
gradle workdir=/home/gradle
openjdk java eclipse-temurin amazoncorretto adoptopenjdk azul/zulu-openjdk ibmjava ibm-semeru-runtimes sapmachine
azul/zulu-openjdk-alpine bellsoft/liberica-openjdk-alpine bellsoft/liberica-openjre-alpine family=alpine
azul/zulu-openjdk-debian bellsoft/liberica-openjdk-debian bellsoft/liberica-openjre-debian family=debian
memcached user=memcache workdir=/
haproxy user=haproxy workdir=/var/lib/haproxy
varnish user=varnish workdir=/etc/varnish
caddy workdir=/srv family=alpine
solr user=solr workdir=/opt/solr
flink workdir=/opt/flink
spark apache/spark user=spark workdir=/opt/spark/work-dir
apache/kafka user=appuser
apache/airflow user=airflow workdir=/opt/airflow shell=["/bin/bash","-o","pipefail","-o","errexit","-o","nounset","-o","nolog","-c"]
apache/superset user=superset workdir=/app
confluentinc/* user=appuser workdir=/home/appuser
elasticsearch docker.elastic.co/elasticsearch/elasticsearch user=1000:0 workdir=/usr/share/elasticsearch
kibana docker.elastic.co/kibana/kibana user=1000 workdir=/usr/share/kibana
logstash docker.elastic.co/logstash/logstash user=1000 workdir=/usr/share/logstash
sonarqube user=sonarqube workdir=/opt/sonarqube
sonatype/nexus3 user=nexus workdir=/opt/sonatype
jenkins/jenkins jenkins user=jenkins workdir=/
jenkins/agent user=jenkins workdir=/home/jenkins
jenkins/inbound-agent user=jenkins workdir=/home/jenkins
grafana/grafana grafana/grafana-oss grafana/grafana-enterprise user=472 workdir=/usr/share/grafana
prom/prometheus quay.io/prometheus/prometheus user=nobody workdir=/prometheus
prom/alertmanager quay.io/prometheus/alertmanager user=nobody workdir=/alertmanager
prom/node-exporter prom/blackbox-exporter prom/pushgateway quay.io/prometheus/* user=nobody
nginxinc/nginx-unprivileged :alpine user=101 family=alpine
nginxinc/nginx-unprivileged user=101 family=debian
bitnami/* bitnamilegacy/* bitnamisecure/* user=1001
quay.io/keycloak/keycloak user=1000
curlimages/curl user=curl_user family=alpine
gitlab/gitlab-ce gitlab/gitlab-ee healthcheck=true
vaultwarden/server healthcheck=true
netdata/netdata healthcheck=true
itzg/minecraft-server workdir=/data healthcheck=true
quay.io/jupyter/* jupyter/* user=1000 workdir=/home/jovyan family=ubuntu healthcheck=true shell=["/bin/bash","-o","pipefail","-c"]
cimg/* user=circleci workdir=/home/circleci/project family=ubuntu shell=["/bin/bash","-exo","pipefail","-c"]
selenium/* user=1200 family=ubuntu
gitpod/workspace-* user=gitpod family=ubuntu shell=["/bin/bash","-c"]
quay.io/argoproj/argocd user=999 workdir=/home/argocd family=ubuntu
nvidia/cuda nvcr.io/nvidia/cuda :ubuntu family=ubuntu
nvidia/cuda nvcr.io/nvidia/cuda :ubi :rockylinux :centos family=rpm
nvidia/cuda nvcr.io/nvidia/cuda
pytorch/pytorch workdir=/workspace family=ubuntu
emscripten/emsdk workdir=/src family=ubuntu
mambaorg/micromamba user=mambauser workdir=/tmp shell=["/usr/local/bin/_dockerfile_shell.sh"]
continuumio/miniconda3 continuumio/anaconda3 :alpine user=10151 family=alpine
continuumio/miniconda3 continuumio/anaconda3 family=debian
google/cloud-sdk gcr.io/google.com/cloudsdktool/cloud-sdk gcr.io/google.com/cloudsdktool/google-cloud-cli :alpine family=alpine
google/cloud-sdk gcr.io/google.com/cloudsdktool/cloud-sdk gcr.io/google.com/cloudsdktool/google-cloud-cli family=debian
ghcr.io/astral-sh/uv :alpine family=alpine
ghcr.io/astral-sh/uv :bookworm :bullseye :trixie :buster :stretch :slim :debian family=debian
quay.io/sclorg/s2i-core-* workdir=/opt/app-root/src family=rpm
oven/bun workdir=/home/bun/app
denoland/deno
ghcr.io/puppeteer/puppeteer user=pptruser workdir=/home/pptruser family=debian
mcr.microsoft.com/playwright mcr.microsoft.com/playwright/* mcr.microsoft.com/devcontainers/* mcr.microsoft.com/vscode/devcontainers/*
public.ecr.aws/lambda/* amazon/aws-lambda-* workdir=/var/task family=rpm
hashicorp/terraform hashicorp/packer family=alpine
osrf/ros ros family=ubuntu
gcr.io/distroless/* :nonroot user=65532 workdir=/home/nonroot bare=true
gcr.io/distroless/* bare=true
cgr.dev/chainguard/wolfi-base cgr.dev/chainguard/chainguard-base chainguard/wolfi-base family=wolfi
cgr.dev/chainguard/static user=65532 bare=true
mcr.microsoft.com/dotnet/* :nanoserver user=ContainerUser workdir=C:\\ windows=true shell=["cmd","/S","/C"]
mcr.microsoft.com/dotnet/framework/* user=ContainerAdministrator workdir=C:\\ windows=true shell=["powershell","-Command","$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]
mcr.microsoft.com/dotnet/* :nanoserver :windowsservercore :servercore user=ContainerAdministrator workdir=C:\\ windows=true shell=["powershell","-Command","$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]
mcr.microsoft.com/dotnet/* :chiseled :distroless user=1654 bare=true
mcr.microsoft.com/dotnet/* :alpine family=alpine
mcr.microsoft.com/dotnet/* :bookworm :bullseye :trixie :buster :stretch :slim :debian family=debian
mcr.microsoft.com/dotnet/*
mcr.microsoft.com/windows/nanoserver user=ContainerUser workdir=C:\\ windows=true shell=["cmd","/S","/C"]
mcr.microsoft.com/windows mcr.microsoft.com/windows/* user=ContainerAdministrator workdir=C:\\ windows=true shell=["cmd","/S","/C"]
`;
