import { dialectOf } from './dialect.ts';
import type { Stage } from './model.ts';

const repository = /^(?:mcr\.microsoft\.com|(?:[^/]+\/)?microsoft)\/(?:windows|nanoserver|windowsservercore)/i;
const tag = /(?:^|[-_.])(?:nanoserver|windowsservercore|servercore|ltsc20\d\d)(?:$|[-_.])/i;

/** Whether a stage runs on Windows: by its platform, its base's name or tag, or a shell that it or its base sets. */
export function isWindows(stage: Stage): boolean {
  for (const { from, base } of stage.lineage) {
    const platform = from.platform?.text;
    if (platform !== undefined && !platform.includes('$')) return /^windows(?:\/|$)/i.test(platform);
    if (base.kind === 'image' && (repository.test(base.name) || tag.test(base.tag ?? ''))) return true;
  }
  return stage.lineage.some((one) =>
    one.of('shell').some(({ exec }) => {
      const first = exec?.[0]?.text ?? '';
      return dialectOf([first]) === 'cmd' || /^powershell(?:\.exe)?$/i.test(first);
    }),
  );
}
