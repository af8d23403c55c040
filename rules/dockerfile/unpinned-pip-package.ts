import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-pip-package',
  aliases: ['DL3013'],
  on: 'dockerfile',
  needs: { managers: ['pip', 'pipx', 'uv'] },
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'What pip installs must have a version.',
  why: 'An install without a version takes whatever was published last, so two builds of one Dockerfile differ.',
  bad: [
    'FROM python:3.13\nRUN pip install [|flask|]',
    'FROM python:3.13\nRUN python3 -m pip install --upgrade [|pip|] setuptools',
    'FROM python:3.13\nRUN pip install [|git+https://github.com/acme/app|]',
  ],
  good: [
    'FROM python:3.13\nRUN pip install flask==3.1.0 "gunicorn>=23"',
    'FROM python:3.13\nRUN pip install -r requirements.txt',
    'FROM python:3.13\nRUN pip install . && pip install ./app "src/app[dev]" app-1.0-py3-none-any.whl',
    'FROM python:3.13\nRUN pip install -c constraints.txt flask',
    'FROM python:3.13\nRUN pip install git+https://github.com/acme/app@v1.0',
    'FROM python:3.13\nRUN pip install $PACKAGES',
    'FROM python:3.13\nRUN find dist -name "app-*.whl" -exec pip install {}[all] \\;',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'pip', 'pipx', 'uv')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'pip', name })),
        help: 'Name the version: `flask==3.1.0`, or list them in a requirements file.',
      };
    }
  },
});
