import { keptCaches, oncePerRun, withCleanUp } from '../../src/dockerfile/kept-caches.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'conda-cache-kept',

  on: 'dockerfile',
  needs: { managers: ['conda'] },
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'What conda keeps for later must not stay in a layer.',
  why: 'Files of the cache are of no use to the image once the install is done, and stay in its layer for good.',
  fault: 'pip-cache',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    {
      code: 'FROM continuumio/miniconda3:24.11.1-0\nRUN [|conda install|] -y numpy=2.2',
      fixed: 'FROM continuumio/miniconda3:24.11.1-0\nRUN conda install -y numpy=2.2 && conda clean -afy',
    },
    {
      code: 'FROM continuumio/miniconda3:24.11.1-0\nRUN [|mamba env create|] -f environment.yml',
      fixed: 'FROM continuumio/miniconda3:24.11.1-0\nRUN mamba env create -f environment.yml && mamba clean -afy',
    },
    {
      code: 'FROM continuumio/miniconda3:24.11.1-0 AS build\nRUN [|conda install|] -y numpy=2.2\nFROM scratch',
      options: { stages: 'all' },
    },
  ],
  good: [
    'FROM continuumio/miniconda3:24.11.1-0\nRUN conda install -y numpy=2.2 && conda clean -afy',
    'FROM continuumio/miniconda3:24.11.1-0\nRUN conda env update -f environment.yml && conda clean --all --yes',
    'FROM continuumio/miniconda3:24.11.1-0\nRUN conda install -y numpy=2.2 && rm -rf /opt/conda/pkgs',
    'FROM continuumio/miniconda3:24.11.1-0\nRUN --mount=type=cache,target=/opt/conda/pkgs conda install -y numpy=2.2',
    'FROM continuumio/miniconda3:24.11.1-0\nRUN mamba install -y numpy=2.2 && conda clean --tarballs -y',
    'FROM continuumio/miniconda3:24.11.1-0 AS build\nRUN conda install -y numpy=2.2\nFROM scratch',
    'FROM continuumio/miniconda3:24.11.1-0\nRUN conda install --download-only -y numpy=2.2',
  ],

  *check(file, { stages }) {
    for (const kept of oncePerRun(keptCaches(stages === 'all' ? file.stages : file.shipped, 'conda'))) {
      const { command, verb, verbWord } = kept;
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${`${command.name} ${verb}`.trim()}\` leaves the archives and their unpacked copies in the \`pkgs\` of conda, in this layer.`,
        help: 'End the same RUN with `conda clean -afy`.',
        fixes: withCleanUp(file, kept, `${kept.command.name} clean -afy`),
      };
    }
  },
});
