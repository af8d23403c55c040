/** Whether a RUN is run by dash: what it cannot do, it cannot do there. */
import type { Stage } from './model.ts';
import { commandsOf } from './ran.ts';
import type { Script } from './script-model.ts';

const known = new WeakMap<Stage, boolean>();

/**
 * `/bin/sh` of a base that is known for a Debian or an Ubuntu, where no RUN puts another shell in its place. `apt-get` in an
 * unknown image tells the distribution and not the shell: its SHELL may be bash.
 */
export function isDash(stage: Stage, { dialect }: Script): boolean {
  return dialect === 'dash' && !isRelinked(stage);
}

/** `ln -sf bash /bin/sh`, `dpkg-reconfigure dash`. */
function isRelinked(stage: Stage): boolean {
  let relinked = known.get(stage);
  if (relinked === undefined) {
    relinked = commandsOf(stage.lineage).some(({ command: { name, args } }) =>
      /^(?:ln|cp|mv|rm|update-alternatives|dpkg-divert)$/.test(name ?? '')
        ? args.some(({ raw }) => /(?:^|\/)bin\/sh$/.test(raw))
        : name === 'dpkg-reconfigure' && args.some(({ text }) => text === 'dash'),
    );
    known.set(stage, relinked);
  }
  return relinked;
}
