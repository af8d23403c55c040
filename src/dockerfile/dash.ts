/** Whether a RUN is run by dash: what it cannot do, it cannot do there. */
import type { Script, Stage } from './model.ts';
import { commandsOf } from './ran.ts';

const known = new WeakMap<Stage, boolean>();

/** `/bin/sh` of Debian and Ubuntu, told by the base or by its package manager, where no RUN puts another shell in its place. */
export function isDash(stage: Stage, { dialect }: Script): boolean {
  if (dialect !== 'dash' && dialect !== 'sh') return false;
  if (isRelinked(stage)) return false;
  return dialect === 'dash' || commandsOf(stage.lineage, 'apt-get').length > 0;
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
