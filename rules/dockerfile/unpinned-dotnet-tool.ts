import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-dotnet-tool',

  on: 'dockerfile',
  needs: { managers: ['dotnet'] },
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'What dotnet installs must have a version.',
  why: 'An install without a version takes whatever was published last, so two builds of one Dockerfile differ.',
  bad: ['FROM mcr.microsoft.com/dotnet/sdk:9.0\nRUN dotnet tool install --global [|dotnet-ef|]'],
  good: [
    'FROM mcr.microsoft.com/dotnet/sdk:9.0\nRUN dotnet tool install --global dotnet-ef --version 9.0.0',
    'FROM mcr.microsoft.com/dotnet/sdk:9.0\nRUN dotnet tool restore && dotnet restore',
  ],

  *check({ stages }) {
    for (const { first, loose, verb } of unpinnedInstalls(stages, 'dotnet')) {
      if (verb !== 'tool install') continue;
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'dotnet', name })),
        help: 'Name the version: `--version 9.0.0`.',
      };
    }
  },
});
