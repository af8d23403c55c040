import { named, unpinnedInstalls } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unpinned-conda-package',

  on: 'dockerfile',
  needs: { managers: ['conda'] },
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'What conda installs must have a version.',
  why: 'An install without a version takes whatever the channel holds on the day, so two builds of one Dockerfile differ.',
  bad: [
    'FROM continuumio/miniconda3:24.11.1-0\nRUN conda install -y [|numpy|]',
    'FROM mambaorg/micromamba:2.0.5\nRUN micromamba install -y -c conda-forge python=3.13 [|numpy|]',
  ],
  good: [
    'FROM continuumio/miniconda3:24.11.1-0\nRUN conda install -y numpy=2.2',
    'FROM continuumio/miniconda3:24.11.1-0\nRUN conda create -y -n app python=3.13',
    'FROM continuumio/miniconda3:24.11.1-0\nRUN conda env create -f environment.yml',
  ],

  *check({ stages }) {
    for (const { first, loose } of unpinnedInstalls(stages, 'conda')) {
      yield {
        place: first.word.place,
        message: `${named(loose)} ${loose.length > 1 ? 'have' : 'has'} no version.`,
        evidence: loose.map(({ name = '' }) => ({ kind: 'package', manager: 'conda', name })),
        help: 'Name the version: `numpy=2.2`.',
      };
    }
  },
});
