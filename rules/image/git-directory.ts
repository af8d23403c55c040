import type { Version } from '../../src/image/model.ts';
import { atLeast, madeBy, secretFiles } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { evidenceOf, listOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'git-directory',
  aliases: ['DKL-LI-0003'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 6,
  precision: 'high',
  summary: 'No repository of a version control system may ship in an image.',
  why: 'A repository holds everything that ever was in the project, what was removed for good reason too, and often the credentials it was fetched with.',
  bad: [
    {
      layers: [
        {
          '[|app/.git|]': { type: 'dir' },
          'app/.git/HEAD': 'ref: refs/heads/main\n',
          'app/.git/objects/pack/a.idx': 'x',
        },
      ],
    },
    {
      layers: [
        {
          '[|app/.git|]': { type: 'dir' },
          'app/.git/HEAD': 'x\n',
          'app/.git/config': '[remote "origin"]\n\turl = https://app:kX9-pQ2vLm@git.acme.dev/app.git\n',
        },
      ],
      severity: 'error',
    },
    { layers: [{ '[|srv/.hg|]': { type: 'dir' }, 'srv/.hg/store': 'x' }] },
  ],
  good: [
    { layers: [{ 'app/.gitignore': 'dist\n', 'app/.gitattributes': '* text\n' }] },
    { layers: [{ 'app/.git': 'gitdir: ../.git/modules/app\n' }] },
  ],

  *check(image) {
    const hits = secretFiles(image).filter((file) => !file.version.ended);
    for (const [folder, { first, bytes, count }] of repositories(image.files.all)) {
      const found = hits
        .filter((file) => file.path.startsWith(`${folder}/`))
        .flatMap((file) => atLeast(file.hits, 'likely'));
      yield {
        place: { kind: 'layer', layer: first.layer, path: folder },
        message: `\`/${folder}\` ships a repository of ${count} ${count === 1 ? 'file' : 'files'}${found.length > 0 ? `, with ${listOf(found)}` : ''}.`,
        evidence: [{ kind: 'bytes', what: 'repository', bytes, count }, ...found.slice(0, 10).map(evidenceOf)],
        related: madeBy(image, first.layer, 'brought it'),
        ...(found.length > 0 && { severity: 'error' as const }),
        help: `Name \`${folder.replace(/^.*\//, '')}\` in \`.dockerignore\`.`,
      };
    }
  },
});

interface Repository {
  readonly first: Version;
  bytes: number;
  count: number;
}

/** Folders of version control with files in them. */
function repositories(files: readonly Version[]): ReadonlyMap<string, Repository> {
  const found = new Map<string, Repository>();
  for (const version of files.filter(({ entry }) => entry.type === 'file')) {
    const [, folder] = /^((?:.*\/)?\.(?:git|hg|svn|bzr))\//.exec(version.entry.path) ?? [];
    if (folder === undefined) continue;
    const known = found.get(folder) ?? { first: version, bytes: 0, count: 0 };
    known.bytes += version.entry.size;
    known.count += 1;
    found.set(folder, known);
  }
  return found;
}
