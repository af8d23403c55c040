import { baseOf } from './bases.ts';
import { dialectOf } from './dialect.ts';
import type { Stage } from './model.ts';

/** A glance first: few names and tags are of it. */
function ofWindows(name: string, tag: string): boolean {
  const image = name.toLowerCase();
  const isSystem = image.includes('windows') || image.includes('nanoserver');
  if (isSystem && /^(?:mcr\.microsoft\.com|(?:[^/]+\/)?microsoft)\/(?:windows|nanoserver)/.test(image)) return true;
  if (!tag.includes('server') && !tag.includes('ltsc20')) return false;
  return /(?:^|[-_.])(?:nanoserver|windowsservercore|servercore|ltsc20\d\d)(?:$|[-_.\d])/.test(tag);
}

/** What a stage's FROM says of Windows: its platform, its base's name or tag, or an escape character that nobody else needs. */
export function fromWindows({ from, base }: Stage, escapeMark: string): boolean | undefined {
  const platform = from.platform?.text;
  if (platform !== undefined && platform !== '') return /^windows(?:\/|$)/i.test(platform);
  if (base.kind === 'scratch') return false;
  if (base.kind === 'image') {
    const { known, windows } = baseOf(base);
    if (windows || ofWindows(base.name, base.tag?.toLowerCase() ?? '')) return true;
    if (known) return false;
  }
  return base.kind !== 'stage' && escapeMark === '`' ? true : undefined;
}

function setsWindowsShell(stage: Stage): boolean {
  return stage.of('shell').some(({ exec }) => {
    const first = exec?.[0]?.text ?? '';
    return dialectOf([first]) === 'cmd' || /^powershell(?:\.exe)?$/i.test(first);
  });
}

/** For each stage whether it runs on Windows; a base stands before those that are built on it. */
export function windowsStages(stages: readonly Stage[], escapeMark: string): readonly boolean[] {
  const found: boolean[] = [];
  for (const stage of stages) {
    const inherited = stage.base.kind === 'stage' && found[stage.base.stage.index] === true;
    found.push(fromWindows(stage, escapeMark) ?? (inherited || setsWindowsShell(stage)));
  }
  return found;
}
