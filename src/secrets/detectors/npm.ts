/** npm. https://docs.npmjs.com/about-access-tokens, https://github.blog/2021-09-23-announcing-npms-new-access-token-format/ */
import { hasBase62Crc } from '../checksum.ts';
import type { Detector } from '../detector.ts';
import { isPlaceholder, isRandom } from '../value.ts';
import { sticky } from './expression.ts';

export const npm = (): readonly Detector[] => [
  {
    id: 'npm-token',
    title: 'npm access token',
    source: 'https://github.blog/2021-09-23-announcing-npms-new-access-token-format/',
    anchors: ['npm_'],
    expression: sticky`npm_(?<body>[A-Za-z0-9]{36})(?!\w)`,
    shown: 4,
    judge: ({ groups }) => {
      const body = groups['body'] ?? '';
      if (hasBase62Crc(body)) return { confidence: 'confirmed', why: 'crc32 checksum' };
      return isRandom(body) ? { confidence: 'possible', why: 'checksum does not match' } : undefined;
    },
  },
  {
    id: 'npm-registry-auth',
    title: 'npm registry credential',
    source: 'https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration',
    anchors: ['_auth', '_password'],
    gate: 'assignment',
    expression: sticky`(?<=(?:^|[\s;'"]|//[\w.:/@-]{3,200}):?)_(?:authToken|auth|password)[ \t]{0,4}=[ \t]{0,4}["']?(?<value>[^\s"'\\]{6,300})`,
    judge: ({ value }) => {
      if (isPlaceholder(value) || !isRandom(value, 2.5) || /^[A-Z_]+\d*$|[().]\w*[()]/.test(value)) return undefined;
      const sure = value.length >= 16 && /\d/.test(value);
      return { confidence: sure ? 'likely' : 'possible', why: 'credential key of .npmrc' };
    },
  },
];
