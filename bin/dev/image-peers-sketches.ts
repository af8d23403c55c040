/** Two images for `image-peers.ts`: one that trips every check of dockle's, and one that only its known faults trip. */
import type { ImageSketch } from '../../src/rule.ts';

const shell = (command: string) => `/bin/sh -c ${command}`;
const nop = (instruction: string) => `/bin/sh -c #(nop) ${instruction}`;
const file = { content: 'x' };

/** What dockle's checks are for. */
export const guilty: ImageSketch = {
  reference: 'acme/guilty:latest',
  layers: [
    {
      'etc/passwd': 'root:x:0:0::/root:/bin/sh\nbackup:x:34:34::/var:/bin/sh\nadmin:x:34:35::/home:/bin/sh\n',
      'etc/group': 'root:x:0:\nbackup:x:34:\nadmin:x:34:\n',
      'etc/shadow': 'root::19000:0:99999:7:::\n',
    },
    { 'var/lib/apt/lists/deb_Packages': { size: 50_000 } },
    { 'app/config.ini': file },
    { 'var/cache/apk/APKINDEX.1.tar.gz': { size: 50_000 } },
    { 'usr/bin/tool': { content: 'x', mode: 0o4755 } },
    { 'app/x': file },
    {
      'app/id_rsa': '-----BEGIN RSA PRIVATE KEY-----\n',
      'app/.git/config': '[core]\n',
      'app/Dockerfile': 'FROM scratch\n',
    },
  ],
  history: [
    nop('ADD file:1111111111111111 in / '),
    shell('apt-get update'),
    nop('ADD file:2222222222222222 in /app/config.ini '),
    shell('apk add curl'),
    shell('sudo make install'),
    shell('apt-get update && apt-get dist-upgrade -y'),
    { by: nop(' ENV API_PASSWORD=Zq8vB3nL5xT9wY2k'), empty: true },
    nop('COPY dir:3333333333333333 in /app '),
  ],
  config: { Env: ['API_PASSWORD=Zq8vB3nL5xT9wY2k'], Volumes: { '/proc': {} } },
};

/** What dockle is known to take for a fault: see its issues 202, 250, 277, 282, 130, 151, and those about ADD in a base. */
export const innocent: ImageSketch = {
  reference: 'acme/innocent:1.0',
  layers: [
    {
      'etc/passwd': 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n',
      'etc/group': 'root:x:0:\napp:x:1000:\n',
      'etc/shadow': 'root:*:19000:0:99999:7:::\n',
    },
    { 'usr/share/doc/x': file },
    { 'usr/bin/curl': file },
    { 'usr/bin/sudo-free': file },
    {
      'app/settings.py': 'DEBUG = False\n',
      'app/node_modules/dotenv/.env': 'NAME=acme\n',
      'app/credentials': 'see the guide\n',
    },
  ],
  history: [
    nop('ADD file:1111111111111111 in / '),
    nop('ADD file:2222222222222222 in / '),
    shell('apk add --no-cache libcrypto3=3.1.4-r1 token-tools=1.0-r0'),
    shell('apt-get update && apt-get install -y sudo; apt-get dist-clean; rm -rf /var/lib/apt/lists/*'),
    { by: nop(' ENV GPG_KEY_ID=0123456789ABCDEF KEYCLOAK_VERSION=24.0'), empty: true },
    nop('COPY dir:3333333333333333 in /app '),
    { by: nop(' HEALTHCHECK &{["CMD" "true"]}'), empty: true },
  ],
  config: {
    User: '1000',
    Env: ['GPG_KEY_ID=0123456789ABCDEF', 'KEYCLOAK_VERSION=24.0'],
    Healthcheck: { Test: ['CMD', 'true'] },
  },
  base: 2,
};
