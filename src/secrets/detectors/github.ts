/** GitHub. https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ */
import { hasBase62Crc } from '../checksum.ts';
import type { Detector, Match, Verdict } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

const titles: Readonly<Record<string, string>> = {
  p: 'GitHub personal access token',
  o: 'GitHub OAuth access token',
  u: 'GitHub user-to-server token',
  s: 'GitHub server-to-server token',
  r: 'GitHub refresh token',
};

/** The last six of 36 characters are a checksum; a token that fails it was made up, or cut. */
function classic({ groups, text, end }: Match): Verdict | undefined {
  const title = titles[groups['kind'] ?? ''] ?? 'GitHub token';
  const body = groups['body'] ?? '';
  if (hasBase62Crc(body)) return { confidence: 'confirmed', why: 'crc32 checksum', title };
  if (/^\w/.test(text.slice(end)) || !isRandom(body)) return undefined;
  return { confidence: 'possible', why: 'checksum does not match', title };
}

export const github = (): readonly Detector[] => [
  {
    id: 'github-token',
    title: 'GitHub token',
    source:
      'https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    expression: sticky`gh(?<kind>[pousr])_(?<body>[A-Za-z0-9]{36})`,
    shown: 4,
    judge: classic,
  },
  {
    id: 'github-refresh-token',
    title: 'GitHub refresh token',
    anchors: ['ghr_'],
    expression: token`ghr_(?<body>[A-Za-z0-9]{76})`,
    shown: 4,
    judge: drawn(3.5),
  },
  {
    id: 'github-app-token',
    title: 'GitHub server-to-server token',
    anchors: ['ghs_'],
    expression: token`ghs_\d{1,12}_(?<body>eyJ[\w-]{10,600}\.eyJ[\w-]{10,1200}\.[\w-]{20,800})`,
    reach: 3072,
    shown: 4,
    judge: drawn(3.5),
  },
  {
    id: 'github-fine-grained-token',
    title: 'GitHub fine-grained personal access token',
    source:
      'https://docs.github.com/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens',
    anchors: ['github_pat_'],
    expression: token`github_pat_(?<body>[A-Za-z0-9]{22}_[A-Za-z0-9]{59})`,
    shown: 11,
    judge: drawn(),
  },
];
