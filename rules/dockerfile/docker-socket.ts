import type { Instruction, Word } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

const socket = /(?:^|[/=:])(?:docker|podman)\.sock\b/;

export default defineRule({
  id: 'docker-socket',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 7.5,
  summary: 'An image must not count on the socket of the container engine.',
  why: 'Whoever reaches the socket is root on the host: an image that asks for it asks for the whole machine.',
  needs: {
    within: [
      { kinds: ['volume', 'copy', 'add', 'env'], texts: ['.sock', '$'] },
      { kinds: ['run'], texts: ['.sock', '--mount'] },
    ],
  },
  bad: [
    'FROM debian:12.9\nVOLUME [|/var/run/docker.sock|]',
    'FROM debian:12.9\nVOLUME ["/data", [|"/run/docker.sock"|]]',
    'FROM debian:12.9\nENV DOCKER_HOST=[|unix:///var/run/docker.sock|]',
    'FROM debian:12.9\nCOPY [|docker.sock|] /var/run/',
    'FROM debian:12.9\nRUN [|--mount=type=bind,source=/var/run/docker.sock,target=/run/docker.sock|] docker ps',
  ],
  good: [
    'FROM debian:12.9\nENV DOCKER_HOST=tcp://docker:2376',
    'FROM debian:12.9\nVOLUME /var/lib/docker',
    'FROM debian:12.9\nENV CONTAINERD_ADDRESS=/run/containerd/containerd.sock',
    'FROM debian:12.9\nCOPY docker.sock.md /docs/',
  ],

  *check({ stages }) {
    for (const instruction of stages.flatMap((stage) => stage.instructions)) {
      for (const word of wordsOf(instruction)) {
        const said = word.text ?? word.raw;
        if (!said.includes('.sock') || !socket.test(said) || /sock\.\w/.test(said)) continue;
        yield {
          place: word.place,
          message: `\`${instruction.keyword}\` brings in the socket of the container engine.`,
          help: 'Reach the engine over TLS, or use a builder without a daemon.',
        };
      }
    }
  },
});

type Text = Pick<Word, 'text' | 'raw' | 'place'>;

function wordsOf(instruction: Instruction): readonly Text[] {
  switch (instruction.kind) {
    case 'volume':
      return instruction.words;
    case 'copy':
    case 'add':
      return instruction.sources;
    case 'env':
      return instruction.pairs.flatMap(({ value }) => value ?? []);
    case 'run':
      return instruction.mounts.map(({ flag, place }) => ({
        text: flag.value?.text,
        raw: flag.value?.raw ?? '',
        place,
      }));
    default:
      return [];
  }
}
