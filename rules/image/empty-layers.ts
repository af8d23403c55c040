import type { Entry } from '../../src/image/facts.ts';
import type { FileTree, Layer } from '../../src/image/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'empty-layers',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'A RUN must change the filesystem.',
  why: 'A layer that holds nothing costs a step of every build and pull, and often means that the work was done in vain: on a volume, in a mount, or not at all.',
  bad: [
    { layers: [{ a: 'x' }, {}], history: ['COPY a / # buildkit', '[|RUN /bin/sh -c true # buildkit|]'] },
    {
      name: 'only what builders leave behind',
      layers: [{ a: 'x' }, { 'proc/': { type: 'dir' }, 'sys/': { type: 'dir' }, 'etc/hosts': '' }],
      history: ['COPY a / # buildkit', '[|RUN /bin/sh -c export A=1 # buildkit|]'],
    },
    {
      name: 'a directory that was there',
      layers: [{ 'tmp/': { type: 'dir', mode: 0o1777 } }, { 'tmp/': { type: 'dir', mode: 0o1777 } }],
      history: ['ADD rootfs.tar / # buildkit', '[|RUN /bin/sh -c echo > /tmp/x; rm /tmp/x # buildkit|]'],
    },
  ],
  good: [
    { layers: [{ a: 'x' }], history: ['RUN /bin/sh -c touch a # buildkit'] },
    { layers: [{}], history: ['WORKDIR /app'] },
    { layers: [{ a: 'x' }, { '.wh.a': '' }], history: ['COPY a / # buildkit', 'RUN /bin/sh -c rm a # buildkit'] },
    {
      layers: [{ 'tmp/': { type: 'dir' } }, { 'tmp/': { type: 'dir', mode: 0o1777 } }],
      history: ['ADD a /', 'RUN chmod 1777 /tmp # buildkit'],
    },
  ],

  *check({ layers, files }) {
    for (const layer of layers) {
      const { step } = layer;
      if (step?.instruction?.keyword !== 'RUN' || layer.facts.unread || !holdsNothing(layer, files)) continue;
      yield {
        place: step.place,
        message: 'The layer of this RUN holds nothing.',
        help: 'Join it with the RUN that needs it, or leave it out.',
      };
    }
  },
});

/** What builders put into the layers of commands, whatever the commands do. */
const litter =
  /^(?:$|(?:dev|proc|sys|run|etc)$|(?:run|dev|etc)\/(?:hosts|hostname|resolv\.conf|\.containerenv|console|pts|shm)$)/;

function holdsNothing({ index, facts }: Layer, files: FileTree): boolean {
  if (facts.whiteouts.length + facts.opaque.length > 0) return false;
  return facts.entries.every((entry) => (litter.test(entry.path) && entry.size === 0) || stood(entry, index, files));
}

/** A directory that a lower layer holds with the same owner and mode. */
function stood({ path, type, mode, uid, gid }: Entry, layer: number, files: FileTree): boolean {
  if (type !== 'dir') return false;
  const before = files.versions(path).findLast((version) => version.layer < layer)?.entry;
  return before?.type === 'dir' && before.mode === mode && before.uid === uid && before.gid === gid;
}
